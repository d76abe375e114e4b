"""Passing a contact on, to another service or to a colleague: whom there is, who gets it, and what the caller hears."""

import asyncio
from typing import Any

import pytest

from centre.planning import PASSED_ON, as_passed_on
from core.channel import Channel
from core.errors import Conflict, InvalidInput, NotAllowed
from records.rows import NewContact
from records.tx import Tx
from router.engine.words import Word
from router.rules.plan import Plan
from tests.centre.house import House
from tests.router.floor import START_MS, plan

LIBRARY, POTHOLE = "libraries/enquiry", "highways/pothole"
REASON = "A book, after all"


async def pass_on(house: House, who: str, contact: str, **to: str) -> None:
    await house.centre.passing_on.pass_on(house.staff[who], contact, **{"reason": REASON, **to})


async def listed(house: House, who: str, contact: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Services by id and colleagues by name, as they could be chosen now."""
    found = await house.centre.passing_on.choices(house.staff[who], contact)
    return {row["id"]: row for row in found["services"]}, {row["name"]: row for row in found["colleagues"]}


async def text_in_hand(house: House, who: str) -> str:
    await house.at_work(who)
    sid = await house.text("There is a deep pothole on Mill Lane")
    contact: str = (await house.accepts(who))["contact"]
    await house.is_(contact, "active")
    assert sid
    return contact


async def test_a_call_passed_to_a_service_keeps_its_place_and_the_next_agent_speaks(house: House) -> None:
    line, contact = await house.speaks("amina")
    before = await house.state(contact)
    await pass_on(house, "amina", contact, service=LIBRARY)
    kept = await house.is_(contact, "waiting")
    after = await house.state(contact)
    assert before is not None
    assert after is not None
    assert (after.arrived_ms, after.service) == (before.arrived_ms, LIBRARY)
    assert (kept.service, kept.agent_id, (kept.plan or {})["service"]) == (LIBRARY, None, LIBRARY)
    await house.until(lambda: house.leg(contact, "amina").call.over)
    await house.until(lambda: any("passing you to a colleague" in heard["text"] for heard in line.call.heard))
    await house.pass_(30)
    assert line.call.queue, "the caller waits in the queue"
    assert not line.call.over
    assert (await house.centre.desk.view(house.staff["amina"]))["in_hand"] == []

    house.robot("carys")
    await house.at_work("carys")
    offer = await house.accepts("carys")
    assert offer["contact"] == contact
    assert offer["why"] == f"From Amina: {REASON}"
    taken = await house.is_(contact, "active")
    assert taken.agent_id == house.staff["carys"]
    assert not line.call.queue
    case = house.ask(lambda tx: tx.cases.get(taken.case_id or ""))
    assert (case.service, case.owner) == (LIBRARY, house.staff["carys"])
    notes = house.ask(lambda tx: [each.text for each in tx.messages.of_contact(contact) if each.direction == "note"])
    assert notes == [f"Passed on to Library enquiry: {REASON}"]
    assert house.problems == []


async def test_a_call_on_hold_that_is_passed_on_is_not_on_hold_for_the_next(house: House) -> None:
    _, contact = await house.speaks("amina")
    await house.centre.desk.hold(house.staff["amina"], contact, True)
    await pass_on(house, "amina", contact, service=LIBRARY)
    await house.until(lambda: not house.ask(lambda tx: tx.contacts.get(contact)).facts["held"])


async def test_a_colleague_has_it_to_themselves_before_others_who_are_free(house: House) -> None:
    line, contact = await house.speaks("amina")
    house.robot("ben")
    await house.at_work("carys", "ben")
    await pass_on(house, "amina", contact, colleague=house.staff["ben"])
    await house.accepts("ben")
    kept = await house.is_(contact, "active")
    assert (kept.agent_id, kept.service) == (house.staff["ben"], POTHOLE)
    assert not line.call.over
    case = house.ask(lambda tx: tx.cases.get(kept.case_id or ""))
    assert case.owner == house.staff["ben"]


async def test_a_busy_colleague_is_waited_for_while_another_is_free(house: House) -> None:
    house.robot("ben")
    await house.at_work("ben")
    _, bens = await house.speaks("ben", "+447700900147")
    _, contact = await house.speaks("amina")
    _, colleagues = await listed(house, "amina", contact)
    assert (colleagues["Ben"]["can"], colleagues["Ben"]["free"]) == (True, False)
    await pass_on(house, "amina", contact, colleague=house.staff["ben"])
    await house.at_work("carys")
    assert (await house.centre.desk.view(house.staff["carys"]))["offers"] == []
    await house.centre.desk.hang_up(house.staff["ben"], bens)
    await house.centre.desk.close(house.staff["ben"], bens, "settled", "")
    assert (await house.offer("ben"))["contact"] == contact


async def test_a_text_is_passed_on_with_its_draft_of_a_story(house: House) -> None:
    contact = await text_in_hand(house, "amina")
    await pass_on(house, "amina", contact, service=LIBRARY)
    await house.is_(contact, "waiting")
    assert (await house.centre.desk.view(house.staff["amina"]))["offers"] == [], "not back to whoever passed it on"
    await house.at_work("carys")
    assert (await house.accepts("carys"))["contact"] == contact
    await house.is_(contact, "active")
    view = await house.centre.desk.contact(house.staff["carys"], contact)
    assert [each["text"] for each in view["messages"]][-1] == f"Passed on to Library enquiry: {REASON}"
    with pytest.raises(NotAllowed):
        await house.centre.desk.note(house.staff["amina"], contact, "Too late.")


async def test_asked_twice_it_is_passed_on_once(house: House) -> None:
    contact = await text_in_hand(house, "amina")
    for _ in range(2):
        await pass_on(house, "amina", contact, service=LIBRARY)
    notes = house.ask(lambda tx: [each for each in tx.messages.of_contact(contact) if each.direction == "note"])
    assert len(notes) == 1


async def test_new_rules_and_a_flush_leave_it_to_the_colleague(house: House) -> None:
    contact = await text_in_hand(house, "amina")
    await house.at_work("ben")
    await pass_on(house, "amina", contact, colleague=house.staff["ben"])
    rules = house.ask(lambda tx: tx.rules.current())
    assert rules is not None
    await house.centre.rules.publish(house.staff["grace"], rules.text + "\n# again\n", "a word", rules.n)

    def planned_anew() -> bool:
        plan = house.ask(lambda tx: tx.contacts.get(contact)).plan or {}
        return (plan["rules_version"], plan["preferred"]) == (rules.n + 1, house.staff["ben"])

    await house.until(planned_anew)
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.at_work("ben", "amina")
    assert (await house.offer("ben"))["contact"] == contact


@pytest.mark.parametrize(
    ("to", "error", "says"),
    [
        pytest.param({"service": "nowhere/at-all"}, InvalidInput, "no such service", id="a service that is not"),
        pytest.param({"service": POTHOLE}, InvalidInput, "already", id="the service it is with"),
        pytest.param({"service": LIBRARY, "reason": " "}, InvalidInput, "few words", id="without a reason"),
        pytest.param({}, InvalidInput, "a service or a colleague", id="to nobody"),
        pytest.param({"colleague": "amina"}, Conflict, "cannot be given it", id="to oneself"),
        pytest.param({"colleague": "ben"}, Conflict, "not at work", id="to somebody who is not there"),
        pytest.param({"colleague": "grace"}, Conflict, "cannot be given it", id="to somebody who takes none"),
    ],
)
async def test_what_cannot_be_passed_on_stays(
    house: House, to: dict[str, str], error: type[Exception], says: str
) -> None:
    contact = await text_in_hand(house, "amina")
    named = {name: house.staff.get(value, value) for name, value in to.items()}
    with pytest.raises(error, match=says):
        await pass_on(house, "amina", contact, **named)
    kept = await house.is_(contact, "active")
    assert (kept.agent_id, kept.service) == (house.staff["amina"], POTHOLE)


async def test_a_call_whose_caller_has_gone_is_not_passed_on(house: House) -> None:
    line, contact = await house.speaks("amina")
    await house.hangs_up(line)
    await house.is_(contact, "wrapping")
    with pytest.raises(Conflict):
        await pass_on(house, "amina", contact, service=LIBRARY)


async def test_the_caller_who_hangs_up_while_passed_on_has_left(house: House) -> None:
    line, contact = await house.speaks("amina")
    await pass_on(house, "amina", contact, service=LIBRARY)
    await house.hangs_up(line)
    assert (await house.is_(contact, "closed")).outcome == "abandoned"


async def test_the_choices_tell_who_is_ready_and_how_many_are_free(house: House) -> None:
    _, contact = await house.speaks("amina")
    services, colleagues = await listed(house, "amina", contact)
    assert (services[LIBRARY]["ready"], services[LIBRARY]["free"]) == (0, 0)
    assert colleagues["Carys"]["says"] == "Not at work"
    await house.at_work("carys", "ben")
    await house.centre.desk.take_break(house.staff["ben"], "lunch")
    services, colleagues = await listed(house, "amina", contact)
    assert (services[LIBRARY]["ready"], services[LIBRARY]["free"]) == (1, 1)
    assert services[POTHOLE]["ready"] == 0, "ben is on a break, and amina does not count herself"
    assert colleagues["Carys"] | {"id": ""} == {
        "id": "",
        "name": "Carys",
        "can": True,
        "free": True,
        "says": "Free now",
    }
    assert (colleagues["Ben"]["can"], colleagues["Ben"]["says"]) == (False, "On a break")
    assert "Amina" not in colleagues
    with pytest.raises(NotAllowed):
        await listed(house, "ben", contact)


async def test_fifty_transfers_of_one_call_are_one(house: House) -> None:
    _, contact = await house.speaks("amina")
    asked = [pass_on(house, "amina", contact, service=LIBRARY) for _ in range(50)]
    said = await asyncio.gather(*asked, return_exceptions=True)
    assert all(each is None or isinstance(each, Conflict | NotAllowed) for each in said)
    assert any(each is None for each in said)
    await house.is_(contact, "waiting")
    events = house.ask(lambda tx: tx.events.of_contact(contact))
    assert [event.type for event in events].count("contact.transferred") == 1


@pytest.mark.parametrize(
    ("preferred", "to", "whose"),
    [
        pytest.param("ann", None, (None, 0), id="the case's owner passes it on: it does not come back to them"),
        pytest.param(
            "cat", None, ("cat", 60_000), id="to a service, where somebody else knows it: they are asked first"
        ),
        pytest.param(None, "bob", ("bob", 90_000), id="to a colleague: theirs until the moment that was kept"),
        pytest.param("ann", "bob", ("bob", 90_000), id="to a colleague, whoever the rules prefer"),
    ],
)
async def test_a_plan_goes_by_whoever_passed_it_on(
    preferred: str | None, to: str | None, whose: tuple[str | None, int]
) -> None:
    made = plan("c1", preferred=preferred, preferred_ms=60_000 if preferred else 0)
    facts = {PASSED_ON: {"by": "ann", "agent": to, "until_ms": START_MS + 90_000}}
    found = as_passed_on(made, facts)
    assert (found.preferred, found.preferred_ms) == whose
    assert as_passed_on(made, {}) == made


async def test_what_is_passed_on_in_the_moment_in_which_rules_are_published_waits_where_it_was_sent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = await text_in_hand(house, "amina")
    engine, rules, grace = house.runtime.engine, house.centre.rules, house.staff["grace"]
    passed, read = engine.transfer, await rules.read()

    async def meanwhile(plan: Plan, agent: str, reason: str) -> Word:
        """The engine has passed it on, the record does not know yet."""
        word = await passed(plan, agent, reason)
        await rules.publish(grace, f"{read['text']}# anew\n", "Try it", read["version"])
        return word

    monkeypatch.setattr(engine, "transfer", meanwhile)
    await pass_on(house, "amina", contact, service=LIBRARY)
    await house.centre.reconciling.reconcile()
    kept, state = house.ask(lambda tx: tx.contacts.get(contact)), await house.state(contact)
    assert state
    assert (state.state, state.service, state.rules_version) == ("waiting", LIBRARY, read["version"] + 1)
    assert (kept.service, (kept.plan or {})["service"], kept.rules_version) == (LIBRARY, LIBRARY, read["version"] + 1)


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        pytest.param(Channel.PHONE, 2, id="a caller"),
        pytest.param(Channel.CHAT, 2, id="somebody in a chat"),
        pytest.param(Channel.WALK_IN, 2, id="a visitor"),
        pytest.param(Channel.SMS, 240, id="a text"),
        pytest.param(Channel.WEB_FORM, 240, id="a form"),
    ],
)
async def test_whoever_is_here_is_nobodys_alone_for_long(house: House, channel: Channel, minutes: int) -> None:
    new = NewContact(channel=channel, provider_id="one", to="here", received_at=house.clock.now(), service=POTHOLE)
    amina = house.staff["amina"]

    def take(tx: Tx) -> str:
        contact, _ = tx.contacts.take_in(new)
        tx.contacts.move(contact.id, "active", agent=amina)
        return contact.id

    found = await house.centre.passing_on.choices(amina, house.do(take))
    assert found["own_s"] == minutes * 60
