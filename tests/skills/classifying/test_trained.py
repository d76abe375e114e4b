"""Learning: from a handful of messages, with a sentence model that only counts letters."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from core.service import Service
from skills.classifying.classifier import ASKED, Classifier, Model
from skills.classifying.embedding import DEEP, States
from skills.classifying.evaluating import figures, safety
from skills.classifying.sentences import parts
from skills.classifying.trained import UNSURE, Lesson, Trained, learn

LETTERS = 128
SERVICES = (
    Service(id="roads/hole", label="Hole", spoken="a hole", skill="roads", words=("hole", "crater")),
    Service(id="books/renew", label="Renew", spoken="renewing", skill="books", words=("renew", "book")),
    Service(id="care/risk", label="At risk", spoken="at risk", skill="care", hard=True, words=("at risk",)),
)
LESSON = Lesson(
    services=[
        (f"{word} {n}", label)
        for n in range(6)
        for word, label in (("a hole in the road", "roads/hole"), ("renew my book", "books/renew"), ("hello", UNSURE))
    ],
    danger=[
        (f"{word} {n}", risk)
        for n in range(10)
        for word, risk in (("he hits my mum", True), ("she is hungry and bruised", True), ("the sun is out", False))
    ],
)


def counts_letters(texts: Sequence[str]) -> list[list[States]]:
    """Texts of the same letters are alike, which is all that these tests need; every word is a piece."""
    return [[letters_of(part) for part in parts(text)] for text in texts]


def letters_of(text: str) -> States:
    words = text.lower().split() or [" "]
    states = np.zeros((len(words), DEEP), dtype=np.float32)
    for state, word in zip(states, words, strict=True):
        for letter in word:
            state[ord(letter) :: LETTERS] += 1
    return states


@pytest.fixture(scope="module")
def trained() -> Trained:
    return learn(LESSON, SERVICES, counts_letters)


def test_what_was_learned_is_answered(trained: Trained) -> None:
    classifier = Classifier(SERVICES, Model(trained=trained, embed=counts_letters))
    found = figures(
        classifier, [("a hole in the road", "roads/hole"), ("renew my book", "books/renew"), ("hello", UNSURE)]
    )
    assert (found.messages, found.right) == (3, 1.0)
    assert found.answered == pytest.approx(2 / 3)
    safe = safety(classifier, [("a", "he hits my mum", True), ("b", "renew my book", False)])
    assert (safe.recall, safe.false_alarms, safe.missed, safe.alarms) == (1.0, 0.0, (), ())


def test_an_alarm_that_is_not_likely_stands_beside_what_the_message_is_about(trained: Trained) -> None:
    words = "renew my book"
    danger = Classifier(SERVICES, Model(trained=trained, embed=counts_letters)).opinion(words).danger
    watchful = Model(trained=replace(trained, danger_from=danger / ASKED), embed=counts_letters)
    verdict = Classifier(SERVICES, watchful).about(words)
    assert (verdict.service, verdict.alarm, verdict.goes_to) == ("books/renew", "care/risk", "care/risk")
    assert verdict.danger == pytest.approx(danger, abs=0.01)
    calm = Model(trained=replace(trained, danger_from=danger + 0.01), embed=counts_letters)
    assert Classifier(SERVICES, calm).about(words).goes_to == "books/renew"


def test_what_is_likely_to_be_danger_is_about_nothing_else(trained: Trained) -> None:
    verdict = Classifier(SERVICES, Model(trained=trained, embed=counts_letters)).about("he hits my mum")
    assert (verdict.service, verdict.alarm, verdict.goes_to) == ("care/risk", "care/risk", "care/risk")


def test_the_same_messages_give_the_same_weights(trained: Trained) -> None:
    assert learn(LESSON, SERVICES, counts_letters).to_json() == trained.to_json()


def test_safeguarding_is_no_label_of_the_services(trained: Trained) -> None:
    assert trained.labels == ("books/renew", "roads/hole", UNSURE)


def test_what_is_missed_and_what_alarms_is_told_by_id() -> None:
    by_keywords = Classifier(SERVICES)
    safe = safety(by_keywords, [("a", "nobody feeds him", True), ("b", "a roof at risk", False), ("c", "hello", False)])
    assert (safe.recall, safe.false_alarms, safe.missed, safe.alarms) == (0.0, 0.5, ("a",), ("b",))
