/**
 * Draws what `tmux capture-pane -e` gives as an SVG: text, colours, bold, on a dark ground. Pure.
 *
 * @module
 */

interface Style {
  colour: string | undefined;
  ground: string | undefined;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
}

const PLAIN: Style = {
  colour: undefined,
  ground: undefined,
  bold: false,
  dim: false,
  inverse: false,
};

/** The sixteen colours that have no fixed value. */
const BASIC = (
  "#1e1e1e #e05561 #8cc265 #d18f52 #4aa5f0 #c162de #42b3c2 #d7dae0 " +
  "#6b727d #ff616e #a5e075 #f0a45d #4dc4ff #de73ff #4cd1e0 #ffffff"
).split(" ");
const GROUND = "#0a0a0a";
const COLOUR = "#d7dae0";

/** Pixels of one character. */
const WIDTH = 8.4;
const HEIGHT = 18;

/** Draws lines of text with SGR sequences; other escape sequences are left out. */
export function drawTerminal(text: string, columns: number, title: string): string {
  const lines = text.replace(/\n+$/, "").split("\n");
  const shapes: string[] = [];
  let style = PLAIN;
  for (const [row, line] of lines.entries()) {
    let column = 0;
    // deno-lint-ignore no-control-regex -- escape sequences are what is read here
    for (const piece of line.split(/(\x1b\[[\d;:?]*[A-Za-z])/)) {
      // deno-lint-ignore no-control-regex -- as above
      const codes = /^\x1b\[([\d;:]*)m$/.exec(piece)?.[1];
      if (codes !== undefined) style = applySgr(style, codes.split(/[;:]/).map(Number));
      else if (!piece.startsWith("\x1b")) {
        const length = [...piece].length;
        shapes.push(...drawPiece(piece, style, column, row, length));
        column += length;
      }
    }
  }
  const width = Math.ceil(columns * WIDTH) + 24, height = lines.length * HEIGHT + 24;
  return [
    "<!-- deno-fmt-ignore-file: white space shows here -->",
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>`,
    `<g transform="translate(12 12)" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="14" xml:space="preserve">`,
    ...shapes,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function drawPiece(text: string, style: Style, column: number, row: number, length: number) {
  const colour = style.inverse ? style.ground ?? GROUND : style.colour ?? COLOUR;
  const ground = style.inverse ? style.colour ?? COLOUR : style.ground;
  const at = { x: (column * WIDTH).toFixed(1), width: (length * WIDTH).toFixed(1) };
  const shapes: string[] = [];
  if (ground !== undefined && length > 0) {
    const place = `x="${at.x}" y="${row * HEIGHT}" width="${at.width}" height="${HEIGHT}"`;
    shapes.push(`<rect ${place} fill="${ground}"/>`);
  }
  if (text.trim() !== "") {
    const looks = (style.bold ? ' font-weight="bold"' : "") + (style.dim ? ' opacity="0.6"' : "");
    const place = `x="${at.x}" y="${row * HEIGHT + 14}" textLength="${at.width}"`;
    shapes.push(`<text ${place} fill="${colour}"${looks}>${escape(text)}</text>`);
  }
  return shapes;
}

/** Select Graphic Rendition, ECMA-48 8.3.117, with the usual 38/48 for 256 and true colours. */
function applySgr(style: Style, codes: number[]): Style {
  let now = { ...style };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 0) now = { ...PLAIN };
    else if (code === 1) now.bold = true;
    else if (code === 2) now.dim = true;
    else if (code === 22) now.bold = now.dim = false;
    else if (code === 7 || code === 27) now.inverse = code === 7;
    else if (code === 39) now.colour = undefined;
    else if (code === 49) now.ground = undefined;
    else if (code >= 30 && code <= 37) now.colour = BASIC[code - 30];
    else if (code >= 90 && code <= 97) now.colour = BASIC[code - 82];
    else if (code >= 40 && code <= 47) now.ground = BASIC[code - 40];
    else if (code >= 100 && code <= 107) now.ground = BASIC[code - 92];
    else if (code === 38 || code === 48) {
      const isTrue = codes[at + 1] === 2;
      const value = isTrue ? hex(codes.slice(at + 2, at + 5)) : indexed(codes[at + 2] ?? 0);
      if (code === 38) now.colour = value;
      else now.ground = value;
      at += isTrue ? 4 : 2;
    }
  }
  return now;
}

/** Of the 256 colours: sixteen basic ones, a cube of six steps, and 24 greys. */
function indexed(index: number): string {
  if (index < 16) return BASIC[index]!;
  if (index > 231) return hex(Array(3).fill(8 + (index - 232) * 10));
  const step = (value: number) => value === 0 ? 0 : 55 + value * 40;
  const cube = index - 16;
  return hex([step(Math.floor(cube / 36)), step(Math.floor(cube / 6) % 6), step(cube % 6)]);
}

function hex(parts: number[]): string {
  return `#${parts.map((part) => (part ?? 0).toString(16).padStart(2, "0")).join("")}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
