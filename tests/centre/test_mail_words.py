"""Which words of an email are shown, sorted by, and looked through for danger."""

import pytest

from centre.emails import Emails
from centre.mail_words import MAY_BE_MORE, NO_WORDS, about, folded_danger, heard, shown
from channels.email.inbound import read
from channels.email.mail import Mail
from tests.centre.correspondence import BOX
from tests.centre.house import House
from tests.centre.mail import emails_of, mail

PASSED_ON = "From: Dave Hill <dave@example.org>\nSent: 3 May 2025\nTo: me\nSubject: you\n\nI am going to kill you."
HIDDEN = "My bin was missed.\n-- \nAlso my husband hits me and I am frightened."


def said(words: str, head: str = "") -> Mail:
    return read(f"From: a@example.org\nSubject: Bins\n{head}\n{words}".encode())


SHOWN = [
    pytest.param("Hello.\n-- \nAnne", "Bins\n\nHello.\n\n--\nAnne", id="the words and the signature"),
    pytest.param("", f"Bins\n\n{NO_WORDS}", id="nothing"),
    pytest.param(PASSED_ON, f"Bins\n\n{PASSED_ON}", id="what was passed on, where there is nothing else"),
    pytest.param(f"Look.\n\n{PASSED_ON}", f"Bins\n\nLook.\n\n{MAY_BE_MORE}", id="that there may be more"),
    pytest.param("Look.\n\n> Which bin?", "Bins\n\nLook.", id="what is quoted below words is in the original"),
]


@pytest.mark.parametrize(("words", "expected"), SHOWN)
async def test_the_desk_shows(words: str, expected: str) -> None:
    assert shown(said(words)) == expected


async def test_one_without_words_is_about_what_it_passes_on() -> None:
    assert "going to kill" in about(said(PASSED_ON))
    assert about(said(PASSED_ON, "In-Reply-To: <1@x>\n")).strip() == "Bins", "an empty answer says nothing of our words"


FOLDED = [
    pytest.param(HIDDEN, "", True, id="below a line of dashes"),
    pytest.param(f"See below.\n\n{PASSED_ON}", "", True, id="in what is quoted by one that answers nothing"),
    pytest.param(
        f"See below.\n\n{PASSED_ON}", "References: <1@x>\n", True, id="in what an answer quotes, that we do not know"
    ),
    pytest.param("See below.\n\n> I am going to kill you.", "References: <1@x>\n", False, id="in what has its mark"),
    pytest.param("Hello.\n-- \nAnne Smith\n01632 960001", "", False, id="in an ordinary signature"),
    pytest.param("My husband hits me.", "", False, id="in its words, which are looked at anyway"),
]


@pytest.mark.parametrize(("words", "head", "found"), FOLDED)
async def test_danger_that_is_folded_away_is_looked_at(words: str, head: str, found: bool) -> None:
    assert bool(folded_danger(said(words, head))) is found
    assert heard(said(words, head)).startswith(said(words).text)


async def test_somebody_at_risk_is_heard_below_a_line_of_dashes(house: House) -> None:
    emails: Emails = house.centre.emails
    await emails.take_in(BOX, mail(1, words=HIDDEN), None)
    await emails.take_in(BOX, mail(2, words="My bin was missed.\n-- \nAnne Smith\n01632 960001"), None)
    services = {each.facts["subject"]: each.service for each in emails_of(house)}
    assert services["Missed bin 1"] == "adult-social-care/safeguarding"
    assert services["Missed bin 2"] != "adult-social-care/safeguarding"
