import assert from "node:assert/strict";
import { drawTerminal } from "./terminal_svg.ts";

Deno.test("drawTerminal places pieces by column and row, with their colours", () => {
  const svg = drawTerminal(
    "ab\x1b[1;31mcd\x1b[0m\n\x1b[38;2;1;2;255;48;5;16mx<y\x1b[39m&",
    10,
    "t",
  );
  assert.match(svg, /<text x="0.0" y="14"[^>]*>ab</);
  assert.match(svg, /<text x="16.8" y="14"[^>]*fill="#e05561" font-weight="bold">cd</);
  assert.match(svg, /<rect x="0.0" y="18" width="25.2" height="18" fill="#000000"/);
  assert.match(svg, /fill="#0102ff">x&lt;y</);
  assert.match(svg, /<text x="25.2" y="32"[^>]*fill="#d7dae0">&amp;</);
});

Deno.test("drawTerminal leaves out other sequences and keeps a style over lines", () => {
  const svg = drawTerminal("\x1b[?25l\x1b[7mon\noff", 5, "a & b");
  assert.ok(!svg.includes("\x1b") && !svg.includes("25l"));
  assert.equal(svg.match(/fill="#0a0a0a">/g)?.length, 2);
  assert.match(svg, /<title>a &amp; b<\/title>/);
});
