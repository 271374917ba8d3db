"""A model as the embedder has it, with a low-rank change of its layers and a linear head."""

import pathlib

import numpy
import torch
from torch import nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel, BertTokenizerFast

WIDTH = 384


class LowRank(nn.Module):
    """A linear layer plus `up @ down`; queries, keys and values share their `down`."""

    def __init__(self, inner: nn.Linear, down: nn.Parameter):
        super().__init__()
        self.inner = inner
        self.down = down
        self.up = nn.Parameter(torch.zeros(inner.out_features, down.shape[0]))

    def forward(self, x):
        return self.inner(x) + F.linear(F.linear(x, self.down), self.up)


class Judge(nn.Module):
    """(text, context) to numbers: the mean over the text's tokens and the start's state, times the head."""

    def __init__(self, base: pathlib.Path, rank: int, outputs: int):
        super().__init__()
        self.tokenizer = BertTokenizerFast(str(base / "vocab.txt"))
        layers = len(list(base.glob("encoder.layer.*.intermediate.dense.weight")))
        config = BertConfig(
            hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=layers, attn_implementation="eager"
        )  # eager attention learns faster on a CPU
        self.bert = BertModel(config, add_pooling_layer=False)
        for name, values in self.bert.named_parameters():
            exact = numpy.fromfile(base / name, dtype="<f4").reshape(values.shape)
            values.data.copy_(torch.from_numpy(exact))
        self.bert.requires_grad_(False)
        for layer in self.bert.encoder.layer:
            attention = layer.attention.self
            shared = self._down(attention.query, rank)
            for name in ("query", "key", "value"):
                setattr(attention, name, LowRank(getattr(attention, name), shared))
            for part in (layer.attention.output, layer.intermediate, layer.output):
                part.dense = LowRank(part.dense, self._down(part.dense, rank))
        self.head = nn.Linear(2 * WIDTH, outputs)

    @staticmethod
    def _down(inner: nn.Linear, rank: int) -> nn.Parameter:
        return nn.Parameter(torch.randn(rank, inner.in_features) / inner.in_features**0.5)

    def forward(self, pairs, most=128, exact=False):
        batch = self.tokenizer(
            [text for text, _ in pairs],
            [context for _, context in pairs],
            padding=True,
            truncation=True,
            max_length=most,
            return_tensors="pt",
        )
        own = (batch["token_type_ids"] == 0) & (batch["attention_mask"] == 1)
        batch["token_type_ids"].zero_()
        with torch.autocast("cpu", torch.bfloat16, enabled=not exact):
            states = self.bert(**batch).last_hidden_state
        states = states.float()
        own = own.unsqueeze(-1).float()
        mean = (states * own).sum(1) / own.sum(1)
        return self.head(torch.cat([mean, states[:, 0]], 1))
