/**
 * Reads the tensors of an ONNX model: of the format (a Protocol Buffers message, onnx.proto) the few
 * fields that name and hold them.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

/** Fields of onnx.proto, by message. */
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5 };
const NODE = { input: 1, name: 3, operation: 4 };
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
/** TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** A tensor in row-major order. */
export interface Tensor {
  dims: number[];
  values: Float32Array;
}

/**
 * The float tensors by name. A matrix that only a product names by a number ("onnx::MatMul_1525") has
 * the name of the product and `.weight`, with dots, and is turned around: rows are outputs.
 */
export function readOnnx(file: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  const products: { name: string; inputs: string[] }[] = [];
  for (const graph of messages(file, MODEL.graph)) {
    for (const bytes of messages(graph, GRAPH.initializer)) {
      const tensor = readTensor(bytes);
      if (tensor !== undefined) tensors.set(tensor.name, tensor);
    }
    for (const bytes of messages(graph, GRAPH.node)) {
      const [name, operation] = [text(bytes, NODE.name), text(bytes, NODE.operation)];
      const inputs = [...messages(bytes, NODE.input)].map((input) => decode(input));
      if (operation === "MatMul") products.push({ name, inputs });
    }
  }
  for (const { name, inputs } of products) {
    const matrix = inputs.map((input) => tensors.get(input)).find((found) => found !== undefined);
    if (matrix === undefined) continue;
    const named = name.replace(/^\/|\/MatMul$/g, "").replaceAll("/", ".");
    tensors.set(`${named}.weight`, transposed(matrix));
  }
  return tensors;
}

function readTensor(bytes: Uint8Array): (Tensor & { name: string }) | undefined {
  const dims: number[] = [];
  let name = "";
  let dataType = 0;
  let raw = new Uint8Array();
  for (const { field, wire, reader } of fields(bytes)) {
    if (field === TENSOR.dims && wire === WireType.Varint) dims.push(Number(reader.int64()));
    else if (field === TENSOR.dims) {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) dims.push(Number(reader.int64()));
    } else if (field === TENSOR.dataType) dataType = reader.int32();
    else if (field === TENSOR.name) name = reader.string();
    else if (field === TENSOR.rawData) raw = reader.bytes().slice();
    else reader.skip(wire, field);
  }
  return dataType === FLOAT ? { name, dims, values: new Float32Array(raw.buffer) } : undefined;
}

function transposed({ dims: [rows, columns], values }: Tensor): Tensor {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows!; row++) {
    for (let column = 0; column < columns!; column++) {
      turned[column * rows! + row] = values[row * columns! + column]!;
    }
  }
  return { dims: [columns!, rows!], values: turned };
}

/** The parts of a message of one field. */
function* messages(bytes: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const { field, wire, reader } of fields(bytes)) {
    if (field === wanted) yield reader.bytes();
    else reader.skip(wire, field);
  }
}

const text = (bytes: Uint8Array, field: number) =>
  [...messages(bytes, field)].map((part) => decode(part)).join("");
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The fields of a message; whoever gets one reads or skips its value. */
function* fields(
  bytes: Uint8Array,
): Generator<{ field: number; wire: WireType; reader: BinaryReader }> {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    yield { field, wire, reader };
  }
}
