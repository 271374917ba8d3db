/**
 * What still holds of a memory that a later statement makes untrue.
 *
 * @module
 */
import type { Memory } from "../client/store.ts";
import { clausesOf } from "../language/sentences.ts";

/** What joins the last clause to those before it. */
const JOINT = /[\s,;—–-]*(?:(?:and|but|so|while)\s+)?$/i;

/** What somebody else thinks of memories: the ids of those that are untrue. */
type Untrue = (memories: Memory[]) => Promise<string[]>;

/**
 * The longest beginning of a memory that holds by itself, where only what follows is untrue: of
 * "Releases go out on Tuesdays, and Jonas has to approve them", when Amara does, "Releases go out on
 * Tuesdays". Ends are not looked at: they lean on what stands before. Undefined where nothing holds,
 * and for troubles, which are told as one.
 */
export async function restOf(memory: Memory, untrue: Untrue): Promise<string | undefined> {
  if (memory.metadata.type === "bug_fix") return undefined;
  let end = 0;
  const heads = clausesOf(memory.text).map((clause) => {
    const start = memory.text.indexOf(clause, end);
    end = start + clause.length;
    return memory.text.slice(0, start).replace(JOINT, "");
  }).slice(1).reverse().map((text, at) => ({ ...memory, id: `${at}`, text }));
  if (heads.length === 0) return undefined;
  const gone = await untrue(heads);
  return heads.find(({ id }) => !gone.includes(id))?.text;
}
