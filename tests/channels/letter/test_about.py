"""What whole letters are about, which are longer than anything that the guess learned from or is measured by."""

import pytest

from centre.letter_words import about_letter
from channels.letter.finding import said_in
from channels.letter.hearing import said_outside
from config.county import load_county
from config.learned import shipped_classifier
from samples.post.letters import Kind, sample

LETTERS = 30
DANGER = (
    "My son-in-law hits me when he has been drinking",
    "My grandson takes my pension every week and I dare not say no",
    "The man who looks after her shouts at her and there are bruises on both her arms",
    "I do not want to be here any more and I have kept my tablets back",
    "My husband locks me in the bedroom when he goes to work",
)


def test_most_letters_are_told_what_they_are_about_and_few_ordinary_ones_alarm() -> None:
    classifier = shipped_classifier(load_county().services.values())
    letters = [sample(73, number, Kind.CLEAN).letter for number in range(LETTERS)]
    verdicts = [about_letter(each.text, classifier.about) for each in letters]
    right = [verdict.service == each.service for verdict, each in zip(verdicts, letters, strict=True)]
    alarms = [v for v, each in zip(verdicts, letters, strict=True) if v.alarm and v.alarm != each.service]
    assert sum(right) > 0.8 * LETTERS
    assert len(alarms) < 0.1 * LETTERS


@pytest.mark.long
def test_a_sentence_of_danger_in_the_midst_of_an_ordinary_letter_is_mostly_heard() -> None:
    classifier = shipped_classifier(load_county().services.values())
    letters = [said_in(sample(73, number, Kind.CLEAN).letter.text) for number in range(8)]
    heard = [classifier.about(_amid(letter, said)).safeguarding for letter in letters for said in DANGER]
    assert sum(heard) > len(heard) / 2


def _amid(letter: str, said: str) -> str:
    sentences = letter.replace("\n", " ").split(". ")
    return ". ".join([*sentences[: len(sentences) // 2], said, *sentences[len(sentences) // 2 :]])


AT_THE_HEAD = (
    "He hits me. Please come. Do not ring.",
    "URGENT - my husband beats me and locks me in",
    "I am being abused by my carer",
)
ABOUT_A_POTHOLE = """{head}
14 Mill Lane
Nether Wickham
WM3 7QD

The Safeguarding Team
Westmere County Council
WM1 1AA

24 November 2026

Dear Sir,

I am writing about the large pothole outside my house in Mill Lane.
It has been there since the summer and two cyclists have fallen off.
Please could you tell me when it is going to be repaired.

Yours faithfully
M Hobbs
{foot}"""


@pytest.mark.parametrize("said", AT_THE_HEAD)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_danger_above_the_salutation_and_below_the_signature_is_heard(said: str, place: str) -> None:
    text = ABOUT_A_POTHOLE.format(**{"head": "", "foot": "", place: said})
    verdict = about_letter(text, shipped_classifier(load_county().services.values()).about)
    assert verdict.safeguarding
    assert place == "foot" or verdict.service == "highways/pothole"


def test_addresses_names_and_offices_are_not_listened_to() -> None:
    text = ABOUT_A_POTHOLE.format(head="Mary Hobbs", foot="Mary Hobbs\n01632 960192\nmary@example.org")
    assert list(said_outside(text)) == []
    assert not about_letter(text, shipped_classifier(load_county().services.values()).about).safeguarding
