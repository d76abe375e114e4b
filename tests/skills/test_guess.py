"""What a message is about, row by row, over the county's own words; and when to be unsure."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from core.service import Service
from skills.guess import guess_service

TEXT = (Path(__file__).parents[2] / "config" / "defaults" / "services.yaml").read_text(encoding="utf-8")
SERVICES = [
    Service(
        id=f"{parent}/{name}",
        label=one["label"],
        spoken=one["spoken"],
        skill=one.get("skill", parent),
        hard=one.get("hard", False),
        words=tuple(one["words"]),
    )
    for parent, group in YAML(typ="safe").load(TEXT)["services"].items()
    for name, one in group["services"].items()
]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("There is a huge pothole on Mill Lane", "highways/pothole"),
        ("POT HOLES everywhere!!", "highways/pothole"),
        ("I hit a pothole and it damaged my wheel", "highways/pothole"),
        ("the street lights are out and I was nearly hit", "highways/street-lighting"),
        ("fallen tree blocking the road", "highways/danger"),
        ("the verge is overgrown with brambles", "highways/grass"),
        ("I think my neighbour is hitting her mother", "adult-social-care/safeguarding"),
        ("he hits me", "adult-social-care/safeguarding"),
        ("Pothole outside. Also I am frightened of my son", "adult-social-care/safeguarding"),
        ("can my mum have a grab rail for the bathroom please", "adult-social-care/equipment"),
        ("the school bus did not come", "student-support/transport"),
        ("I got a text pretending to be my bank, is it a scam?", "consumer/scam"),
        ("looking for my family tree in the parish registers", "local-history/request"),
        ("My bin was not collected", "anything-else/triage"),
        ("I want to complain about the roads", "complaints/complaint"),
        ("this is a freedom of information request", "information/foi"),
        ("hello", None),
        ("", None),
        ("???", None),
        ("please ring me back on Tuesday", None),
        ("the shopkeeper's workshop", None),
        ("my library book is overdue, can I renew it", None),
        ("drains blocked and the road flooded outside the library", None),
    ],
)
def test_a_message_is_about_what_its_words_say(text: str, service: str | None) -> None:
    assert guess_service(text, SERVICES).service == service


def test_a_guess_says_by_which_words() -> None:
    guess = guess_service("He HITS me, and I'm scared of him", SERVICES)
    assert guess.words == ("hits me", "scared of")
    assert guess.confidence == 1.0


def test_without_services_nothing_is_guessed() -> None:
    assert guess_service("pothole", []).service is None


def test_words_that_many_services_share_count_less() -> None:
    def about(id: str, *words: str) -> Service:
        return Service(id=id, label=id, spoken=id, skill=id, words=words)

    shared = [about("a", "road", "lamp"), about("b", "road"), about("c", "road")]
    assert guess_service("a lamp on the road", shared).service == "a"
    assert guess_service("a road", shared).service is None
