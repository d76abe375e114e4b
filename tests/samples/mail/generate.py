"""From a seed, samples with their truth: raw bytes, and what a reader should make of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.samples.mail.bodies import Before, Body
from tests.samples.mail.clients import CLIENTS
from tests.samples.mail.envelopes import Envelope, lines
from tests.samples.mail.forwards import forward
from tests.samples.mail.people import MATTERS, Person, paragraphs, person
from tests.samples.mail.shapes import SHAPES, Shape

DEPTH_AT_MOST: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message. `body` holds the truth; `label` says what it is, for a test's output."""

    label: str
    raw: bytes
    body: Body
    subject: str
    sender: Person
    message_id: str
    files: tuple[str, ...]
    forwarded: bool


def samples(seed: int, count: int) -> Iterator[Sample]:
    """`count` messages; the same seed gives the same. Programmes and shapes take turns, so that each pair comes."""
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        yield _sample(dice, number)


def _sample(dice: random.Random, number: int) -> Sample:
    client = list(CLIENTS)[number % len(CLIENTS)]
    shape = list(SHAPES)[(number // len(CLIENTS)) % len(SHAPES)]
    resident, officer = person(dice), person(dice)
    depth = dice.randint(1, DEPTH_AT_MOST)
    subject = dice.choice(MATTERS)
    forwarded = depth > 1 and dice.random() < 0.15
    body = _thread(dice, client, depth, (resident, officer), subject, forwarded)
    made = _shaped(dice, shape, body)
    prefix = "" if depth == 1 else "Fwd: " if forwarded else "Re: "
    ids = tuple(f"<m{number}.{n}@example.org>" for n in range(depth))
    envelope = Envelope(
        sender=resident,
        to=officer,
        subject=prefix + subject,
        message_id=ids[-1],
        references=ids[:-1],
        minute=number % 60,
    )
    raw = "\n".join([*lines(dice, envelope), *made.fields]).encode() + b"\n\n" + made.content
    return Sample(
        label=f"{number}: {client}, {shape}, {depth} deep{', forwarded' if forwarded else ''}",
        raw=raw.replace(b"\n", b"\r\n") if dice.random() < 0.7 else raw,
        body=body,
        subject=prefix + subject,
        sender=resident,
        message_id=ids[-1],
        files=made.files,
        forwarded=forwarded,
    )


def _thread(
    dice: random.Random, client: str, depth: int, people: tuple[Person, Person], subject: str, forwarded: bool
) -> Body:
    """The last message of a thread: each answers the one before, by whatever programme its writer has."""
    before: Before | None = None
    for level in range(depth):
        last = level == depth - 1
        me, other = people if (depth - level) % 2 else people[::-1]
        name = client if last else dice.choice(list(CLIENTS))
        said = paragraphs(dice, 4 if last else 2)
        if last and forwarded and before is not None:
            return forward(dice, name, me, said, before)
        body = CLIENTS[name](dice, me, said, before)
        before = Before(
            body=body,
            name=me.name,
            address=me.address,
            to_name=other.name,
            to_address=other.address,
            subject=f"Re: {subject}" if level else subject,
            day=dice.choice(["3 March 2025", "Mon, 3 Mar 2025", "03/03/2025"]),
            hour=f"{dice.randint(8, 18):02}:{dice.randint(0, 59):02}",
        )
    return body


def _shaped(dice: random.Random, name: str, body: Body) -> Shape:
    try:
        return SHAPES[name](dice, body)
    except UnicodeEncodeError:
        # A name that the old charset has no letter for; its writer's programme sends UTF-8.
        return SHAPES["plain"](dice, body)
