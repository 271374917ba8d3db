import assert from "node:assert/strict";
import { routesTouched } from "./python_routes.ts";

const SOURCE = `import os

PAGE = 20


class Item(BaseModel):
    name: str


def _clean(item):
    return item.name


def _store(item):
    return _clean(item)


@app.middleware("http")
async def log_requests(request, call_next):
    return await call_next(request)


@app.post("/items", summary="Create")
def create(item: Item):
    return _store(item)


@app.get(
    "/items/{item_id}/history", summary="History"
)
def history(
    item_id: str,
):
    return PAGE
`;

/** The routes for a change of the first line that holds the text. */
function touch(text: string, source = SOURCE): string[] {
  const at = source.split("\n").findIndex((line) => line.includes(text)) + 1;
  return routesTouched(source, [{ first: at, count: 1 }]).map((one) => `${one.method} ${one.path}`);
}

Deno.test("routesTouched names the route whose body or decorator has changed", () => {
  assert.deepEqual(touch("return _store(item)"), ["POST /items"]);
  assert.deepEqual(touch('"/items/{item_id}/history"'), ["GET /items/{item_id}/history"]);
  assert.deepEqual(touch("    return PAGE"), ["GET /items/{item_id}/history"]);
});

Deno.test("routesTouched follows helpers, models and constants to the routes that use them", () => {
  assert.deepEqual(touch("return item.name"), ["POST /items"]);
  assert.deepEqual(touch("    name: str"), ["POST /items"]);
  assert.deepEqual(touch("PAGE = 20"), ["GET /items/{item_id}/history"]);
});

Deno.test("routesTouched takes what leads to no route as a change of all", () => {
  for (const text of ["import os", "await call_next"]) assert.equal(touch(text).length, 2, text);
  assert.deepEqual(routesTouched(SOURCE, []), []);
});

Deno.test("routesTouched puts a router's prefix before its paths", () => {
  const source = 'router = APIRouter(prefix="/keys", tags=["keys"])\n\n\n' +
    '@router.delete("/{key_id}")\ndef revoke(key_id):\n    return 1\n\n\n' +
    '@router.get("")\ndef keys():\n    return []\n';
  assert.deepEqual(touch("return 1", source), ["DELETE /keys/{key_id}"]);
  assert.deepEqual(touch("return []", source), ["GET /keys"]);
});
