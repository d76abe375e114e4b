"""A caller says in their own words what it is about, where a county asks for it: said back, confirmed, put through."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ivr import Menu
from sandbox.carrier.line import Line
from tests.centre.hands import SPOKEN_S
from tests.centre.house import House

LAMP = "the lamp in front of our house does not come on any more"
WANDERS = "hello, can you hear me"


@pytest.fixture
def asks(house: House) -> Iterator[None]:
    """The county has turned it on, by one line of its main menu."""
    parts = house.centre._parts
    before = parts.county
    main = before.menus["main"].model_dump()
    main["nodes"]["in-words"]["enabled"] = True
    object.__setattr__(parts, "county", replace(before, menus={**before.menus, "main": Menu.model_validate(main)}))
    yield
    object.__setattr__(parts, "county", before)


async def _says(house: House, line: Line, words: str) -> None:
    line.say(words)
    await house.carrier_time.settle()


def _heard(line: Line) -> str:
    return " ".join(each["text"] for each in line.call.heard if each["kind"] == "say")


async def _hears(house: House, line: Line, words: str) -> None:
    """The line goes on until these words are said."""
    for _ in range(60):
        if words in _heard(line):
            return
        await house.pass_(1)
    raise AssertionError(f"{words!r} was not said: {_heard(line)}")


async def _service(house: House, line: Line) -> str | None:
    await house.pass_(SPOKEN_S)
    kept = await house.is_(house.contact(line).id, "waiting", "offered")
    return kept.service


@pytest.mark.usefixtures("asks")
async def test_what_they_say_is_said_back_and_a_yes_puts_them_through(house: House) -> None:
    line = await house.dial()
    await _says(house, line, LAMP)
    await _hears(house, line, "It sounds like a street light.")
    assert house.contact(line).state == "arrived"
    await _says(house, line, "yes please")
    assert await _service(house, line) == "highways/street-lighting"
    await _hears(house, line, "I am putting you through about a street light.")
    assert house.contact(line).facts["words"] == LAMP, "the agent reads what it is about, and not the yes"


@pytest.mark.usefixtures("asks")
async def test_a_no_with_better_words_is_understood_anew(house: House) -> None:
    line = await house.dial()
    await _says(house, line, LAMP)
    await _hears(house, line, "It sounds like a street light.")
    await _says(house, line, "no, I want to renew my library book")
    await _hears(house, line, "It sounds like renewing a loan.")
    await house.press(line, "1")
    assert await _service(house, line) == "libraries/renewal"


@pytest.mark.usefixtures("asks")
async def test_what_cannot_wait_is_put_through_unasked(house: House) -> None:
    line = await house.dial()
    await _says(house, line, "my carer shouts at me and takes my money and I am frightened of her")
    assert "It sounds like" not in _heard(line)
    assert await _service(house, line) == "adult-social-care/safeguarding"


@pytest.mark.usefixtures("asks")
async def test_a_service_with_a_way_of_its_own_goes_that_way(house: House) -> None:
    line = await house.dial()
    await _says(house, line, "my car has been damaged by a big pothole outside the school")
    await _hears(house, line, "It sounds like a pothole or damaged road.")
    await house.press(line, "1")
    await _hears(house, line, "text you a link")


@pytest.mark.usefixtures("asks")
async def test_nobody_has_to_speak(house: House) -> None:
    line = await house.dial()
    await _hears(house, line, "To choose by key instead, press 1.")
    await house.press(line, "1")
    await house.press(line, "1")
    await house.press(line, "3")
    assert await _service(house, line) == "highways/street-lighting"


@pytest.mark.usefixtures("asks")
async def test_who_is_not_understood_twice_comes_to_the_keys(house: House) -> None:
    line = await house.dial()
    await _says(house, line, WANDERS)
    await _hears(house, line, "I did not understand")
    await _says(house, line, WANDERS)
    await _hears(house, line, "Never mind. Here are the choices.")
    await house.press(line, "0")
    assert await _service(house, line) == "anything-else/triage"


@pytest.mark.usefixtures("asks")
async def test_a_store_that_forgets_in_between_costs_the_caller_the_guess_alone(house: House) -> None:
    line = await house.dial()
    await _says(house, line, LAMP)
    await _hears(house, line, "It sounds like a street light.")
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.press(line, "1")
    await _hears(house, line, "Press a key, or say what it is about.")


async def test_a_county_that_has_not_turned_it_on_asks_for_keys_at_once(house: House) -> None:
    line = await house.dial()
    await _hears(house, line, "Press a key, or say what it is about.")
    assert "in a few words" not in _heard(line)
    await house.press(line, "1")
    await house.press(line, "3")
    assert await _service(house, line) == "highways/street-lighting"
