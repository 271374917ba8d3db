"""Writes the mean of states that began alike; one read back from a file comes first: `python mix.py OUT STATE STATE …`."""

import sys

import torch

out, *paths = sys.argv[1:]
states = [torch.load(path) for path in paths]
torch.save({name: sum(state[name] for state in states) / len(states) for name in states[-1]}, out)
