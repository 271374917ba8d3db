/**
 * A 128-bit fingerprint in hex, the same in every process: names files and compares texts. Not
 * cryptographic; two texts that nobody made on purpose don't meet in 128 bits. Four lanes of
 * multiply and xor (as in FNV-1a), each finished with the mixer of MurmurHash3.
 */
export function fingerprint(text: string): string {
  const lanes = [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15, 0x2545f491];
  const factors = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (let lane = 0; lane < 4; lane++) {
      const value = Math.imul((lanes[lane] as number) ^ unit, factors[lane] as number);
      lanes[lane] = value ^ (value >>> 15);
    }
  }
  return lanes.map((lane, index) => {
    let value = lane ^ text.length ^ (lanes[(index + 1) % 4] as number);
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return ((value ^ (value >>> 16)) >>> 0).toString(16).padStart(8, "0");
  }).join("");
}
