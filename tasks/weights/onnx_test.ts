import assert from "node:assert/strict";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { readOnnx } from "./onnx.ts";

/** A message of the given fields; a number is written as a varint, an array as one packed field. */
function message(...fields: [number, number | string | Uint8Array | number[]][]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [field, value] of fields) {
    if (typeof value === "number") writer.tag(field, WireType.Varint).int64(value);
    else if (typeof value === "string") writer.tag(field, WireType.LengthDelimited).string(value);
    else if (value instanceof Uint8Array) {
      writer.tag(field, WireType.LengthDelimited).bytes(value);
    } else {
      writer.tag(field, WireType.LengthDelimited).fork();
      for (const number of value) writer.int64(number);
      writer.join();
    }
  }
  return writer.finish();
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

Deno.test("readOnnx gives float tensors by name, and matrices by the product that uses them", () => {
  const graph = message(
    [
      1,
      message([1, "x"], [1, "onnx::MatMul_7"], [2, "y"], [3, "/layer.0/query/MatMul"], [
        4,
        "MatMul",
      ]),
    ],
    [1, message([1, "y"], [1, "bias"], [3, "/layer.0/query/Add"], [4, "Add"])],
    [5, message([1, 2], [2, 1], [8, "bias"], [9, floats(0.5, -1)])],
    [5, message([1, [3, 2]], [2, 1], [8, "onnx::MatMul_7"], [9, floats(1, 2, 3, 4, 5, 6)])],
    [5, message([1, 1], [2, 7], [8, "ids"], [9, new Uint8Array(8)])],
  );
  const tensors = readOnnx(message([1, 8], [2, "torch"], [7, graph]));
  assert.deepEqual(tensors.get("bias")?.values, Float32Array.of(0.5, -1));
  assert.deepEqual(tensors.get("layer.0.query.weight"), {
    dims: [2, 3],
    values: Float32Array.of(1, 3, 5, 2, 4, 6),
  });
  assert.equal(tensors.has("ids"), false);
});
