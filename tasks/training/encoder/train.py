"""Learns the adapter. See README.md beside this file."""

import argparse
import copy
import json
import random
import time

import torch
from torch.nn import functional as F

import measure
from adapter import save
from model import Encoder


def read_groups(paths):
    """(facts, questions, near) of each line: every question of a line is answered by each of its facts
    and not by the one that is only near them, which may be missing."""
    groups = []
    for path in sorted(paths):
        with open(path) as lines:
            for row in map(json.loads, lines):
                facts = row.get("facts") or [row["fact"]]
                groups.append((facts, row.get("questions") or [row["question"]], row.get("near")))
    return groups


def batches(groups, size, draws, rng):
    """One epoch: a group is drawn as often as it has questions, at most `draws` times, never twice in
    a batch."""
    rounds = [[] for _ in range(draws)]
    for facts, questions, near in groups:
        count = min(draws, len(questions))
        asked = [(question, near) for question in rng.sample(questions, count)]
        told = [rng.choice(facts) for _ in asked]
        for place, pair in zip(rng.sample(range(draws), count), zip(told, asked)):
            rounds[place].append((pair[0], *pair[1]))
    for part in rounds:
        rng.shuffle(part)
        for start in range(0, len(part) - size // 2, size):
            yield part[start : start + size]


def contrast(questions, facts, near, scale):
    """Each question finds its fact among all, each fact its question; facts and questions also stand
    against their own kind, and questions against the facts that are only near theirs."""
    n = len(questions)
    own = torch.eye(n, dtype=torch.bool)
    asked = scale * torch.cat(
        [questions @ facts.T, questions @ near.T, (questions @ questions.T).masked_fill(own, -1e4)], 1
    )
    told = scale * torch.cat([facts @ questions.T, (facts @ facts.T).masked_fill(own, -1e4)], 1)
    target = torch.arange(n)
    return (F.cross_entropy(asked, target) + F.cross_entropy(told, target)) / 2


def encode(encoder, texts, part=64):
    """As `encoder(texts)`, in parts of like length: the shorter ones need no padding to the longest."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows = torch.cat(
        [encoder([texts[i] for i in order[n : n + part]], 64) for n in range(0, len(order), part)]
    )
    places = torch.empty(len(order), dtype=torch.long)
    places[torch.tensor(order)] = torch.arange(len(order))
    return rows[places]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", nargs="+", required=True)
    parser.add_argument("--calm", nargs="*", default=[])
    parser.add_argument("--rank", type=int, default=24)
    parser.add_argument("--token-rank", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--scale", type=float, default=20)
    parser.add_argument("--keep", type=float, default=0.3)
    parser.add_argument("--noise", type=float, default=0.04)
    parser.add_argument("--token-noise", type=float, default=0.15)
    parser.add_argument("--near", type=float, default=0.5)
    parser.add_argument("--held", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", help="go on from this state")
    parser.add_argument("--state", help="write the state, to go on from")
    parser.add_argument("--out")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    groups = read_groups(args.pairs)
    random.Random(7).shuffle(groups)
    count = int(args.held * len(groups))
    held, learned = groups[:count], groups[count:]
    calm = [line.strip() for path in args.calm for line in open(path) if line.strip()]
    checks = [(rng.choice(facts), rng.choice(questions)) for facts, questions, _ in held]
    others = [facts[0] for facts, _, _ in learned][:600]
    print(f"{len(learned)} groups learned, {count} held out, {len(calm)} calm", flush=True)

    encoder = Encoder()
    original = copy.deepcopy(encoder)
    rng.shuffle(calm)
    calm = [text for text in calm if len(text) < 160][:4000]
    kept = original.embed(calm) if calm else None
    encoder.adapt(args.rank, args.token_rank)
    learned_part = {name: p for name, p in encoder.named_parameters() if p.requires_grad}
    if args.start:
        encoder.load_state_dict(torch.load(args.start), strict=False)

    def figures():
        said = f"held out {measure.recall(encoder, checks, others)}" if checks else ""
        return f"{said} | open {measure.paraphrase(encoder)} | coding {measure.coding(encoder)}"

    print(f"before: {figures()}", flush=True)
    optimiser = torch.optim.AdamW(
        learned_part.values(), lr=args.rate, weight_decay=0.01
    )
    epochs = []
    for _ in range(args.epochs):
        epoch = list(batches(learned, args.batch, args.draws, rng))
        epochs.append(epoch)
    steps = sum(map(len, epochs))
    warm = steps // 10
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: step / warm if step < warm else max(0.02, (steps - step) / (steps - warm)),
    )
    started = time.time()
    encoder.train()
    encoder.bert.eval()  # no dropout
    for number, epoch in enumerate(epochs, 1):
        total = 0.0
        encoder.disturb(args.noise, args.token_noise)
        for batch in epoch:
            facts = encode(encoder, [fact for fact, _, _ in batch])
            questions = encode(encoder, [question for _, question, _ in batch])
            near = [text for _, _, text in batch if text and rng.random() < args.near]
            traps = encode(encoder, near) if near else facts[:0]
            loss = contrast(questions, facts, traps, args.scale)
            total += loss.item()
            if kept is not None and args.keep > 0:
                places = rng.sample(range(len(calm)), 48)
                vectors = encoder([calm[i] for i in places], 48)
                loss = loss + args.keep * (1 - (vectors * kept[places]).sum(1)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        encoder.calm()
        if number % 2 == 0 or number == len(epochs):
            print(f"{number}: loss {total / len(epoch):.3f} | {figures()} | {time.time() - started:.0f} s", flush=True)
    if args.state:
        torch.save({name: p.detach() for name, p in learned_part.items()}, args.state)
    if args.out:
        save(encoder, args.out)


main()
