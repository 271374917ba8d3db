import type { Node } from "jsonc-parser";

/**
 * Adds an item behind the last one of an array or object, on a line of its own where the others have
 * theirs. Not a byte of the rest changes, apart from a comma; jsonc-parser's own `modify` would
 * format the neighbours anew.
 *
 * @param item JSON text of an element, or `"name": value` for an object.
 */
export function insertLast(text: string, parent: Node, item: string): string {
  const open = parent.offset + 1;
  const close = parent.offset + parent.length - 1;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const last = parent.children?.at(-1);
  if (last === undefined) {
    const [before, after] = parent.type === "object" ? [`${eol}  `, eol] : ["", ""];
    const rest = text.slice(open, close);
    return text.slice(0, open) + before + item + (rest.trim() === "" ? after : rest) +
      text.slice(close);
  }
  const end = last.offset + last.length;
  const tail = text.slice(end, close).trimEnd();
  const hasComma = mask(text).slice(end, close).includes(",");
  const space = text.slice(open, close).includes("\n") ? eol + indentAt(text, last.offset) : " ";
  return text.slice(0, end) + (hasComma ? "" : ",") + tail + space + item + (hasComma ? "," : "") +
    text.slice(end + tail.length);
}

/** Takes an item out, with its comma and, where it has one of its own, its line. */
export function removeAt(text: string, parent: Node, index: number): string {
  const children = parent.children ?? [];
  const child = children[index];
  if (child === undefined) return text;
  const masked = mask(text);
  let start = child.offset;
  let end = start + child.length;
  let rest = text;
  const close = parent.offset + parent.length - 1;
  const comma = masked.slice(end, children[index + 1]?.offset ?? close).indexOf(",");
  const previous = children[index - 1];
  const inner = text.slice(parent.offset + 1, start) + text.slice(end, close);
  if (inner.trim() === "") return text.slice(0, parent.offset + 1) + text.slice(close);
  if (comma >= 0) {
    end += comma + 1;
  } else if (previous !== undefined) {
    // The last item: the comma before it goes instead.
    const at = masked.indexOf(",", previous.offset + previous.length);
    rest = text.slice(0, at) + text.slice(at + 1);
    start--;
    end--;
  }
  const lineStart = rest.lastIndexOf("\n", start - 1);
  const ownLine = lineStart >= 0 && rest.slice(lineStart, start).trim() === "" &&
    /^[ \t]*\r?(?:\n|$)/.test(rest.slice(end));
  if (ownLine) {
    start = rest[lineStart - 1] === "\r" ? lineStart - 1 : lineStart;
  } else if (comma < 0) {
    while (/[ \t]/.test(rest[start - 1] ?? "")) start--;
  } else {
    while (/[ \t]/.test(rest[end] ?? "")) end++;
  }
  return rest.slice(0, start) + rest.slice(end);
}

/** The text with strings and comments blanked, so that a comma in it is a comma. */
function mask(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (token) => " ".repeat(token.length),
  );
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
