/** Left rotations of the four rounds (RFC 1321, 3.4), four each, repeated. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/**
 * The MD5 digest of a text's UTF-8 bytes as 32 hex digits (RFC 1321). The server marks each memory
 * with it; WebCrypto has no MD5. It is a fingerprint here, never a protection.
 */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = ((bytes.length + 8) >>> 6) + 1;
  const words = new Int32Array(blocks * 16);
  for (let i = 0; i < bytes.length; i++) words[i >> 2]! |= bytes[i]! << ((i & 3) * 8);
  words[bytes.length >> 2]! |= 0x80 << ((bytes.length & 3) * 8);
  words[blocks * 16 - 2] = bytes.length << 3;
  words[blocks * 16 - 1] = Math.floor(bytes.length / 0x20000000);
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let block = 0; block < words.length; block += 16) mix(state, words, block);
  return Array.from(new Uint8Array(state.buffer), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Works one block of 16 words into the state. */
function mix(state: Int32Array, words: Int32Array, block: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const f = round === 0
      ? (b & c) | (~b & d)
      : round === 1
      ? (d & b) | (~d & c)
      : round === 2
      ? b ^ c ^ d
      : c ^ (b | ~d);
    const word = round === 0
      ? i
      : round === 1
      ? (5 * i + 1) & 15
      : round === 2
      ? (3 * i + 5) & 15
      : (7 * i) & 15;
    const sum = (a + f + SINES[i]! + words[block + word]!) | 0;
    const turn = TURNS[round * 4 + (i & 3)]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}

/** floor(2^32 * |sin(i + 1)|), as RFC 1321 defines the table. */
const SINES = Int32Array.from(
  { length: 64 },
  (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))),
);
