"""What whole letters are about, which are longer than anything that the guess learned from or is measured by."""

import pytest

from channels.letter.finding import said_in
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
    verdicts = [classifier.about(said_in(each.text)) for each in letters]
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
