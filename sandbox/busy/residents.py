"""The made-up residents of a busy day: what they want, how they say it, how long they wait. Pure data."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Why somebody rings or writes. `wanted` are words to look for in a menu, the likeliest first."""

    wanted: tuple[str, ...]
    says: str
    texts: str


ERRANDS: Final = (
    Errand(
        wanted=("pothole", "road"),
        says="a pothole on Mill Lane",
        texts="There is a deep pothole on Mill Lane outside the bakery. Somebody will damage a tyre.",
    ),
    Errand(
        wanted=("street light", "road"),
        says="the street light is out on Station Road",
        texts="The street light on the corner of Station Road and Church Street has been out for a week.",
    ),
    Errand(
        wanted=("drain", "flood", "road"),
        says="a blocked drain on Harbour Street",
        texts="The drain on Harbour Street is blocked again and the road floods whenever it rains.",
    ),
    Errand(
        wanted=("grass", "hedge", "road"),
        says="an overgrown hedge on Orchard Way",
        texts="The hedge on Orchard Way has grown right over the pavement. I cannot get past with the pram.",
    ),
    Errand(
        wanted=("carer", "care"),
        says="support for carers",
        texts="I look after my husband and could do with a break. Is there any help for carers?",
    ),
    Errand(
        wanted=("equipment", "care"),
        says="a grab rail for my mother",
        texts="Can my mother have a grab rail in her bathroom? She came out of hospital on Friday.",
    ),
    Errand(
        wanted=("transport", "bus", "school"),
        says="school transport",
        texts="The school bus did not come this morning at Ashcombe Green. Will it come tomorrow?",
    ),
    Errand(
        wanted=("award", "grant", "student", "school"),
        says="a student award",
        texts="When do student awards have to be applied for this year?",
    ),
    Errand(
        wanted=("scam", "trading", "trader"),
        says="a scam",
        texts="A man came to the door offering to fix the roof and would not leave. Is it a scam?",
    ),
    Errand(
        wanted=("renew", "librar"),
        says="to renew a book",
        texts="Please renew my library books. I am away until Thursday.",
    ),
    Errand(
        wanted=("local history", "histor", "librar"),
        says="local history",
        texts="Do you have photographs of Thornley station before it closed?",
    ),
    Errand(
        wanted=("fire certificate", "fire", "business"),
        says="a fire certificate for my shop",
        texts="I am opening a shop. Do I need a fire certificate?",
    ),
    Errand(
        wanted=("something else", "anything else", "other", "person"),
        says="something else",
        texts="Who do I ask about holding a street party?",
    ),
)

ROADS: Final = ("Mill Lane", "Station Road", "Church Street", "Harbour Street", "Orchard Way", "Long Acre")
POSTCODES: Final = ("WE3 4QP", "WE1 2AB", "WE7 9TH")
NAMES: Final = (
    "Alan Shaw",
    "Beryl Cope",
    "Chidi Eze",
    "Farah Aziz",
    "Gwen Morris",
    "Ivor Lane",
    "Mei Tan",
    "Rosa Vidal",
)
FOLLOW_UPS: Final = (
    "Thank you.",
    "Is there any news?",
    "It is getting worse.",
    "Just to add: it is opposite the school.",
)
