"""What is learned: sentences with what was said before them, and pairs of statements."""

import json
import pathlib
import random

TRAINING = pathlib.Path(__file__).parent.parent
TYPES = [
    "decision",
    "convention",
    "user_preference",
    "environmental",
    "bug_fix",
    "anti_pattern",
    "task_learning",
]


def rows(paths):
    for path in sorted(paths):
        with open(path) as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)


def sentences(paths):
    """((text, speaker and what was said before), [is it durable, its type or -1])."""
    before = ""
    found = []
    for row in rows(paths):
        speaker = row.get("speaker", "user")
        said = row["before"] if "before" in row else before if row.get("follows") else ""
        context = f"{speaker}: {said}" if said else f"{speaker}:"
        kind = TYPES.index(row["type"]) if row["type"] in TYPES else -1
        found.append(((row["text"], context), [float(row["type"] is not None), kind]))
        before = row["text"]
    return found


def pairs(paths, rng, strangers=0.3):
    """((newer, older), [does it replace the older]); some with an older one of elsewhere."""
    known = list(rows(paths))
    found = [((row["newer"], row["older"]), [float(row["replaces"])]) for row in known]
    for row in known:
        if rng.random() < strangers:
            found.append(((row["newer"], rng.choice(known)["older"]), [0.0]))
    return found
