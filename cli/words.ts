/**
 * Texts that a person gives to be stored: read, without secrets, and the fields that go with them.
 *
 * @module
 */
import { redact } from "../plugin/core/redact.ts";
import { Failure } from "./command.ts";
import type { Io } from "./io.ts";

/** The words of a command as one text; `-` means stdin. */
export async function readTextFrom(words: readonly string[], io: Io): Promise<string> {
  return words.length === 1 && words[0] === "-"
    ? (await io.readInput()).replace(/\r?\n$/, "")
    : words.join(" ");
}

/**
 * The text without secrets, and says so. @throws {Failure} when nothing is left
 */
export function withoutSecrets(text: string, io: Io): string {
  const clean = redact(text.trim());
  if (clean.text.replace(/\[redacted:[^\]]*\]/g, "").trim() === "") {
    throw new Failure(
      "Cannot store the text: nothing is left of it when its secrets are taken out",
    );
  }
  if (clean.found.length > 0) io.tell(`Secrets were taken out (${clean.found.join(", ")})`);
  return clean.text;
}
