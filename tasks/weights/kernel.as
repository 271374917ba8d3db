// The arithmetic of the encoder, in AssemblyScript (a TypeScript dialect that compiles to WebAssembly).
// All pointers are byte offsets into the one exported memory, which the caller lays out; nothing is
// allocated here. Matrices are row-major. `deno task weights:kernel` compiles this file into
// embedder/kernel.ts.

// Widths of the model that loops are unrolled for.
const HEAD: usize = 32; // values per attention head
const HIDDEN: usize = 384;
const HEADS: usize = 12;

/**
 * Unpacks 5-bit codes into int8 weights: `(codebook[code] * scale + 64) >> 7`.
 * `low`: nibbles, weight i of 32 in byte i % 16 (first 16 in the low half); `high`: one bit each;
 * `scales`: int8, one for 16 weights; `codebook`: int8[32]. `count` is a multiple of 32.
 */
export function unpack(low: usize, high: usize, scales: usize, codebook: usize, out: usize, count: usize): void {
  const first = v128.load(codebook);
  const second = v128.load(codebook, 16);
  const bits = v128(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const end = out + count;
  while (out < end) {
    const pair = v128.load(low);
    for (let half: usize = 0; half < 2; half++) {
      const code = half == 0 ? v128.and(pair, i8x16.splat(15)) : i8x16.shr_u(pair, 4);
      const spread = v128.shuffle<i8>(v128.load16_splat(high + half * 2), i8x16.splat(0), 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
      const mask = i8x16.eq(v128.and(spread, bits), bits);
      const value = v128.bitselect(i8x16.swizzle(second, code), i8x16.swizzle(first, code), mask);
      const scale = i16x8.splat(load<i8>(scales + half));
      const round = i16x8.splat(64);
      const a = i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_low_i8x16_s(value), scale), round), 7);
      const b = i16x8.shr_s(i16x8.add(i16x8.mul(i16x8.extend_high_i8x16_s(value), scale), round), 7);
      v128.store(out, i8x16.narrow_i16x8_s(a, b));
      out += 16;
    }
    low += 16;
    high += 4;
    scales += 2;
  }
}

/** Rows of f32 to int16 with one scale each: the largest value becomes 8191, so that 1536 products with int8 fit 32 bits. */
export function quantize(x: usize, out: usize, scales: usize, rows: usize, width: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let peak = f32x4.splat(1e-9);
    const end = x + width * 4;
    for (let p = x; p < end; p += 16) peak = f32x4.max(peak, f32x4.abs(v128.load(p)));
    const top = max(
      max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
      max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
    );
    store<f32>(scales + row * 4, top / 8191);
    const factor = f32x4.splat(8191 / top);
    for (; x < end; x += 32) {
      const a = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x), factor)));
      const b = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x, 16), factor)));
      v128.store(out, i16x8.narrow_i32x4_s(a, b));
      out += 16;
    }
  }
}

// @ts-ignore: decorator
@inline
function total(v: v128): f32 {
  const s = i32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return <f32>(i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1));
}

/**
 * out[t][n] = (a[t] . w[n]) * aScales[t] * wScales[n] + bias[n], for int16 rows a and int8 rows w.
 * Four rows of a (padded by the caller) and two of w at a time.
 */
export function linear(
  a: usize, aScales: usize, w: usize, wScales: usize, bias: usize, out: usize,
  rows: usize, columns: usize, width: usize,
): void {
  const a1 = width * 2;
  const a2 = width * 4;
  const a3 = width * 6;
  const o1 = columns * 4;
  const o2 = columns * 8;
  const o3 = columns * 12;
  for (let n: usize = 0; n < columns; n += 2) {
    const s0 = load<f32>(wScales + n * 4);
    const s1 = load<f32>(wScales + n * 4, 4);
    const b0 = load<f32>(bias + n * 4);
    const b1 = load<f32>(bias + n * 4, 4);
    for (let t: usize = 0; t < rows; t += 4) {
      let c00 = i32x4.splat(0), c01 = i32x4.splat(0), c10 = i32x4.splat(0), c11 = i32x4.splat(0);
      let c20 = i32x4.splat(0), c21 = i32x4.splat(0), c30 = i32x4.splat(0), c31 = i32x4.splat(0);
      let p = a + t * a1;
      let q = w + n * width;
      const end = q + width;
      while (q < end) {
        const w0 = v128.load_ext<i8>(q);
        const w1 = v128.load_ext<i8>(q + width);
        let v = v128.load(p);
        c00 = i32x4.add(c00, i32x4.dot_i16x8_s(v, w0));
        c01 = i32x4.add(c01, i32x4.dot_i16x8_s(v, w1));
        v = v128.load(p + a1);
        c10 = i32x4.add(c10, i32x4.dot_i16x8_s(v, w0));
        c11 = i32x4.add(c11, i32x4.dot_i16x8_s(v, w1));
        v = v128.load(p + a2);
        c20 = i32x4.add(c20, i32x4.dot_i16x8_s(v, w0));
        c21 = i32x4.add(c21, i32x4.dot_i16x8_s(v, w1));
        v = v128.load(p + a3);
        c30 = i32x4.add(c30, i32x4.dot_i16x8_s(v, w0));
        c31 = i32x4.add(c31, i32x4.dot_i16x8_s(v, w1));
        p += 16;
        q += 8;
      }
      const o = out + (t * columns + n) * 4;
      let s = load<f32>(aScales + t * 4);
      store<f32>(o, total(c00) * s * s0 + b0);
      store<f32>(o, total(c01) * s * s1 + b1, 4);
      s = load<f32>(aScales + t * 4, 4);
      store<f32>(o + o1, total(c10) * s * s0 + b0);
      store<f32>(o + o1, total(c11) * s * s1 + b1, 4);
      s = load<f32>(aScales + t * 4, 8);
      store<f32>(o + o2, total(c20) * s * s0 + b0);
      store<f32>(o + o2, total(c21) * s * s1 + b1, 4);
      s = load<f32>(aScales + t * 4, 12);
      store<f32>(o + o3, total(c30) * s * s0 + b0);
      store<f32>(o + o3, total(c31) * s * s1 + b1, 4);
    }
  }
}

// e^x for x <= 0, relative error about 1e-7: 2^n times a polynomial on the rest (Cephes expf).
function exp(x: v128): v128 {
  x = f32x4.max(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, x), f32x4.splat(0.5));
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, x), x), x), f32x4.splat(1));
  return f32x4.mul(y, i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23));
}

/** x = x * (1 + erf(x / sqrt 2)) / 2 in place; erf after Abramowitz and Stegun 7.1.26. `count` is a multiple of 4. */
export function gelu(x: usize, count: usize): void {
  const end = x + count * 4;
  for (; x < end; x += 16) {
    const v = v128.load(x);
    const z = f32x4.mul(f32x4.abs(v), f32x4.splat(0.70710678));
    const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.mul(z, f32x4.splat(0.3275911)), f32x4.splat(1)));
    let y = f32x4.splat(1.061405429);
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-1.453152027));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(1.421413741));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-0.284496736));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(0.254829592));
    y = f32x4.mul(f32x4.mul(y, t), exp(f32x4.neg(f32x4.mul(z, z))));
    // gelu(x) = x - h for x > 0 and h for x < 0, where h = x * y / 2.
    const h = f32x4.mul(f32x4.mul(v, y), f32x4.splat(0.5));
    v128.store(x, v128.bitselect(h, f32x4.sub(v, h), f32x4.lt(v, f32x4.splat(0))));
  }
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/** x = layer norm of (x + y), row by row, width 384: epsilon 1e-12, then times gain plus bias. */
export function norm(x: usize, y: usize, gain: usize, bias: usize, rows: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let s = f32x4.splat(0);
    for (let i: usize = 0; i < HIDDEN * 4; i += 16) {
      const v = f32x4.add(v128.load(x + i), v128.load(y + i));
      v128.store(x + i, v);
      s = f32x4.add(s, v);
    }
    const mean = f32x4.splat(sum(s) / <f32>HIDDEN);
    s = f32x4.splat(0);
    for (let i: usize = 0; i < HIDDEN * 4; i += 16) {
      const d = f32x4.sub(v128.load(x + i), mean);
      s = f32x4.add(s, f32x4.mul(d, d));
    }
    const r = f32x4.splat(1 / sqrt<f32>(sum(s) / <f32>HIDDEN + 1e-12));
    for (let i: usize = 0; i < HIDDEN * 4; i += 16) {
      const d = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x + i), mean), r), v128.load(gain + i));
      v128.store(x + i, f32x4.add(d, v128.load(bias + i)));
    }
    x += HIDDEN * 4;
    y += HIDDEN * 4;
  }
}

/**
 * y = softmax(q k' / sqrt 32) v for the heads first..last-1. `qkv`: rows of 3 * 384 values.
 * `scratch`: 33 * (rows rounded up to 16) values.
 */
export function attend(qkv: usize, y: usize, scratch: usize, rows: usize, first: usize, last: usize): void {
  const row = HIDDEN * 12;
  const padded = (rows + 15) & ~15;
  const line = padded * 4;
  const scores = scratch + HEAD * line;
  for (let head = first; head < last; head++) {
    const q = qkv + head * HEAD * 4;
    const k = q + HIDDEN * 4;
    const v = k + HIDDEN * 4;
    // Keys column by column, so that 16 scores are summed at once.
    for (let j: usize = 0; j < padded; j++) {
      for (let d: usize = 0; d < HEAD; d++) {
        store<f32>(scratch + d * line + j * 4, j < rows ? load<f32>(k + j * row + d * 4) : 0);
      }
    }
    for (let i: usize = 0; i < rows; i++) {
      const qi = q + i * row;
      let peak = f32x4.splat(-1e30);
      for (let j: usize = 0; j < line; j += 64) {
        let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
        let p = scratch + j;
        for (let d: usize = 0; d < HEAD; d++) {
          const qd = v128.load32_splat(qi + d * 4);
          s0 = f32x4.add(s0, f32x4.mul(qd, v128.load(p)));
          s1 = f32x4.add(s1, f32x4.mul(qd, v128.load(p, 16)));
          s2 = f32x4.add(s2, f32x4.mul(qd, v128.load(p, 32)));
          s3 = f32x4.add(s3, f32x4.mul(qd, v128.load(p, 48)));
          p += line;
        }
        const f = f32x4.splat(0.17677669529663687);
        v128.store(scores + j, f32x4.mul(s0, f));
        v128.store(scores + j, f32x4.mul(s1, f), 16);
        v128.store(scores + j, f32x4.mul(s2, f), 32);
        v128.store(scores + j, f32x4.mul(s3, f), 48);
      }
      for (let j = rows; j < padded; j++) store<f32>(scores + j * 4, -1e30);
      for (let j: usize = 0; j < line; j += 16) peak = f32x4.max(peak, v128.load(scores + j));
      const top = f32x4.splat(max(
        max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
        max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
      ));
      let weight = f32x4.splat(0);
      for (let j: usize = 0; j < line; j += 16) {
        const e = exp(f32x4.sub(v128.load(scores + j), top));
        v128.store(scores + j, e);
        weight = f32x4.add(weight, e);
      }
      let o0 = f32x4.splat(0), o1 = f32x4.splat(0), o2 = f32x4.splat(0), o3 = f32x4.splat(0);
      let o4 = f32x4.splat(0), o5 = f32x4.splat(0), o6 = f32x4.splat(0), o7 = f32x4.splat(0);
      let p = v;
      for (let j: usize = 0; j < rows; j++) {
        const e = v128.load32_splat(scores + j * 4);
        o0 = f32x4.add(o0, f32x4.mul(e, v128.load(p)));
        o1 = f32x4.add(o1, f32x4.mul(e, v128.load(p, 16)));
        o2 = f32x4.add(o2, f32x4.mul(e, v128.load(p, 32)));
        o3 = f32x4.add(o3, f32x4.mul(e, v128.load(p, 48)));
        o4 = f32x4.add(o4, f32x4.mul(e, v128.load(p, 64)));
        o5 = f32x4.add(o5, f32x4.mul(e, v128.load(p, 80)));
        o6 = f32x4.add(o6, f32x4.mul(e, v128.load(p, 96)));
        o7 = f32x4.add(o7, f32x4.mul(e, v128.load(p, 112)));
        p += row;
      }
      const share = f32x4.splat(1 / sum(weight));
      const yi = y + i * HIDDEN * 4 + head * HEAD * 4;
      v128.store(yi, f32x4.mul(o0, share));
      v128.store(yi, f32x4.mul(o1, share), 16);
      v128.store(yi, f32x4.mul(o2, share), 32);
      v128.store(yi, f32x4.mul(o3, share), 48);
      v128.store(yi, f32x4.mul(o4, share), 64);
      v128.store(yi, f32x4.mul(o5, share), 80);
      v128.store(yi, f32x4.mul(o6, share), 96);
      v128.store(yi, f32x4.mul(o7, share), 112);
    }
  }
}

/** out[i] = query . rows[i] for one int8 query and `count` int8 rows; `width` is a multiple of 16. */
export function scan(query: usize, rows: usize, out: usize, count: usize, width: usize): void {
  const last = out + count * 4;
  for (; out < last; out += 4) {
    let c = i32x4.splat(0);
    let d = i32x4.splat(0);
    const end = rows + width;
    for (let q = query; rows < end; q += 16) {
      const a = v128.load(q);
      const b = v128.load(rows);
      c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(a), i16x8.extend_low_i8x16_s(b)));
      d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(a), i16x8.extend_high_i8x16_s(b)));
      rows += 16;
    }
    c = i32x4.add(c, d);
    const s = i32x4.add(c, v128.shuffle<i32>(c, c, 2, 3, 0, 1));
    store<i32>(out, i32x4.extract_lane(s, 0) + i32x4.extract_lane(s, 1));
  }
}
