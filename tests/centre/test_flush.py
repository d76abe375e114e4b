"""The live store forgets everything, at any moment: all is put back, in order, and nothing confirmed is undone."""

from datetime import timedelta

import pytest

from core.channel import Channel
from core.errors import Unavailable
from records.rows import NewContact
from tests.centre.house import House
from tests.centre.test_calls import Here, active, connecting, ringing, waiting, wrapping


@pytest.mark.parametrize(
    ("where", "back"),
    [
        pytest.param(waiting, "waiting", id="who waited, waits"),
        pytest.param(ringing, "waiting", id="what rang, waits"),
        pytest.param(connecting, "waiting", id="who was being connected, waits in their place"),
        pytest.param(active, "active", id="who speaks, speaks on"),
        pytest.param(wrapping, "wrapping", id="who writes their notes, writes on"),
    ],
)
async def test_a_call_is_put_back_where_it_was(house: House, where: Here, back: str) -> None:
    line, contact = await where(house)
    before = await house.state(contact)
    assert before is not None
    await house.flush()
    assert await house.centre.reconciling.reconcile() == 1
    after = await house.state(contact)
    assert after is not None
    assert (after.state, after.arrived_ms, after.due_ms) == (back, before.arrived_ms, before.due_ms)
    kept = await house.is_(contact, back)
    assert line.call.over is (back == "wrapping")
    if back != "waiting":
        assert (after.agent, after.epoch) == (before.agent, before.epoch)
        assert kept.agent_id == house.staff["amina"]
    house.robot("amina")
    await house.at_work("amina")
    if back == "waiting":
        await house.accepts("amina")
        await house.is_(contact, "active")
    await house.centre.desk.hang_up(house.staff["amina"], contact)
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Done.")
    assert (await house.is_(contact, "closed")).summary == "Done."
    assert house.problems == []


@pytest.mark.parametrize(
    ("where", "ended"),
    [(waiting, "closed"), (ringing, "closed"), (connecting, "closed"), (active, "wrapping"), (wrapping, "wrapping")],
    ids=["waiting", "ringing", "connecting", "active", "wrapping"],
)
async def test_a_caller_who_left_while_all_was_forgotten_is_not_put_back(house: House, where: Here, ended: str) -> None:
    line, contact = await where(house)
    house.post.held |= {"/phone/status", "/phone/conference"}
    await house.hangs_up(line)
    await house.flush()
    await house.centre.reconciling.reconcile()
    assert (await house.is_(contact, ended)).state == ended
    words = list(house.post.kept)
    house.post.held.clear()
    for word in words:
        await house.post.hand_on(word)
    assert (await house.is_(contact, ended)).state == ended


@pytest.mark.parametrize(
    "where", [waiting, ringing, connecting, active], ids=["waiting", "ringing", "connecting", "active"]
)
async def test_a_caller_who_leaves_before_the_rebuild_ends_as_they_should(house: House, where: Here) -> None:
    line, contact = await where(house)
    await house.flush()
    await house.hangs_up(line)
    await house.centre.reconciling.reconcile()
    await house.deliver_all()
    expected = "wrapping" if where is active else "closed"
    await house.is_(contact, expected)


async def test_an_agent_who_left_while_all_was_forgotten_leaves_the_caller_in_their_place(house: House) -> None:
    line, contact = await active(house)
    house.post.held |= {"/phone/status", "/phone/conference"}
    house.leg(contact, "amina").hang_up()
    await house.carrier_time.settle()
    house.post.held.clear()
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.is_(contact, "waiting")
    await house.until(lambda: any("we were cut off" in heard["text"] for heard in line.call.heard))


async def test_agents_are_as_they_were_after_their_next_beat(house: House) -> None:
    await house.at_work("amina", "ben")
    await house.centre.desk.take_break(house.staff["ben"], "lunch")
    await house.flush()
    await house.centre.reconciling.reconcile()
    for name, state, reason in (("amina", "ready", ""), ("ben", "break", "lunch")):
        await house.centre.desk.beat(house.staff[name], microphone=True, phone="registered")
        found = await house.runtime.engine.agent(house.staff[name])
        assert found is not None
        assert (found.state, found.reason) == (state, reason)


async def test_those_who_wait_are_served_in_the_order_in_which_they_came(house: House) -> None:
    ids = []
    for n in range(6):
        await house.text("There is a pothole in Mill Lane", f"+4477009003{n:02}")
        ids.append(house.ask(lambda tx: tx.contacts.recent(1))[0].id)
    await house.flush()
    await house.centre.reconciling.reconcile()
    await house.at_work("amina")
    for expected in ids:
        assert (await house.accepts("amina"))["contact"] == expected
        await house.centre.desk.close(house.staff["amina"], expected, "settled", "")


async def test_nothing_is_confirmed_while_the_engine_has_no_generation(house: House) -> None:
    _, contact = await wrapping(house)
    await house.flush()
    with pytest.raises(Unavailable):
        await house.centre.desk.close(house.staff["amina"], contact, "settled", "Kept.")
    await house.centre.reconciling.reconcile()
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "Kept.")
    await house.flush()
    await house.centre.reconciling.reconcile()
    assert (await house.is_(contact, "closed")).summary == "Kept."


async def test_what_was_taken_in_and_never_queued_is_queued(house: House) -> None:
    """A process ended between a text's commit and its place in the queue."""

    def take_in(minutes: float) -> str:
        return house.do(
            lambda tx: (
                tx.contacts.take_in(
                    NewContact(
                        channel=Channel.SMS,
                        provider_id=f"SM{minutes}",
                        to=house.settings.twilio_phone_number,
                        received_at=house.clock.now() - timedelta(minutes=minutes),
                        facts={"words": "There is a pothole"},
                    )
                )[0].id
            )
        )

    stranded, fresh = take_in(1), take_in(0)
    assert await house.centre.reconciling.reconcile() == 1
    assert (await house.is_(stranded, "waiting")).service == "highways/pothole"
    assert house.ask(lambda tx: tx.contacts.get(fresh)).state == "arrived"


async def test_what_an_act_under_way_during_a_flush_closed_does_not_stay_in_anybodys_hands(house: House) -> None:
    _, contact = await house.speaks("ben")
    await house.drain()
    await house.flush()
    await house.centre.reconciling.reconcile()
    assert (await house.state(contact)).state == "active"  # type: ignore[union-attr]
    # The desk's close reached the engine before it was put back, and the record only now.
    house.do(lambda tx: tx.contacts.move(contact, "closed", outcome="served", at=tx.now))
    await house.centre.reconciling.reconcile()
    assert (await house.state(contact)).state == "closed"  # type: ignore[union-attr]
