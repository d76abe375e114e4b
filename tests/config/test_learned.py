"""The shipped weights: read back as they were written, of today's labels, and measured as the page says."""

import re
from pathlib import Path
from random import Random

import pytest

from config.county import DEFAULTS, load_county
from config.examples import UNSURE, examples
from config.learned import LEFT_OUT, SHIPPED, left_out, lesson, shipped_classifier, weights_sum
from skills.classifying.evaluating import figures, safety
from skills.classifying.trained import LeftOut, Trained

PAGE = (Path(__file__).parents[2] / "docs" / "which-service.md").read_text("utf-8")
SERVICES = tuple(load_county(DEFAULTS).services.values())
POINTS = 0.01
"""Processors round the sentence model differently."""
EMAILS = 60


def test_weights_are_read_back_as_they_were_written() -> None:
    text = SHIPPED.read_text("utf-8")
    assert Trained.from_json(text).to_json() == text.strip()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"labels": []}'])
def test_what_is_no_weights_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Trained.from_json(text)


def test_the_weights_know_every_service_but_the_hard_one() -> None:
    labels = set(Trained.from_json(SHIPPED.read_text("utf-8")).labels)
    written_about = {service.id for service in SERVICES if not service.hard} - {"post/to-be-indexed"}
    assert labels == written_about | {UNSURE}


def test_nothing_frozen_is_learned_from() -> None:
    learned = {text.lower() for text, _ in lesson().services} | {text.lower() for text, _ in lesson().danger}
    frozen = [each for name in ("frozen", "frozen-safeguarding") for each in examples(name)]
    # A greeting is a greeting.
    assert [each.id for each in frozen if each.text.lower() in learned and len(each.text.split()) > 1] == []


def test_the_page_was_written_for_these_weights() -> None:
    assert re.findall(r"^Measured with the weights `(\w+)`", PAGE, re.MULTILINE) == [weights_sum()[:16]]


@pytest.mark.long
def test_the_figures_are_those_of_the_page() -> None:
    classifier = shipped_classifier(SERVICES)
    found = figures(classifier, [(each.text, each.label) for each in examples("frozen")])
    safe = safety(classifier, [(each.id, each.text, each.label == "yes") for each in examples("frozen-safeguarding")])
    row = re.search(r"^\| with the model \|(.*)$", PAGE, re.MULTILINE)
    assert row is not None
    told = [float(share) / 100 for share in re.findall(r"([\d.]+) %", row[1])]
    assert [found.answered, found.right, safe.recall, safe.false_alarms] == pytest.approx(told, abs=POINTS)


def test_what_was_left_out_belongs_to_the_weights() -> None:
    weights, found = LeftOut.from_json(LEFT_OUT.read_text("utf-8"))
    assert weights == weights_sum(), "run `switchboard classify --train` again: it writes both"
    others, _ = left_out()
    labels = Trained.from_json(SHIPPED.read_text("utf-8")).labels
    asked = sum(label != "" for label in others.labels)
    assert (found.shares.shape, found.danger.shape) == ((asked, len(labels)), (len(others.texts),))
    assert found.to_json(weights) == LEFT_OUT.read_text("utf-8").strip()


def test_left_out_messages_were_told_about_as_well_as_the_page_hopes() -> None:
    others, found = left_out()
    weights = Trained.from_json(SHIPPED.read_text("utf-8"))
    risky = others.risky > 0
    assert 0.97 < (found.danger[risky] >= weights.danger_from).mean() < 0.98
    asked = [label for label in others.labels if label]
    right = [weights.labels[best] == label for best, label in zip(found.shares.argmax(axis=1), asked, strict=True)]
    assert 0.8 < sum(right) / len(right) < 0.99


@pytest.mark.long
def test_long_emails_about_several_harmless_things_seldom_alarm_and_danger_among_them_mostly_does() -> None:
    classifier = shipped_classifier(SERVICES)
    harmless = [each.text for each in examples("untaught/two")]
    danger = [each.text for each in examples("untaught/three-safeguarding") if each.label == "yes"]
    random = Random(5)
    plain = ["\n\n".join(random.sample(harmless, 3)) for _ in range(EMAILS)]
    among = ["\n\n".join((*random.sample(harmless, 1), said, *random.sample(harmless, 1))) for said in danger[:EMAILS]]
    assert sum(classifier.about(text).safeguarding for text in plain) < 0.25 * EMAILS
    assert sum(classifier.about(text).safeguarding for text in among) > 0.65 * EMAILS
