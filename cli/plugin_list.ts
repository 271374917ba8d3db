import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { insertLast, removeAt } from "./jsonc_edit.ts";

/** The npm name; an entry of that name is the published package, of whatever version. */
export const PACKAGE = "opencode-mem0-selfhost";

/** A configuration's text after a change, and what the change was, in words. */
export interface Edited {
  text: string;
  /** One line per thing that was done; empty: nothing was to be done. */
  done: string[];
}

/** OpenCode 1's name of the list, which OpenCode 2 reads too, and OpenCode 2's own. */
const KEYS = ["plugin", "plugins"] as const;
type Key = (typeof KEYS)[number];

/**
 * Puts a plugin into the `plugin` list of an opencode.json, or into OpenCode 2's `plugins` where that is
 * the list that is there. Comments, order, indentation and line ends stay. The published package, if it is listed, is replaced and keeps its options: two of them
 * would remember everything twice.
 *
 * @param text The file's content, JSON with comments; "" for a new file.
 * @param plugin The entry, e.g. a `file:` URL.
 * @throws {Error} when the text is no JSON object, or `plugin` in it no list.
 */
export function addPlugin(text: string, plugin: string): Edited {
  if (text.trim() === "") {
    const fresh = { $schema: "https://opencode.ai/config.json", plugin: [plugin] };
    return { text: `${JSON.stringify(fresh, null, 2)}\n`, done: [`added "${plugin}"`] };
  }
  const done: string[] = [];
  let edited = text;
  const ours = () =>
    KEYS.flatMap((key) =>
      readList(edited, key).flatMap((entry, at) => isOurs(entry, plugin) ? [{ key, at }] : [])
    );
  for (let second = ours()[1]; second !== undefined; second = ours()[1]) {
    const { key, at } = second;
    done.push(`removed the second entry ${JSON.stringify(readList(edited, key)[at])}`);
    edited = removeAt(edited, listNode(edited, key), at);
  }
  const [first] = ours();
  if (first === undefined) {
    done.push(`added "${plugin}"`);
    const item = JSON.stringify(plugin);
    const key = KEYS.find((one) => findNodeAtLocation(rootNode(edited), [one]) !== undefined);
    edited = key === undefined
      ? insertLast(edited, rootNode(edited), `"plugin": [${item}]`)
      : insertLast(edited, listNode(edited, key), item);
  } else if (nameOf(readList(edited, first.key)[first.at]) !== plugin) {
    const element = listNode(edited, first.key).children?.[first.at];
    const node = element?.type === "array"
      ? element.children?.[0]
      : element?.type === "object"
      ? findNodeAtLocation(element, ["package"])
      : element;
    if (node !== undefined) {
      done.push(`replaced ${JSON.stringify(getNodeValue(node))} by "${plugin}"`);
      edited = edited.slice(0, node.offset) + JSON.stringify(plugin) +
        edited.slice(node.offset + node.length);
    }
  }
  return { text: edited, done };
}

/**
 * Takes a plugin out again. A `plugin` list that is empty then goes too.
 *
 * @throws {Error} as {@link addPlugin}.
 */
export function removePlugin(text: string, plugin: string): Edited {
  return removeWhere(text, (name) => name === plugin);
}

/** Takes the published package out, of whatever version. @throws {Error} as {@link addPlugin}. */
export function removePublished(text: string): Edited {
  return removeWhere(text, isPublished);
}

function removeWhere(text: string, isMeant: (name: unknown) => boolean): Edited {
  for (const key of KEYS) {
    const list = text.trim() === "" ? [] : readList(text, key);
    const at = list.findIndex((entry) => isMeant(nameOf(entry)));
    if (at < 0) continue;
    const root = rootNode(text);
    const property = root.children?.findIndex((each) => each.children?.[0]?.value === key) ?? -1;
    const without = list.length === 1
      ? removeAt(text, root, property)
      : removeAt(text, listNode(text, key), at);
    const { text: rest, done } = removeWhere(without, isMeant);
    return { text: rest, done: [`removed ${JSON.stringify(nameOf(list[at]))}`, ...done] };
  }
  return { text, done: [] };
}

/**
 * The plugins that a configuration lists, under both names of the list.
 *
 * @throws {Error} when the text is no JSON object, or a list in it is none.
 */
export function listPlugins(text: string): string[] {
  if (text.trim() === "") return [];
  return KEYS.flatMap((key) => readList(text, key).map(nameOf))
    .filter((name) => typeof name === "string");
}

/** Is it the published package, of whatever version? */
export function isPublished(name: unknown): boolean {
  return name === PACKAGE || typeof name === "string" && name.startsWith(`${PACKAGE}@`);
}

function rootNode(text: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split("\n").length;
    throw new Error(`line ${line} is no valid JSON (${printParseErrorCode(error.error)})`);
  }
  if (root?.type !== "object") throw new Error("its content is not a JSON object");
  return root;
}

function listNode(text: string, key: Key): Node {
  const node = findNodeAtLocation(rootNode(text), [key]);
  if (node?.type !== "array") throw new Error(`its "${key}" is not a list`);
  return node;
}

function readList(text: string, key: Key): unknown[] {
  const present = findNodeAtLocation(rootNode(text), [key]) !== undefined;
  return present ? getNodeValue(listNode(text, key)) as unknown[] : [];
}

/** An entry is a name, a name with options, or in OpenCode 2 an object that has both. */
function nameOf(entry: unknown): unknown {
  if (Array.isArray(entry)) return entry[0];
  return typeof entry === "object" && entry !== null
    ? (entry as { package?: unknown }).package
    : entry;
}

function isOurs(entry: unknown, plugin: string): boolean {
  const name = nameOf(entry);
  return name === plugin || isPublished(name);
}
