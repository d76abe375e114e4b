"""What the clock does, however many of it there are; and how each part is."""

import asyncio

import pytest

from core.errors import Unavailable
from runtime.parts import running
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.centre.test_calls import ringing


async def test_two_clocks_at_once_fire_each_deadline_once(house: House) -> None:
    lines = [await house.queues(f"+4477009004{n:02}") for n in range(6)]
    await house.at_work("amina", "ben")
    rung = [contact for _, contact in lines if (await house.state(contact)).state == "offered"]  # type: ignore[union-attr]
    assert len(rung) == 2
    await house.make_due("offer")
    async with house.another() as other:
        fired = await asyncio.gather(
            *(centre.deadlines.tick(1) for centre in (house.centre, other.centre) for _ in range(10))
        )
        assert sum(fired) == 2
        await asyncio.gather(
            *(centre.reconciling.drain(1) for centre in (house.centre, other.centre) for _ in range(5))
        )
    for contact in rung:
        events = house.ask(lambda tx, id=contact: [event.type for event in tx.events.of_contact(id)])  # type: ignore[misc]
        assert events.count("offer.expired") == 1


async def test_the_log_is_written_once_however_often_it_is_read(house: House) -> None:
    _, contact = await ringing(house)
    before = house.ask(lambda tx: tx.events.count())
    async with house.another() as other:
        await other.centre.reconciling.drain(1)
        await house.drain()
        assert house.ask(lambda tx: tx.events.count()) == before
        await house.centre.desk.decline(house.staff["amina"], contact, (await house.offer("amina"))["epoch"], "")
        await asyncio.gather(*(each.centre.reconciling.drain(1) for each in (house.runtime, other) for _ in range(4)))
    events = house.ask(lambda tx: [event.sequence for event in tx.events.of_contact(contact)])
    assert len(events) == len(set(events))


async def test_two_rebuilds_at_once_put_each_contact_back_once(house: House) -> None:
    ids = [(await house.queues(f"+4477009005{n:02}"))[1] for n in range(5)]
    await house.flush()
    async with house.another() as other:
        back = await asyncio.gather(*(each.centre.reconciling.reconcile() for each in (house.runtime, other)))
    assert sum(back) == 5
    for contact in ids:
        await house.is_(contact, "waiting")


@pytest.mark.parametrize(
    ("username", "password", "door", "status"),
    [
        pytest.param("amina", PASSWORD, "desk", 200, id="an agent at the desk"),
        pytest.param("AMINA ", PASSWORD, "desk", 200, id="however they spell themselves"),
        pytest.param("grace", PASSWORD, "console", 200, id="a supervisor at the console"),
        pytest.param("grace", PASSWORD, "desk", 200, id="a supervisor at the desk"),
        pytest.param("amina", PASSWORD, "console", 401, id="an agent at the console"),
        pytest.param("amina", "wrong", "desk", 401, id="a wrong password"),
        pytest.param("nobody", PASSWORD, "desk", 401, id="a wrong name"),
    ],
)
async def test_who_may_come_in(house: House, username: str, password: str, door: str, status: int) -> None:
    answer = await house.http.post(f"/{door}/api/login", json={"username": username, "password": password})
    assert answer.status_code == status, answer.text


async def test_each_door_has_its_own_session_and_logging_out_ends_it(house: House) -> None:
    csrf = {}
    for door in ("desk", "console"):
        entered = await house.http.post(f"/{door}/api/login", json={"username": "grace", "password": PASSWORD})
        csrf[door] = {"x-csrf-token": entered.json()["csrf"]}
    desk, console = (house.http.cookies.get(f"switchboard_{door}") for door in ("desk", "console"))
    assert desk
    assert console
    assert await house.centre.people.session(desk, "desk") is not None
    assert await house.centre.people.session(desk, "console") is None
    await house.at_work("grace")
    assert (await house.http.post("/desk/api/ready", headers=csrf["console"])).status_code == 403
    assert (await house.http.post("/desk/api/logout", headers=csrf["desk"])).status_code == 200
    assert await house.centre.people.session(desk, "desk") is None
    assert (await house.http.get("/console/api/me")).status_code == 200
    agent = await house.runtime.engine.agent(house.staff["grace"])
    assert agent is not None
    assert agent.state == "absent"


NOWHERE = "http://127.0.0.1:9"
AWAY = "It did not answer the last request."


async def test_health_tells_of_a_carrier_that_is_away(house: House) -> None:
    settings = house.settings.model_copy(update={"twilio_base_url": NOWHERE})
    async with running(settings, clock=house.clock, county=house.county) as cut_off:
        told = (await cut_off.centre.health.parts())["carrier"]
    assert told == {"state": "down", "detail": f"The sandbox carrier: {AWAY}"}


async def test_health_tells_of_what_another_process_met_at_the_carrier(house: House) -> None:
    live = house.settings.model_copy(update={"sandbox": False})
    elsewhere = live.model_copy(update={"twilio_base_url": NOWHERE})
    async with (
        running(live, clock=house.clock, county=house.county) as web,
        running(elsewhere, clock=house.clock, county=house.county) as intake,
    ):
        assert (await web.centre.health.parts())["carrier"]["state"] == "up"
        with pytest.raises(Unavailable):
            await intake.centre.phone.catch_up()
        await intake.centre.health.beat("intake")
        told = (await web.centre.health.parts())["carrier"]
        assert told == {"state": "down", "detail": f"The Twilio account: {AWAY}"}
        await web.centre.phone.catch_up()
        assert (await web.centre.health.parts())["carrier"]["state"] == "up"


async def test_health_tells_of_each_part(house: House) -> None:
    parts = await house.centre.health.parts()
    assert {name: part["state"] for name, part in parts.items()} == {
        "sql": "up",
        "redis": "up",
        "jobs": "up",
        "worker": "down",
        "clock": "down",
        "intake": "down",
        "carrier": "up",
    }
    for name in ("worker", "clock", "intake"):
        await house.centre.health.beat(name)
    assert all(part["state"] == "up" for part in (await house.centre.health.parts()).values())
    await house.centre.health.beat("clock", failing=["truth"])
    told = (await house.centre.health.parts())["clock"]
    assert told == {"state": "degraded", "detail": "It lives, but this fails: truth. Its log says why."}
