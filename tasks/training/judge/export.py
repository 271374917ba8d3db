"""Writes a judges file (embedder/judges.ts) from trained states, in their order."""

import pathlib
import sys

import numpy
import torch

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
    layers = sum(name.endswith(".intermediate.dense.up") for name in state)
    for layer in range(layers):
        for names in MATRICES.values():
            names = [f"bert.encoder.layer.{layer}.{name}" for name in names]
            yield from rounded(state[f"{names[0]}.down"].float())
            yield from rounded(torch.cat([state[f"{name}.up"].float() for name in names]))
    yield state["head.weight"].float().numpy()
    yield state["head.bias"].float().numpy()


def main(out, *states):
    file = bytearray(b"MiniLMj1".ljust(16, b"\0"))
    for path in states:
        for part in sections(torch.load(path)):
            data = part.astype(part.dtype.newbyteorder("<")).tobytes()
            file += data + bytes(-len(data) % 16)
    pathlib.Path(out).write_bytes(file)
    print(len(file), "bytes")


main(*sys.argv[1:])
