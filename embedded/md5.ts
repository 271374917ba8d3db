import { createHash } from "node:crypto";

/**
 * The MD5 digest of a text's UTF-8 bytes as 32 hex digits. The server marks each memory with it, and
 * WebCrypto has no MD5. It is a fingerprint here, never a protection.
 */
export function md5(text: string): string {
  // By way of the encoder: what runtimes make of half a surrogate pair must not differ.
  return createHash("md5").update(new TextEncoder().encode(text)).digest("hex");
}
