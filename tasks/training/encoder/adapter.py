"""Writes the adapter: int8 factors and one float32 scale a rank, as safetensors."""

import torch
from safetensors.torch import save_file


def _round(factor, dim):
    """Whole numbers of -127..127 along the ranks, and the scale of each rank."""
    scale = factor.abs().amax(dim, keepdim=True).clamp_min(1e-12) / 127
    return torch.round(factor / scale).to(torch.int8), scale.flatten()


def save(encoder, path):
    """`matrix += up @ (scale * down)`, for each adapted matrix by its name."""
    tensors = {}
    for name, module in encoder.adapted.items():
        up, up_scale = _round(module.up.detach().float(), 0)
        down, down_scale = _round(module.down.detach().float(), 1)
        tensors[f"{name}.up"] = up.contiguous()
        tensors[f"{name}.down"] = down.contiguous()
        tensors[f"{name}.scale"] = (up_scale * down_scale).contiguous()
    save_file(tensors, path)
