"""Texts that come as their conversation is closed: refused to the agent's close, or the conversation waits again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from core.errors import Conflict
from records.rows import Contact, Message
from router.engine.words import Word
from tests.centre.house import House
from tests.centre.people import MARGARET

LATE = "And the lamp is out as well"


async def _in_hand(house: House) -> str:
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    return str((await house.accepts("amina"))["contact"])


async def _rev(house: House, contact: str) -> str:
    return str((await house.centre.desk.contact(house.staff["amina"], contact))["rev"])


async def _close(house: House, contact: str, rev: str) -> None:
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Passed to the crew.", rev)


def _said(house: House, contact: str) -> list[Message]:
    return house.ask(lambda tx: [each for each in tx.messages.of_contact(contact) if each.direction == "in"])


def _contacts(house: House) -> list[Contact]:
    return house.ask(lambda tx: tx.contacts.recent(10))


async def _rings_again(house: House, contact: str) -> None:
    """The one conversation, with all that was said, at the desk of whoever is free."""
    assert (await house.accepts("amina"))["contact"] == contact
    kept = await house.is_(contact, "active")
    assert (kept.outcome, kept.closed_at) == (None, None)
    assert [each.text for each in _said(house, contact)][-1] == LATE
    assert [each.id for each in _contacts(house)] == [contact]


async def test_a_close_by_a_desk_that_has_not_seen_the_last_text_is_refused(house: House) -> None:
    contact = await _in_hand(house)
    stale = await _rev(house, contact)
    await house.text(LATE)
    with pytest.raises(Conflict, match="new message"):
        await _close(house, contact, stale)
    assert (await house.is_(contact, "active")).outcome is None
    await _close(house, contact, await _rev(house, contact))
    await house.is_(contact, "closed")


async def test_what_the_agent_did_since_stands_in_no_closes_way(house: House) -> None:
    contact = await _in_hand(house)
    seen = await _rev(house, contact)
    await house.centre.desk.reply(house.staff["amina"], contact, "Thank you, goodbye.", "k1")
    await house.centre.desk.note(house.staff["amina"], contact, "A crew is near.")
    await _close(house, contact, seen)
    await house.is_(contact, "closed")


@contextmanager
def _as_the_engine_closes(house: House, late: Any) -> Iterator[None]:
    """Between the engine's close and the record's, this happens."""
    engine: Any = house.runtime.engine
    real = engine.close

    async def close(*said: Any, **more: Any) -> Word:
        word: Word = await real(*said, **more)
        await late()
        return word

    engine.close = close
    try:
        yield
    finally:
        del engine.close


@pytest.mark.parametrize("told", [True, False], ids=["and is told of", "and its process ends before it tells"])
async def test_a_text_between_the_two_closes_brings_the_conversation_back(house: House, told: bool) -> None:
    contact = await _in_hand(house)

    async def late() -> None:
        if told:
            await house.text(LATE)
        else:
            house.do(lambda tx: tx.messages.add(contact, "in", LATE, "resident", provider_id="SM-late"))

    with _as_the_engine_closes(house, late):
        await _close(house, contact, await _rev(house, contact))
    await _rings_again(house, contact)
    assert any(each.text == "Passed to the crew." for each in house.ask(lambda tx: tx.messages.of_contact(contact)))


async def test_a_text_after_an_end_that_the_record_has_not_heard_of_brings_it_back(house: House) -> None:
    contact = await _in_hand(house)
    await house.drain()
    await house.runtime.engine.close(contact, "served")
    await house.text(LATE)
    await _rings_again(house, contact)


@pytest.mark.parametrize("texted", [True, False], ids=["with a text unread", "with every text answered"])
async def test_a_wrap_up_that_runs_out(house: House, texted: bool) -> None:
    contact = await _in_hand(house)
    await house.centre.desk.reply(house.staff["amina"], contact, "Thank you, we will look.", "k1")
    await house.runtime.engine.wrap(contact)
    await house.is_(contact, "wrapping")
    if texted:
        await house.text(LATE, MARGARET)
    await house.fall_due("wrap", contact)
    if texted:
        await _rings_again(house, contact)
    else:
        await house.is_(contact, "closed")
