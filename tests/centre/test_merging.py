"""A duplicate joined to the contact that it is about: one matter, one timeline, one answer; never a stranger's."""

import asyncio
from datetime import timedelta

import pytest

from core.address import caller
from core.errors import Conflict, InvalidInput, NotAllowed, SwitchboardError
from records.rows import Contact
from tests.centre.house import House
from tests.centre.people import MARGARET

WHY = "the same pothole"
STRANGER = "+447700900777"


def kept(house: House, contact: str) -> Contact:
    return house.ask(lambda tx: tx.contacts.get(contact))


def text_of(house: House, number: str = MARGARET) -> str:
    """The newest text conversation of a number."""
    texts = [each for each in house.ask(lambda tx: tx.contacts.recent()) if each.channel == "sms"]
    return next(each.id for each in texts if each.from_address and each.from_address.value == number)


async def writes(house: House, body: str = "Is anybody doing anything about it?", number: str = MARGARET) -> str:
    """A resident's text waits; its contact's id. About a library, so that it does not come along by itself."""
    await house.text(body, number)
    return text_of(house, number)


async def speaks_and_wrote(house: House, body: str = "Can I renew my library books?") -> tuple[str, str]:
    """Amina speaks with Margaret, who has written as well; the call and the text that waits."""
    _, call = await house.speaks("amina")
    text = await writes(house, body)
    await house.is_(text, "waiting")
    return call, text


async def joined(house: House) -> tuple[str, str]:
    call, text = await speaks_and_wrote(house)
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    return call, text


async def test_what_was_joined_is_closed_as_part_of_the_other_and_its_words_are_on_one_timeline(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    before = await house.centre.desk.contact(house.staff["amina"], call)
    (other,) = before["others"]
    assert (other["contact"], other["state"], other["words"]) == (text, "waiting", "Can I renew my library books?")
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    part = await house.is_(text, "closed")
    assert (part.outcome, part.merged_into, part.agent_id) == ("merged", call, None)
    after = await house.centre.desk.contact(house.staff["amina"], call)
    assert after["others"] == []
    assert [each["contact"] for each in after["joined"]] == [text]
    heard = [(each["text"], each["joined"]) for each in after["messages"] if each["direction"] == "in"]
    assert heard == [("Can I renew my library books?", "sms")]
    notes = [each["text"] for each in after["messages"] if each["direction"] == "note"]
    assert len(notes) == 1
    assert notes[0].startswith("Joined to this: the text of ")
    assert notes[0].endswith(WHY)
    assert after["rev"] != before["rev"]


async def test_both_are_on_one_case(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    old = house.do(lambda tx: tx.cases.create(kept(house, call).person_id, "libraries/enquiry"))
    house.do(lambda tx: tx.contacts.link(text, case_id=old.id))
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    case = kept(house, call).case_id
    assert case is not None
    assert kept(house, text).case_id == case
    closed = house.ask(lambda tx: tx.cases.get(old.id))
    assert closed.state == "closed"
    assert closed.next_action == f"Joined to case {house.ask(lambda tx: tx.cases.get(case)).reference}"


async def test_the_resident_gets_no_second_answer(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    await house.deliver_all()
    told = house.bodies()
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    await house.deliver_all()
    assert house.bodies() == told
    with pytest.raises(NotAllowed):
        await house.centre.desk.reply(house.staff["amina"], text, "Thank you.", "k1")


async def test_asked_twice_it_is_joined_once(house: House) -> None:
    call, text = await joined(house)
    await house.is_(text, "closed")
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    messages = house.ask(lambda tx: tx.joined.said(call))
    assert len([each for each in messages if each.direction == "note"]) == 1


async def test_an_act_that_was_cut_short_is_kept_by_the_log_and_finished_when_repeated(house: House) -> None:
    """The process ended after the engine's word and before the record's."""
    call, text = await speaks_and_wrote(house)
    await house.runtime.engine.merge(text, call)
    assert (await house.is_(text, "closed")).merged_into == call
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    assert kept(house, text).case_id == kept(house, call).case_id is not None


@pytest.mark.parametrize("at", ["the list", "the act"])
async def test_a_strangers_contact_is_never_joined(house: House, at: str) -> None:
    _, call = await house.speaks("amina")
    strange = await writes(house, "Can I renew my library books?", STRANGER)
    if at == "the list":
        assert (await house.centre.desk.contact(house.staff["amina"], call))["others"] == []
        return
    with pytest.raises(NotAllowed):
        await house.centre.merging.join(house.staff["amina"], call, strange, WHY)
    await house.is_(strange, "waiting")


async def test_of_a_number_that_two_people_share_nothing_is_joined(house: House) -> None:
    _, call = await house.speaks("amina")
    address = kept(house, call).from_address
    assert address is not None
    house.do(lambda tx: tx.people.create("Her son", (address,)))
    text = await writes(house, "Can I renew my library books?")
    assert kept(house, text).person_id is None
    assert (await house.centre.desk.contact(house.staff["amina"], call))["others"] == []
    with pytest.raises(NotAllowed):
        await house.centre.merging.join(house.staff["amina"], call, text, WHY)


async def test_whoever_has_just_accepted_it_keeps_it_and_the_other_is_told_who(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    await house.at_work("carys")
    await house.accepts("carys")
    with pytest.raises(Conflict, match="Carys has it now"):
        await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    assert (await house.is_(text, "active")).agent_id == house.staff["carys"]


async def test_of_an_accept_and_a_join_in_the_same_moment_one_wins(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    await house.at_work("carys")
    offer = await house.offer("carys")
    join = house.centre.merging.join(house.staff["amina"], call, text, WHY)
    accept = house.centre.desk.accept(house.staff["carys"], text, offer["epoch"])
    refused, answer = await asyncio.gather(join, accept, return_exceptions=True)
    assert isinstance(answer, dict)
    assert (answer["result"] == "accepted") is isinstance(refused, Conflict)
    await house.is_(text, "active" if answer["result"] == "accepted" else "closed")


async def test_what_rings_at_a_colleagues_desk_stops_ringing_when_it_is_joined(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    await house.at_work("carys")
    await house.offer("carys")
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    assert (await house.centre.desk.view(house.staff["carys"]))["offers"] == []


async def test_a_new_text_on_what_was_joined_reaches_whoever_has_the_other(house: House) -> None:
    call, text = await joined(house)
    await house.is_(text, "closed")
    await house.text("I have found the card")
    (held,) = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    assert (held["contact"], held["unread"]) == (call, 2)
    assert text_of(house) == text
    shown = await house.centre.desk.contact(house.staff["amina"], call)
    assert [each["text"] for each in shown["messages"] if each["direction"] == "in"][-1] == "I have found the card"
    assert (await house.is_(text, "closed")).merged_into == call


async def test_a_text_that_nobody_has_read_keeps_the_call_from_being_closed(house: House) -> None:
    call, _ = await joined(house)
    rev = (await house.centre.desk.contact(house.staff["amina"], call))["rev"]
    await house.centre.desk.hang_up(house.staff["amina"], call)
    await house.is_(call, "wrapping")
    await house.text("And my neighbour's?")
    with pytest.raises(Conflict, match="Read it first"):
        await house.centre.desk.close(house.staff["amina"], call, "settled", "", rev)


async def test_what_was_written_and_never_read_waits_again_when_the_calls_wrap_up_runs_out(house: House) -> None:
    call, text = await joined(house)
    await house.is_(text, "closed")
    await house.centre.desk.hang_up(house.staff["amina"], call)
    await house.is_(call, "wrapping")
    await house.runtime.engine.close(call, "served", by="wrap-up ran out")
    await house.until(lambda: kept(house, text).state != "closed")
    assert kept(house, text).merged_into is None
    assert kept(house, call).state == "closed"


async def test_once_the_other_has_ended_a_new_text_is_a_conversation_of_its_own(house: House) -> None:
    call, text = await joined(house)
    await house.centre.desk.hang_up(house.staff["amina"], call)
    await house.is_(call, "wrapping")
    rev = (await house.centre.desk.contact(house.staff["amina"], call))["rev"]
    await house.centre.desk.close(house.staff["amina"], call, "settled", "", rev)
    await house.is_(call, "closed")
    await house.text("Another thing")
    assert text_of(house) != text


async def test_two_that_are_joined_to_each_other_at_once_leave_one(house: House) -> None:
    supervisor, addresses = house.staff["grace"], tuple(filter(None, map(caller, (MARGARET, STRANGER))))
    house.do(lambda tx: tx.people.create("Margaret, with two telephones", addresses))
    first, second = [await writes(house, "Can I renew my library books?", each) for each in (MARGARET, STRANGER)]
    both = await asyncio.gather(
        house.centre.merging.join_for(supervisor, first, second, WHY),
        house.centre.merging.join_for(supervisor, second, first, WHY),
        return_exceptions=True,
    )
    assert len([each for each in both if each is None]) == 1
    assert sorted(kept(house, each).state for each in (first, second)) == ["closed", "waiting"]


@pytest.mark.parametrize(
    ("who", "why", "error"),
    [
        pytest.param("amina", " ", InvalidInput, id="no reason"),
        pytest.param("ben", WHY, NotAllowed, id="a contact that is not in their hands"),
    ],
)
async def test_what_makes_no_sense_changes_nothing(
    house: House, who: str, why: str, error: type[SwitchboardError]
) -> None:
    call, text = await speaks_and_wrote(house)
    with pytest.raises(error):
        await house.centre.merging.join(house.staff[who], call, text, why)
    await house.is_(text, "waiting")


async def test_a_caller_on_the_line_is_not_joined(house: House) -> None:
    _, call = await house.speaks("amina")
    _, second = await house.queues(MARGARET)
    assert (await house.centre.desk.contact(house.staff["amina"], call))["others"] == []
    with pytest.raises(Conflict, match="Somebody is on its line"):
        await house.centre.merging.join(house.staff["amina"], call, second, WHY)


async def test_a_supervisor_joins_them_too_and_that_is_kept_as_theirs(house: House) -> None:
    call, text = await speaks_and_wrote(house)
    assert [each["contact"] for each in await house.centre.merging.others(call)] == [text]
    await house.centre.merging.join_for(house.staff["grace"], call, text, WHY)
    await house.centre.merging.join_for(house.staff["grace"], call, text, WHY)
    assert (await house.is_(text, "closed")).merged_into == call
    acts = house.ask(lambda tx: tx.acts.recent())
    assert [(act.by, act.did, act.why) for act in acts] == [(house.staff["grace"], "join", WHY)]


async def test_nothing_is_joined_to_a_caller_who_still_waits(house: House) -> None:
    text = await writes(house, "Can I renew my library books?")
    _, call = await house.queues(MARGARET)
    with pytest.raises(Conflict, match="may hang up"):
        await house.centre.merging.join_for(house.staff["grace"], call, text, WHY)


async def test_what_was_put_aside_is_joined_as_well(house: House) -> None:
    await house.at_work("carys")
    text = await writes(house, "Can I renew my library books?")
    await house.accepts("carys")
    until = house.clock.now() + timedelta(hours=1)
    await house.centre.asides.park(house.staff["carys"], text, until, "waits for a form")
    _, call = await house.speaks("amina")
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    assert (await house.is_(text, "closed")).merged_into == call
    assert (await house.centre.desk.view(house.staff["carys"]))["aside"] == []


async def test_two_that_are_in_the_same_hands_are_joined_too(house: House) -> None:
    house.robot("amina")
    await house.at_work("amina")
    text = await writes(house, "There is a pothole in Mill Lane")
    await house.accepts("amina")
    _, call = await house.queues(MARGARET)
    await house.accepts("amina")
    await house.is_(call, "active")
    await house.centre.merging.join(house.staff["amina"], call, text, WHY)
    assert (await house.is_(text, "closed")).merged_into == call
    (held,) = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    assert held["contact"] == call
