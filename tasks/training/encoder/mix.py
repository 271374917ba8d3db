"""Writes the mean of adapters, times a share, as one: the way from the original model to what they learned,
gone for that share (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).

    python mix.py OUT SHARE ADAPTER...
"""

import sys

import torch
from safetensors.torch import load_file, save_file

out, share, *paths = sys.argv[1:]
adapters = [load_file(path) for path in paths]
mixed = {}
for name in {key.rpartition(".")[0] for key in adapters[0]}:
    mixed[f"{name}.up"] = torch.cat([one[f"{name}.up"] for one in adapters], 1).contiguous()
    mixed[f"{name}.down"] = torch.cat([one[f"{name}.down"] for one in adapters], 0).contiguous()
    scales = torch.cat([one[f"{name}.scale"] for one in adapters])
    mixed[f"{name}.scale"] = (float(share) * scales / len(adapters)).contiguous()
save_file(mixed, out)
