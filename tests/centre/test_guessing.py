"""What a text seems to be about: kept with the contact, shown as a guess, put right by the agent."""

import asyncio
from typing import Any

import pytest

from skills.classifying.classifier import Classifier, Verdict
from tests.centre.house import House


async def _view(house: House, words: str) -> dict[str, Any]:
    await house.at_work("amina")
    await house.text(words)
    offer = await house.accepts("amina")
    return await house.centre.desk.contact(house.staff["amina"], str(offer["contact"]))


async def test_the_desk_shows_what_was_guessed_and_how_sure_it_is(house: House) -> None:
    view = await _view(house, "there is a pothole in Mill Lane")
    assert view["guess"]["service"] == view["service"] == "highways/pothole"
    assert view["guess"]["label"] == "Pothole or damaged road"
    assert 0.5 < view["guess"]["confidence"] <= 1


async def test_an_agent_puts_a_guess_right_and_still_sees_what_it_was(house: House) -> None:
    view = await _view(house, "there is a pothole in Mill Lane")
    agent = house.staff["amina"]
    await house.centre.desk.set_service(agent, view["id"], "highways/drainage")
    after = await house.centre.desk.contact(agent, view["id"])
    assert (after["service"], after["guess"]["service"]) == ("highways/drainage", "highways/pothole")


@pytest.mark.parametrize("words", ["hello", "??"])
async def test_what_nobody_could_tell_goes_to_triage_without_a_guess(house: House, words: str) -> None:
    view = await _view(house, words)
    assert (view["service"], view["guess"]) == ("anything-else/triage", None)


SAFEGUARDING = "adult-social-care/safeguarding"
PERHAPS_AT_RISK = (
    "i look after my mum and i shout at her sometimes, what help is there",
    "i'm stuck in the house without my wheelchair",
    "my husband has dementia and i am worn out and lose my temper, can i have a break",
    "the carer was late again and mum had not eaten, who do i complain to",
)
"""Different weights have an alarm beside another matter for different ones of these."""


async def _with_an_alarm_beside(house: House) -> str:
    for words in PERHAPS_AT_RISK:
        verdict = await house.centre.guessing.about(words)
        if verdict.alarm and verdict.service not in (None, verdict.alarm):
            return words
    raise AssertionError("today's weights have none of these in two minds")


async def test_an_alarm_goes_first_whatever_else_it_is_about(house: House) -> None:
    sid = await house.text(await _with_an_alarm_beside(house))
    text = await house.until(lambda: house.ask(lambda tx: tx.messages.by_provider_id(sid)))
    kept = await house.is_(text.contact_id, "waiting")
    assert kept.service == kept.facts["guess"]["alarm"] == SAFEGUARDING
    assert kept.facts["guess"]["service"] not in (None, SAFEGUARDING)


@pytest.mark.parametrize(
    ("guess", "shown"),
    [
        pytest.param(
            {"service": "highways/pothole", "confidence": 0.7, "alarm": SAFEGUARDING},
            {"service": "highways/pothole", "label": "Pothole or damaged road", "alarm": SAFEGUARDING},
            id="both answers",
        ),
        pytest.param(
            {"service": None, "confidence": 0.4, "alarm": SAFEGUARDING},
            {"service": None, "label": None, "alarm": SAFEGUARDING},
            id="an alarm alone",
        ),
        pytest.param(
            {"service": "highways/pothole", "confidence": 0.7},
            {"service": "highways/pothole", "label": "Pothole or damaged road", "alarm": None},
            id="kept before there were alarms",
        ),
    ],
)
async def test_the_desk_shows_an_alarm_beside_what_was_guessed(
    house: House, guess: dict[str, Any], shown: dict[str, Any]
) -> None:
    contact = (await _view(house, "there is a pothole in Mill Lane"))["id"]
    house.do(lambda tx: tx.contacts.merge_facts(contact, {"guess": guess}))
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["guess"] == shown | {"confidence": guess["confidence"]}


async def test_the_guess_of_any_words_is_asked_for_in_one_way(house: House) -> None:
    verdict = await house.centre.guessing.about("my uncle punches my auntie")
    assert (verdict.service, verdict.safeguarding) == ("adult-social-care/safeguarding", True)


async def test_words_on_which_the_guess_breaks_take_no_others_theirs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = Classifier.about

    def breaks(classifier: Classifier, text: str) -> Verdict:
        if text == "break":
            raise ValueError
        return about(classifier, text)

    monkeypatch.setattr(Classifier, "about", breaks)
    words = ["there is a pothole in Mill Lane", "break", "renew my library books"]
    found = await asyncio.to_thread(house.centre.guessing.each_if_possible, words)
    assert [each and each.service for each in found] == ["highways/pothole", None, "libraries/renewal"]
