"""The classifier as it is shipped: what `switchboard classify --train` learned from `config/examples`."""

from collections.abc import Iterable
from typing import Final

from config.examples import FOLDER, examples
from config.loading import text_of
from core.service import Service
from skills.classifying import embedding
from skills.classifying.classifier import Classifier, Model
from skills.classifying.embedding import ModelMissing
from skills.classifying.trained import Lesson, Trained, learn

SHIPPED: Final = FOLDER / "learned.json"


def lesson() -> Lesson:
    """All that is learned from; the frozen sets are no part of it."""
    return Lesson(
        services=[(each.text, each.label) for each in examples("training")],
        danger=[(each.text, each.label == "yes") for each in examples("safeguarding-training")],
    )


def train(services: Iterable[Service]) -> Trained:
    """Learn from the shipped examples. Raises ModelMissing."""
    return learn(lesson(), services, embedding.load())


def shipped_classifier(services: Iterable[Service]) -> Classifier:
    """The shipped weights over a county's services. Raises ModelMissing."""
    model = Model(trained=Trained.from_json(text_of(SHIPPED)), embed=embedding.load())
    return Classifier(services, model)


def classifier_at_hand(services: Iterable[Service]) -> tuple[Classifier, str]:
    """The best there is: the shipped one, or one by keywords alone and why."""
    known = tuple(services)
    try:
        return shipped_classifier(known), ""
    except ModelMissing as error:
        return Classifier(known), str(error)
