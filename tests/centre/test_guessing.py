"""What a text seems to be about: kept with the contact, shown as a guess, put right by the agent."""

import asyncio
from typing import Any

import pytest

from config.examples import examples
from skills.classifying.classifier import Classifier, Verdict
from tests.centre.house import House


async def _view(house: House, words: str, agent: str = "amina") -> dict[str, Any]:
    await house.at_work(agent)
    await house.text(words)
    offer = await house.accepts(agent)
    return await house.centre.desk.contact(house.staff[agent], str(offer["contact"]))


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


def _known_to_be_beside(house: House) -> str:
    """A message with an alarm beside another matter, whatever the weights are today."""
    shipped = house.centre.guessing.shipped()
    verdicts = ((each.text, shipped.about(each.text)) for each in examples("safeguarding-training"))
    return next(text for text, said in verdicts if said.alarm and said.service not in (None, said.alarm))


async def test_an_alarm_goes_first_and_what_it_is_about_is_shown_beside_it(house: House) -> None:
    view = await _view(house, _known_to_be_beside(house), "carys")
    assert view["service"] == view["guess"]["alarm"] == "adult-social-care/safeguarding"
    assert view["guess"]["service"] not in (None, "adult-social-care/safeguarding")


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
