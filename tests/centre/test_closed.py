"""What has closed: for ten minutes it takes a note and another outcome, then it is read; nothing is sent from it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from centre.matters import AFTERWARDS, READ_ONLY, SENDS_NO_MORE
from core.errors import Conflict
from records.rows import Contact
from tests.centre.house import House
from tests.centre.people import MARGARET

POTHOLE = {"where": "Mill Lane", "description": "A deep hole.", "size": "A dustbin lid", "danger": "no"}


async def _closed(house: House, outcome: str = "settled") -> str:
    """A text that amina answered and closed."""
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.desk.close(house.staff["amina"], contact, outcome, "")
    await house.is_(contact, "closed")
    return contact


def _ago(house: House, contact: str, longer: timedelta) -> None:
    """It closed ten minutes and `longer` ago."""
    at = house.clock.now() - AFTERWARDS - longer
    house.do(lambda tx: tx.contacts._change(contact, {"closed_at": at}))


def _kept(house: House, contact: str) -> Contact:
    return house.ask(lambda tx: tx.contacts.get(contact))


def _notes(house: House, contact: str) -> list[str]:
    messages = house.ask(lambda tx: tx.messages.of_contact(contact))
    return [each.text for each in messages if each.direction == "note"]


def _sent(house: House) -> int:
    """How much is under way to residents and partners, or was."""
    return house.ask(lambda tx: len(tx.outbox.due(house.clock.now() + timedelta(days=30), 100)))


async def test_another_outcome_corrects_the_first_in_the_record_and_on_the_desk_and_says_so(house: House) -> None:
    contact, amina = await _closed(house, "settled"), house.staff["amina"]
    for _ in range(2):
        await house.centre.desk.close(amina, contact, "wrong-number", "")
        kept = _kept(house, contact)
        assert (kept.state, kept.facts["outcome"], kept.outcome) == ("closed", "wrong-number", "withdrawn")
    await house.drain()
    assert _kept(house, contact).outcome == "withdrawn"
    assert _notes(house, contact) == ["Outcome corrected: Wrong number or no reply, not Settled now."]


@pytest.mark.parametrize(
    ("outcome", "ending"),
    [("settled", "served"), ("advice", "served"), ("call-back", "to_call_back"), ("wrong-number", "withdrawn")],
)
async def test_the_desk_shows_the_outcome_that_was_chosen_and_the_figures_what_it_counts_as(
    house: House, outcome: str, ending: str
) -> None:
    contact, amina = await _closed(house, outcome), house.staff["amina"]
    ended = [line["text"] for line in (await house.centre.desk.contact(amina, contact))["timeline"]]
    assert (outcome in ended, _kept(house, contact).outcome) == (True, ending)


async def test_a_conversation_that_goes_on_has_no_outcome_any_more(house: House) -> None:
    contact = await _closed(house, "advice")
    assert await house.centre.desk._late.again_if_closed(contact)
    await house.is_(contact, "offered", "waiting")
    assert not _kept(house, contact).facts["outcome"]


async def test_a_case_that_closed_with_its_contact_opens_again_when_it_was_referred_after_all(house: House) -> None:
    contact, amina = await _closed(house, "settled"), house.staff["amina"]
    case = _kept(house, contact).case_id or ""
    assert house.ask(lambda tx: tx.cases.get(case).state) == "closed"
    await house.centre.desk.close(amina, contact, "referred", "")
    assert (house.ask(lambda tx: tx.cases.get(case).state), _kept(house, contact).outcome) == ("open", "referred")


async def test_a_note_is_taken_for_ten_minutes(house: House) -> None:
    contact, amina = await _closed(house), house.staff["amina"]
    _ago(house, contact, -timedelta(seconds=5))
    await house.centre.desk.note(amina, contact, "Just in time.")
    _ago(house, contact, timedelta(seconds=5))
    with pytest.raises(Conflict, match=READ_ONLY):
        await house.centre.desk.note(amina, contact, "Too late.")
    with pytest.raises(Conflict, match=READ_ONLY):
        await house.centre.desk.close(amina, contact, "wrong-number", "Too late.")
    kept = _kept(house, contact)
    assert (_notes(house, contact), kept.outcome, kept.facts["outcome"]) == (["Just in time."], "served", "settled")
    assert (await house.centre.desk.contact(amina, contact))["state"] == "closed"


Act = Callable[[Any, str, str], Awaitable[Any]]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        pytest.param(lambda desk, a, c: desk.reply(a, c, "One more thing.", "k9"), SENDS_NO_MORE, id="a text"),
        pytest.param(lambda desk, a, c: desk.send_place_link(a, c, "k9"), SENDS_NO_MORE, id="a link for the place"),
        pytest.param(lambda desk, a, c: desk.refer(a, c, "highways/pothole", POTHOLE), SENDS_NO_MORE, id="a referral"),
        pytest.param(lambda desk, a, c: desk.set_service(a, c, "highways/grass"), READ_ONLY, id="another service"),
        pytest.param(lambda desk, a, c: desk.set_person(a, c, "Ada Example"), READ_ONLY, id="another name"),
        pytest.param(
            lambda desk, a, c: desk.set_needs(a, c, language="pl", access_needs=""), READ_ONLY, id="what they need"
        ),
        pytest.param(
            lambda desk, a, c: desk.set_concerns(a, c, name="Ada Example", relation="", authority=""),
            READ_ONLY,
            id="whom it concerns",
        ),
        pytest.param(
            lambda desk, a, c: desk.set_place(a, c, {"kind": "road", "road": "Mill Lane"}), READ_ONLY, id="a place"
        ),
    ],
)
async def test_nothing_else_is_done_on_it(house: House, act: Act, sentence: str) -> None:
    contact, amina = await _closed(house), house.staff["amina"]
    before, sent = _kept(house, contact), _sent(house)
    with pytest.raises(Conflict, match=sentence):
        await act(house.centre.desk, amina, contact)
    assert (_kept(house, contact), _sent(house)) == (before, sent)


async def test_it_may_be_sent_from_while_another_contact_of_its_case_is_with_the_agent(house: House) -> None:
    first, amina = await _closed(house, "referred"), house.staff["amina"]
    await house.text("And where is my pothole?", MARGARET)
    second = str((await house.accepts("amina"))["contact"])
    assert _kept(house, second).case_id == _kept(house, first).case_id
    await house.centre.desk.reply(amina, first, "It is in hand.", "k1")
    await house.centre.desk.close(amina, second, "settled", "")
    with pytest.raises(Conflict, match=SENDS_NO_MORE):
        await house.centre.desk.reply(amina, first, "One more thing.", "k2")
    assert _kept(house, first).state == "closed"
