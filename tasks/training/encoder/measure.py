"""Prints figures, and figures only, of the evaluation sets: nothing is learned from them."""

import json
import pathlib

EVAL = pathlib.Path(__file__).parents[3] / "tests" / "eval"


def _read(path):
    return json.loads((EVAL / path).read_text())


def _ranks(scores, answers):
    """Place of the best answer of each question, from 1."""
    ranks = []
    for row, wanted in zip(scores, answers):
        best = row[wanted].max()
        ranks.append(1 + int((row > best).sum()))
    return ranks


def _shares(ranks, places=(1, 5, 10)):
    return " ".join(f"{100 * sum(r <= k for r in ranks) / len(ranks):5.1f}" for k in places)


def recall(encoder, pairs, others=()):
    """Recall at 1, 5 and 10 of (fact, question) pairs among all their facts and others."""
    facts = encoder.embed([fact for fact, _ in pairs] + list(others))
    questions = encoder.embed([question for _, question in pairs])
    return _shares(_ranks(questions @ facts.T, [[i] for i in range(len(pairs))]))


def paraphrase(encoder):
    """The open pairs among their facts and the distractors, by vectors alone."""
    pairs = [(row["fact"], row["question"]) for row in _read("paraphrase/open.json")]
    others = [row["fact"] for row in _read("paraphrase/distractors.json")]
    return recall(encoder, pairs, others)


def coding(encoder):
    """Session hits of the copied set, by vectors alone."""
    rows = [
        (session["sessionId"], message["content"])
        for session in _read("coding/sessions.json")
        for message in session["messages"]
    ]
    asked = [row for row in _read("coding/questions.json") if row["haystackSessionIds"]]
    scores = encoder.embed([row["question"] for row in asked]) @ encoder.embed(
        [text for _, text in rows], 32
    ).T
    answers = [
        [i for i, (session, _) in enumerate(rows) if session in row["haystackSessionIds"]]
        for row in asked
    ]
    return _shares(_ranks(scores, answers))
