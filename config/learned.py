"""The classifier as it is shipped: what `switchboard classify --train` learned from `config/examples`."""

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np

from config.county import DEFAULTS, load_county
from config.examples import FOLDER, examples
from config.loading import text_of
from core.errors import ConfigInvalid, Problem
from core.service import Service
from skills.classifying import embedding
from skills.classifying.classifier import Classifier, Model
from skills.classifying.correcting import Others
from skills.classifying.embedding import ModelMissing
from skills.classifying.trained import LeftOut, Lesson, Trained, learn_and_leave_out, ordered

SHIPPED: Final = FOLDER / "learned.json"
LEFT_OUT: Final = FOLDER / "left-out.json"
"""What each message was given by those that had learned without it; written with the weights."""


def lesson() -> Lesson:
    """All that is learned from; the frozen sets are no part of it."""
    return Lesson(
        services=[(each.text, each.label) for each in examples("training")],
        danger=[(each.text, each.label == "yes") for each in examples("safeguarding-training")],
    )


def train(services: Iterable[Service]) -> tuple[Trained, LeftOut]:
    """Learn from the shipped examples. Raises ModelMissing."""
    return learn_and_leave_out(lesson(), services, embedding.load())


@cache
def weights_sum() -> str:
    """Which weights are shipped, as a SHA-256 sum."""
    return hashlib.sha256(SHIPPED.read_bytes()).hexdigest()


def left_out() -> tuple[Others, LeftOut]:
    """The shipped messages and what each was given while it was left out; what the county teaches is checked on them.

    Raises ConfigInvalid when they belong to other weights than those that are shipped.
    """
    weights, found = LeftOut.from_json(text_of(LEFT_OUT))
    if weights != weights_sum():
        raise ConfigInvalid([Problem(message="Run `switchboard classify --train` again.", file=str(LEFT_OUT))])
    said, risky = ordered(lesson(), load_county(DEFAULTS).services.values())
    texts = [text for text, _ in (*said, *risky)]
    others = Others(
        texts=texts,
        labels=[*(label for _, label in said), *("" for _ in risky)],
        risky=np.array([0.0] * len(said) + [float(risk) for _, risk in risky], dtype=np.float32),
        meanings=shipped_weights().known()[-len(texts) :],
    )
    return others, found


@cache
def shipped_weights() -> Trained:
    """What is shipped, read once a process."""
    return Trained.from_json(text_of(SHIPPED))


def shipped_classifier(services: Iterable[Service]) -> Classifier:
    """The shipped weights over a county's services. Raises ModelMissing."""
    model = Model(trained=shipped_weights(), embed=embedding.load())
    return Classifier(services, model)


def classifier_at_hand(services: Iterable[Service]) -> tuple[Classifier, str]:
    """The best there is: the shipped one, or one by keywords alone and why."""
    known = tuple(services)
    try:
        return shipped_classifier(known), ""
    except ModelMissing as error:
        return Classifier(known), str(error)
