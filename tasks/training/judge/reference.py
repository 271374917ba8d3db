"""Writes what the judges answer in floating point into a fixture that holds texts and contexts."""

import json
import pathlib
import sys

import torch

import data
from model import Judge


def load(base, state, outputs):
    judge = Judge(base, 16, outputs)
    judge.load_state_dict(torch.load(state), strict=False)
    return judge.eval()


@torch.no_grad()
def main(fixture, model, base, pairs, statements=None):
    """`model` is the one that answers: "minilm" or "bge", which judges pairs alone."""
    base = pathlib.Path(base)
    judges = {"pairs": load(base, pairs, 1)}
    if statements:
        judges["statements"] = load(base, statements, 1 + len(data.TYPES))
    rows = json.loads(pathlib.Path(fixture).read_text())
    for row in rows:
        if row["judge"] not in judges:
            continue
        answers = judges[row["judge"]]([(row["text"], row["context"])], exact=True)[0]
        row[model] = [round(answer, 3) for answer in answers.tolist()]
    text = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    pathlib.Path(fixture).write_text(f"[\n  {text}\n]\n")


main(*sys.argv[1:])
