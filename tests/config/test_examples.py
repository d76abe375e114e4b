"""The example messages: the frozen ones as they were, enough of each, and none of them among what is learned from."""

import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from config.county import DEFAULTS, load_county
from config.examples import FOLDER, UNSURE, Example, examples

PAGE = Path(__file__).parents[2] / "docs" / "which-service.md"
TOO_ALIKE = 0.6
"""The share of their three-word runs that two messages may have in common."""


@pytest.mark.parametrize("name", ["frozen", "frozen-safeguarding"])
def test_a_frozen_set_is_as_it_was(name: str) -> None:
    of_file = hashlib.sha256((FOLDER / f"{name}.jsonl").read_bytes()).hexdigest()
    assert f"`{name}.jsonl` | `{of_file}`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize(("name", "least"), [("frozen", 15), ("training", 12)])
def test_every_service_has_enough_examples(name: str, least: int) -> None:
    # Nobody writes about post that waits to be indexed.
    services = set(load_county(DEFAULTS).services) - {"post/to-be-indexed"}
    counts = Counter(each.label for each in examples(name))
    assert set(counts) - {UNSURE} <= services
    # What safeguarding learns from is a set of its own.
    expected = services if name == "frozen" else services - {"adult-social-care/safeguarding"}
    assert {service for service in expected | {UNSURE} if counts[service] < least} == set()


@pytest.mark.parametrize(("name", "least"), [("frozen-safeguarding", 300), ("safeguarding-training", 200)])
def test_about_half_of_a_safeguarding_set_is_safeguarding(name: str, least: int) -> None:
    counts = Counter(each.label for each in examples(name))
    assert counts.total() >= least
    assert 0.4 < counts["yes"] / counts.total() < 0.6


def test_no_frozen_message_is_nearly_one_that_is_learned_from() -> None:
    learned = _long(examples("training") + examples("safeguarding-training"))
    frozen = _long(examples("frozen") + examples("frozen-safeguarding"))
    assert [(a.id, b.id) for a, b in _beside(frozen, learned) if _alike(a, b) > TOO_ALIKE] == []


def test_no_frozen_message_is_nearly_another() -> None:
    frozen = _long(examples("frozen") + examples("frozen-safeguarding"))
    assert [(a.id, b.id) for a, b in itertools.combinations(frozen, 2) if _alike(a, b) > TOO_ALIKE] == []


def test_every_id_is_used_once() -> None:
    ids = [each.id for path in FOLDER.glob("*.jsonl") for each in examples(path.stem)]
    assert len(ids) == len(set(ids)) > 1000


def _long(found: Iterable[Example]) -> list[Example]:
    """Without greetings, of which there are only so many."""
    return [each for each in found if len(_words(each.text)) > 3]


def _beside(ones: Iterable[Example], others: Iterable[Example]) -> Iterator[tuple[Example, Example]]:
    """Each of the ones with those of the others that have any run in common with it: few of millions of pairs."""
    saying: defaultdict[tuple[str, ...], dict[str, Example]] = defaultdict(dict)
    for other in others:
        for run in _runs(other.text):
            saying[run][other.id] = other
    for one in ones:
        found = {id: other for run in _runs(one.text) for id, other in saying[run].items()}
        yield from ((one, other) for other in found.values())


def _alike(one: Example, other: Example) -> float:
    a, b = _runs(one.text), _runs(other.text)
    return len(a & b) / len(a | b)


@cache
def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())
