"""A text that its agent takes back in time is never sent; one that has left cannot be."""

import asyncio
import re
from typing import Any

import pytest

from core.errors import Conflict, NotFound
from tests.centre.house import House

WORDS = "We will fill it on Tuesday."


async def _written(house: House, undo_s: float) -> tuple[str, str]:
    """A reply on its way, if not yet: its contact and its message."""
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.deliver_all()
    await house.centre.desk.reply(house.staff["amina"], contact, WORDS, "k1", undo_s)
    return contact, str((await _message(house, contact))["id"])


async def _message(house: House, contact: str) -> dict[str, Any]:
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    return next(each for each in view["messages"] if each["text"] == WORDS)


async def test_what_is_taken_back_in_time_is_never_sent(house: House) -> None:
    contact, message = await _written(house, 10)
    assert (await _message(house, contact))["undo_until"] is not None
    assert await house.deliver_all() == []
    assert 0 < (await house.centre.outbox.sweep() or 0) <= 10, "the clock knows when to ring for it"
    for _ in range(2):
        await house.centre.desk.take_back(house.staff["amina"], contact, message)
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message))
    with pytest.raises(Conflict):
        await house.centre.outbox.try_again(house.staff["grace"], row.id)
    assert await house.centre.outbox.deliver(row.id) == "not mine"
    shown = await _message(house, contact)
    assert (shown["status"], shown["undo_until"]) == ("canceled", None)
    assert WORDS not in house.bodies()


async def test_an_answer_that_was_taken_back_leaves_the_resident_unanswered(house: House) -> None:
    contact, message = await _written(house, 10)
    await house.centre.desk.take_back(house.staff["amina"], contact, message)
    held = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    assert [each["unread"] for each in held] == [1]


async def test_a_text_goes_by_itself_when_its_time_is_over(house: House) -> None:
    contact, message = await _written(house, 0.2)
    await asyncio.sleep(0.25)
    assert await house.deliver_all() == ["done"]
    assert house.bodies().count(WORDS) == 1
    with pytest.raises(Conflict, match="sent already"):
        await house.centre.desk.take_back(house.staff["amina"], contact, message)


async def test_only_its_author_takes_a_text_back(house: House) -> None:
    contact, message = await _written(house, 10)
    first = house.ask(lambda tx: tx.messages.of_contact(contact))[0]
    for which in (first.id, "msg_nobody_knows"):
        with pytest.raises(NotFound):
            await house.centre.desk.take_back(house.staff["amina"], contact, which)
    assert house.ask(lambda tx: tx.messages.get(message)).status == "queued"


async def test_taking_back_and_sending_in_the_same_moment_have_one_winner(house: House) -> None:
    contact, _ = await _written(house, 0)
    await house.deliver_all()
    for turn in range(10):
        await _race(house, contact, f"Turn {turn}.")


async def _race(house: House, contact: str, words: str) -> None:
    await house.centre.desk.reply(house.staff["amina"], contact, words, words)
    (message,) = [each for each in house.ask(lambda tx: tx.messages.of_contact(contact)) if each.text == words]
    (row,) = house.ask(lambda tx: tx.outbox.of_subject(message.id))
    said, took = await asyncio.gather(
        house.centre.outbox.deliver(row.id),
        house.centre.desk.take_back(house.staff["amina"], contact, message.id),
        return_exceptions=True,
    )
    await house.carrier_time.settle()
    assert (said == "done") is isinstance(took, Conflict)
    assert house.bodies().count(words) == (1 if said == "done" else 0)


async def test_ready_replies_are_filled_in_as_far_as_the_case_goes(house: House) -> None:
    contact, _ = await _written(house, 0)
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    ready = {each["id"]: each for each in view["replies"]}
    assert "Amina, Westmere County Council" in ready["thanks"]["text"]
    assert re.search(r"Your reference is \d{3}-\d{3}-\d{3}\.", ready["reference"]["text"])
    assert (ready["promised"]["text"], ready["promised"]["lacks"]) == (None, "Nothing is promised yet.")
    assert "photo" in ready, "it is about the roads"
