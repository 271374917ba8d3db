"""Writes the judges file (embedder/judges.ts) from two trained states, and answers to compare with."""

import json
import pathlib
import sys

import numpy
import torch

LAYERS = 6
MATRICES = {
    "qkv": ["attention.self.query", "attention.self.key", "attention.self.value"],
    "out": ["attention.output.dense"],
    "up": ["intermediate.dense"],
    "down": ["output.dense"],
}


def rounded(matrix):
    """int8 rows and a float32 scale for each."""
    scale = matrix.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
    return torch.round(matrix / scale).to(torch.int8).numpy(), scale.flatten().numpy()


def sections(state):
    for layer in range(LAYERS):
        for names in MATRICES.values():
            names = [f"bert.encoder.layer.{layer}.{name}" for name in names]
            yield from rounded(state[f"{names[0]}.down"].float())
            yield from rounded(torch.cat([state[f"{name}.up"].float() for name in names]))
    yield state["head.weight"].float().numpy()
    yield state["head.bias"].float().numpy()


def main(out, statements, pairs):
    file = bytearray(b"MiniLMj1".ljust(16, b"\0"))
    for path in (statements, pairs):
        for part in sections(torch.load(path)):
            data = part.astype(part.dtype.newbyteorder("<")).tobytes()
            file += data + bytes(-len(data) % 16)
    pathlib.Path(out).write_bytes(file)
    print(len(file), "bytes")


main(*sys.argv[1:])
