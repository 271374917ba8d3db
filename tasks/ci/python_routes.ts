/**
 * Which routes of a FastAPI module a change of some lines may concern. A reading by line starts, not a
 * parser: too much is named rather than too little.
 *
 * @module
 */

/** Lines of a file, the first one is 1. */
export interface Lines {
  first: number;
  count: number;
}

/** A route as it is requested. */
export interface Route {
  /** In capitals. */
  method: string;
  /** With its router's prefix; may hold `{names}`. */
  path: string;
}

interface Block extends Lines {
  text: string;
  /** Name of the function, class or constant; "" for the rest. */
  name: string;
  routes: Route[];
}

/**
 * The routes that the lines belong to, or whose functions mention, over any number of steps, what the
 * lines belong to. Lines that no route leads to (imports, set-up) concern all routes of the file.
 */
export function routesTouched(source: string, lines: readonly Lines[]): Route[] {
  if (lines.length === 0) return [];
  const blocks = blocksOf(source);
  const found = new Set<Route>();
  for (const block of blocks.filter((each) => lines.some((range) => overlap(each, range)))) {
    if (block.text.trim() === "") continue;
    const reached = routesFrom(block, blocks);
    for (const route of reached.length > 0 ? reached : blocks.flatMap(({ routes }) => routes)) {
      found.add(route);
    }
  }
  return [...found];
}

function routesFrom(start: Block, blocks: readonly Block[]): Route[] {
  const reached = new Set([start]);
  for (const { name, routes } of reached) {
    if (name === "" || routes.length > 0) continue;
    const mention = new RegExp(`\\b${name}\\b`);
    for (const block of blocks) {
      // What stands outside of functions and classes names much, and is no way to a route.
      if (block.name !== "" && mention.test(block.text)) reached.add(block);
    }
  }
  return [...reached].flatMap(({ routes }) => routes);
}

/** Top-level statements; decorators belong to what follows them. */
function blocksOf(source: string): Block[] {
  const prefix = /APIRouter\([^)]*prefix\s*=\s*["']([^"']*)["']/.exec(source)?.[1] ?? "";
  const rows = source.split("\n");
  const starts: number[] = [];
  let isDecorated = false;
  for (const [at, row] of rows.entries()) {
    if (!/^[^\s#)\]}]/.test(row)) continue;
    if (!isDecorated) starts.push(at);
    isDecorated = row.startsWith("@");
  }
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? rows.length;
    const text = rows.slice(start, end).join("\n");
    const name = /^(?:async def|def|class)\s+(\w+)/m.exec(text)?.[1] ??
      /^(\w+)\s*(?::[^=\n]+)?=(?!=)/.exec(text)?.[1] ?? "";
    return { first: start + 1, count: end - start, text, name, routes: routesIn(text, prefix) };
  });
}

function routesIn(text: string, prefix: string): Route[] {
  const decorator = /^@\w+\.(get|post|put|patch|delete)\(\s*["']([^"']*)["']/gm;
  return [...text.matchAll(decorator)].map(([, method, path]) => ({
    method: method!.toUpperCase(),
    path: `${prefix}${path}` || "/",
  }));
}

function overlap(one: Lines, other: Lines): boolean {
  return one.first < other.first + other.count && other.first < one.first + one.count;
}
