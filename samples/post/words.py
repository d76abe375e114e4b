"""What a letter says, and the truth about it. Sentences, people and places are in `sentences.json`."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

DATE_FORMS: Final = (
    "{d} {month} {y}",
    "{d}{th} {month} {y}",
    "{d:02}/{m:02}/{y}",
    "{d}.{m}.{yy:02}",
    "{month} {d}, {y}",
)
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
AREA_CODE_OF_NOWHERE: Final = "01632 960"
"""Ofcom keeps these numbers for films and plays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as its writer meant it. `head` is the writer's own block, `text` all of it in reading order."""

    service: str
    dated: date
    reference: str | None
    postcode: str
    phone: str | None
    email: str | None
    head: tuple[str, ...]
    addressee: tuple[str, ...]
    date_line: str
    paragraphs: tuple[str, ...]
    signature: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((*self.head, *self.addressee, self.date_line, *self.paragraphs, *self.signature))


@cache
def bank() -> dict[str, Any]:
    """Sentences, names and places by kind."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))
    return found


def write(random: Random, *, today: date, paragraphs: int = 2) -> Letter:
    """A letter that was written within the last three weeks."""
    words = bank()
    service = random.choice(sorted(words["services"]))
    dated = today - timedelta(days=random.randint(1, 20))
    name = f"{random.choice(words['first_names'])} {random.choice(words['last_names'])}"
    reference = random.choice(words["references"]) if random.random() < 0.6 else None
    postcode = random.choice(words["postcodes"])
    phone = f"{AREA_CODE_OF_NOWHERE}{random.randint(0, 999):03}" if random.random() < 0.7 else None
    email = f"{name.lower().replace(' ', '.')}@example.org" if random.random() < 0.3 else None
    head = (name, random.choice(words["houses"]), random.choice(words["towns"]), postcode)
    return Letter(
        service=service,
        dated=dated,
        reference=reference,
        postcode=postcode,
        phone=phone,
        email=email,
        head=(*head, *([f"Telephone: {phone}"] if phone else ()), *([email] if email else ())),
        addressee=tuple(words["council"]),
        date_line=written(dated, random),
        paragraphs=(*_opening(random, reference), *_body(random, words, service, dated, paragraphs)),
        signature=("Yours faithfully,", name),
    )


def written(day: date, random: Random) -> str:
    """A date as one of the ways in which people here write it."""
    ending = "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    form = random.choice(DATE_FORMS)
    return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, th=ending, month=MONTHS[day.month - 1])


def _opening(random: Random, reference: str | None) -> list[str]:
    lines = ["Dear Sir or Madam,"]
    if reference:
        lines.append(f"{random.choice(('Your reference', 'Our ref', 'Reference', 'Your ref'))}: {reference}")
    return lines


def _body(random: Random, words: dict[str, Any], service: str, dated: date, count: int) -> list[str]:
    said = [*words["services"][service]]
    random.shuffle(said)
    asides = _asides(random, words, dated)
    first = " ".join((random.choice(words["openings"]), *said[:2], *asides[:1]))
    rest = [" ".join((*said[2:], *asides[1:]))]
    more = [" ".join(random.sample(words["services"][service], 4)) for _ in range(count - 2)]
    return [first, *rest, *more, random.choice(words["closings"])]


def _asides(random: Random, words: dict[str, Any], dated: date) -> list[str]:
    """Sentences with dates that are not the letter's own."""
    days = {
        "past_dates": dated - timedelta(days=random.randint(30, 300)),
        "births": date(random.randint(1935, 1990), random.randint(1, 12), random.randint(1, 28)),
        "future_dates": dated + timedelta(days=random.randint(30, 90)),
    }
    kinds = random.sample(sorted(days), random.randint(0, 2))
    return [random.choice(words[kind]).format(date=written(days[kind], random)) for kind in kinds]
