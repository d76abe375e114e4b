"""Who writes in the samples, and what about. Numbers are from the ranges that are kept for drama."""

import random
from dataclasses import dataclass
from typing import Final

FIRST: Final = tuple(
    "Anne Bilal Carys Dafydd Éloïse Farah Grzegorz Hannah Imran Joyce Kwame Łucja Mohammed Niamh Olu Priya Zoë".split()  # noqa: SIM905
)
LAST: Final = tuple("Smith Ó'Brien Jones Okafor Müller Patel Kowalczyk Evans Begum Taylor-Reed".split())  # noqa: SIM905
MATTERS: Final = (
    "Missed bin in Mill Lane",
    "Pothole – High Street",
    "Council tax £20 too much",
    "School place",
    "Blue badge",
)

SENTENCES: Final = (
    "The bin at number 14 was not emptied on Friday.",
    "I have rung twice and waited 40 minutes each time.",
    "My mother can't walk far, so this matters a great deal to us.",
    "The hole is by the crossing; a cyclist fell there on Tuesday.",
    "You charged me £135.50 instead of £115.50.",
    "Could somebody please look at it this week?",
    "I sent the form on 3 March and heard nothing.",
    "It’s the third time – I’d like to know why.",
    "My neighbour wrote to you about the same thing.",
    "The reference on the letter is 123 456 789.",
    "From Monday on we are away, so please email.",
    "Is it true that the office closes at 4?",
    "Two things: the lid is broken, and the wheel is loose.",
    "Diolch am eich ateb, it was very helpful.",
    "He said > 3 people had complained.",
    "I don't think that is fair on anyone in our road.",
    "On Monday at 10:30 my neighbour wrote to the office.",
    "From: the corner. To: the church. That is the whole stretch.",
    "-- as I said before -- it is dangerous.",
    "Sent from the council was a letter that I never got.",
    "Thanks to your colleague we know that much.",
)
GREETINGS: Final = ("Hello,", "Dear Sir or Madam,", "Hi", "Good morning,", "To whom it may concern,", "Dear all,")
FAREWELLS: Final = ("Thanks,", "Kind regards", "Many thanks,", "Yours sincerely,", "Best wishes", "Diolch yn fawr,")
"""Typed by hand, with a name: that is what somebody wrote, and no signature."""
TITLES: Final = ("Housing Officer", "Clerk to the Parish Council", "Head of Year 9", "Community Nurse")
ORGANISATIONS: Final = ("Westmere County Council", "Little Marsh Parish Council", "Westmere Academy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an address; some have a job, which their signature tells."""

    name: str
    address: str
    title: str
    organisation: str
    phone: str


def person(dice: random.Random) -> Person:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    plain = "".join(each for each in f"{first}.{last}".lower() if each.isascii() and (each.isalnum() or each == "."))
    return Person(
        name=f"{first} {last}",
        address=f"{plain}{dice.randrange(100)}@example.org",
        title=dice.choice(TITLES),
        organisation=dice.choice(ORGANISATIONS),
        phone=f"01632 960{dice.randrange(1000):03}",
    )


def paragraphs(dice: random.Random, most: int = 4) -> list[str]:
    """What somebody has to say: a greeting perhaps, some paragraphs, perhaps a list, perhaps a typed farewell."""
    said = [dice.choice(GREETINGS)] if dice.random() < 0.7 else []
    for _ in range(dice.randint(1, most)):
        said.append(" ".join(dice.sample(SENTENCES, dice.randint(1, 3))))
    if dice.random() < 0.15:
        said.append("- the lid\n- the wheel\n- the handle")
    if dice.random() < 0.3:
        said.append(f"{dice.choice(FAREWELLS)}\n{dice.choice(FIRST)}")
    return said
