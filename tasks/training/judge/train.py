"""Learns one of the two judges. See README.md beside this file."""

import argparse
import pathlib
import random
import time

import numpy
import torch
from sklearn.metrics import roc_auc_score
from torch.nn import functional as F

import data
from model import Judge


def score(judge, examples, size=64):
    """The first number of each."""
    judge.eval()
    order = sorted(range(len(examples)), key=lambda i: sum(map(len, examples[i][0])))
    found = numpy.zeros(len(examples))
    with torch.no_grad():
        for start in range(0, len(order), size):
            part = order[start : start + size]
            found[part] = judge([examples[i][0] for i in part])[:, 0].numpy()
    return found


def figures(judge, held):
    if not held:
        return ""
    odds = score(judge, held)
    truth = numpy.array([answer[0] for _, answer in held])
    limit = numpy.sort(odds[truth == 1])[int(0.1 * truth.sum())]
    kept = odds >= limit
    wrong = (truth[kept] == 0).mean()
    plain = odds > 0
    return (
        f"area {roc_auc_score(truth, odds):.4f}, at 90 % found {100 * wrong:.1f} % wrong, "
        f"above 0 found {100 * truth[plain].sum() / truth.sum():.1f} wrong {100 * (1 - truth[plain]).mean():.1f}"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=["sentences", "pairs"])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--held", nargs="*", default=[])
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--head", type=float, default=2e-3, help="the rate of the head")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--dropout", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--order", type=int, default=1, help="seed of the order, and of what is drawn")
    parser.add_argument("--start", help="a state to go on from")
    parser.add_argument("--out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.order)
    held_paths = set(args.held)
    paths = [path for path in args.paths if path not in held_paths]
    if args.task == "sentences":
        learned, held = data.sentences(paths), data.sentences(args.held)
    else:
        learned, held = data.pairs(paths, rng), data.pairs(args.held, rng, 0)
    judge = Judge(args.base, args.rank, 1 + len(data.TYPES) if args.task == "sentences" else 1)
    if args.start:
        known = torch.load(args.start)
        for name, values in judge.named_parameters():
            if name in known:
                values.data.copy_(known[name])
    print(f"{len(learned)} learned, {len(held)} held out", flush=True)
    groups = [
        {"params": [p for n, p in judge.named_parameters() if p.requires_grad and "head" not in n], "lr": args.rate},
        {"params": judge.head.parameters(), "lr": args.head},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = int(args.epochs * (len(learned) // args.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, step / (0.08 * steps)) * max(0.01, 1 - step / steps)
    )
    started, step, total = time.time(), 0, 0.0
    while step < steps:
        rng.shuffle(learned)
        window = args.batch * 20
        parts = []
        for start in range(0, len(learned), window):
            part = sorted(learned[start : start + window], key=lambda e: sum(map(len, e[0])))
            parts += [part[i : i + args.batch] for i in range(0, len(part), args.batch)]
        rng.shuffle(parts)
        for part in parts:
            if step >= steps:
                break
            judge.train(args.dropout)
            answers = torch.tensor([answer for _, answer in part])
            said = judge([text for text, _ in part])
            loss = F.binary_cross_entropy_with_logits(said[:, 0], answers[:, 0] * 0.96 + 0.02)
            if args.task == "sentences" and (answers[:, 1] >= 0).any():
                known = answers[:, 1] >= 0
                loss = loss + 0.3 * F.cross_entropy(said[known, 1:], answers[known, 1].long())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += loss.item()
            if step % 200 == 0 or step == steps:
                note = figures(judge, held) if step % 400 == 0 or step == steps else ""
                print(f"{step} of {steps}: loss {total / 200:.3f} {time.time() - started:.0f} s {note}", flush=True)
                total = 0.0
    if args.out:
        torch.save({n: p.detach() for n, p in judge.named_parameters() if p.requires_grad}, args.out)


main()
