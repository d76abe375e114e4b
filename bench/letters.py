"""How well and how fast post is read: made-up letters of a seed, worn as post is, against the truth of each."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.figures import Bar
from channels.letter.reading import letter_of
from channels.letter.scanning import Scanner
from channels.letter.shapes import Letter
from samples.post.letters import QUARTERS, TODAY, Kind, Sample, sample

SEED: Final = 9301
LETTERS: Final = 20
"""Of each kind."""
BARS: Final[dict[str, Bar]] = {
    "clean": Bar(means="wrong words, clean pages", limit=0.02),
    **{
        kind: Bar(means=f"wrong words, {kind} pages", limit=0.05)
        for kind in ("skewed", "noisy", "faxed", "typewritten")
    },
    "upright": Bar(means="pages turned upright, of those laid all four ways", limit=1.0, at_least=True),
    "pages_a_second": Bar(means="pages read in a second of one core", limit=1.0, at_least=True),
}
SAME: Final = str.maketrans("‘’“”–—", "''\"\"--")
NUMBER: Final = re.compile(r"\D")


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted over the letters of one kind."""

    words: int = 0
    wrong: int = 0
    pages: int = 0
    upright: int = 0
    core_s: float = 0.0
    letters: int = 0
    to_a_person: int = 0
    facts: int = 0
    facts_right: int = 0
    dates_right: int = 0


def measure(
    seed: int = SEED, letters: int = LETTERS, tell: Callable[[str, float], None] = lambda _, __: None
) -> tuple[dict[str, float], dict[str, Any]]:
    """The figures by their keys in `BARS`, and what each kind of page came to."""
    scanner = Scanner()
    tallies = {kind: Tally() for kind in Kind}
    for done, (kind, number) in enumerate((kind, number) for kind in Kind for number in range(letters)):
        tell(f"reading {kind} letters", done / len(Kind) / letters)
        _count(tallies[kind], scanner, sample(seed, number, kind, turned=QUARTERS[number % 4]))
    return _figures(tallies), {kind: _detail(tally) for kind, tally in tallies.items()}


def _figures(tallies: dict[Kind, Tally]) -> dict[str, float]:
    printed = [tally for kind, tally in tallies.items() if kind is not Kind.HANDWRITTEN]
    return {
        **{kind: tallies[kind].wrong / tallies[kind].words for kind in Kind if kind in BARS},
        "upright": sum(each.upright for each in printed) / sum(each.pages for each in printed),
        "pages_a_second": sum(each.pages for each in printed) / sum(each.core_s for each in printed),
    }


def _detail(tally: Tally) -> dict[str, float]:
    return {
        "letters": tally.letters,
        "pages": tally.pages,
        "wrong_words": round(tally.wrong / tally.words, 4),
        "upright": tally.upright / tally.pages,
        "s_a_page": round(tally.core_s / tally.pages, 2),
        "facts_right": round(tally.facts_right / tally.facts, 3),
        "dates_right": round(tally.dates_right / tally.letters, 3),
        "to_a_person": round(tally.to_a_person / tally.letters, 3),
    }


def _count(tally: Tally, scanner: Scanner, each: Sample) -> None:
    started = time.process_time()
    pages = [scanner.read(number, picture)[0] for number, picture in enumerate(each.pages, 1)]
    letter = letter_of(pages, TODAY)
    tally.core_s += time.process_time() - started
    tally.letters += 1
    tally.pages += len(pages)
    tally.upright += sum((page.turned + each.turned) % 360 == 0 for page in pages)
    truth = _words(each.letter.text)
    tally.words += len(truth)
    tally.wrong += _wrong(truth, _words(letter.text))
    tally.to_a_person += letter.needs_human
    tally.dates_right += letter.date == each.letter.dated
    facts = list(_facts(letter, each))
    tally.facts += len(facts)
    tally.facts_right += sum(facts)


def _facts(letter: Letter, each: Sample) -> Iterator[bool]:
    """Of what a letter says about its writer and its matter, whether each was found."""
    truth = each.letter
    yield letter.postcode == truth.postcode
    yield letter.references == ((truth.reference,) if truth.reference else ())
    if truth.phone:
        yield letter.phone == "+44" + NUMBER.sub("", truth.phone)[1:]
    if truth.email:
        yield letter.email == truth.email


def _words(text: str) -> list[str]:
    return text.translate(SAME).split()


def _wrong(truth: Sequence[str], read: Sequence[str]) -> int:
    """Words put in, left out or changed, the fewest that make one of the other (Levenshtein)."""
    before = list(range(len(read) + 1))
    for row, meant in enumerate(truth, 1):
        now = [row]
        for column, seen in enumerate(read, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (meant != seen)))
        before = now
    return before[-1]
