"""Passing a matter on: complete or not at all, never twice by itself, and seen by somebody when it does not arrive."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import true

from core.errors import Conflict
from tests.centre.house import House
from tests.centre.people import MARGARET, PASSWORD

POTHOLE = {"description": "A deep hole.", "size": "A dustbin lid", "danger": "no"}
CARE = {
    "person_name": "Ada Example",
    "date_of_birth": "1941-03-02",
    "address": "1 Mill Lane, Westmere",
    "consent": "They agree",
    "needs": "Help with washing",
    "lives_alone": "yes",
    "urgency": "This week",
}


async def _taken(house: House) -> str:
    """A matter in an agent's hands, with its place."""
    await house.at_work("amina")
    await house.text("There is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.desk.set_place(house.staff["amina"], contact, {"kind": "road", "road": "Mill Lane"})
    await house.deliver_all()
    return contact


async def _refer(house: House, contact: str) -> dict[str, Any]:
    return await house.centre.desk.refer(house.staff["amina"], contact, "highways/pothole", POTHOLE)


async def _mode(house: House, mode: str) -> None:
    (await house.control.put("/sandbox/partner/mode", json={"mode": mode})).raise_for_status()


async def _requests(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await house.control.get("/sandbox/partner/requests")).json()
    return found


async def _shown(house: House, contact: str) -> dict[str, Any]:
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    referral: dict[str, Any] = view["referrals"][-1]
    return referral


def _told(house: House) -> list[str]:
    return [body for body in house.bodies() if "passed this on" in body]


async def test_what_is_next_names_every_team_that_has_yet_to_answer(house: House) -> None:
    contact, amina = await _taken(house), house.staff["amina"]
    said = []
    for service, fields in (("highways/pothole", POTHOLE), ("adult-social-care/care-needs", CARE)):
        await house.centre.desk.refer(amina, contact, service, fields)
        said.append((await house.centre.desk.contact(amina, contact))["case"]["next_action"])
    referrals = (await house.centre.desk.contact(amina, contact))["referrals"]
    assert [each["service_label"] for each in referrals] == ["Pothole or damaged road", "Care and support at home"]
    teams = [each["destination"] for each in referrals]
    assert said == [f"{teams[0]} to answer our referral", f"{teams[0]} and {teams[1]} to answer our referrals"]


@pytest.fixture
def impatient(house: House) -> Iterator[None]:
    """Half a second is long enough to wait for a partner, in a test."""
    http = house.centre._parts.partners.kind("open311")._http  # type: ignore[attr-defined]
    before, http.timeout = http.timeout, httpx.Timeout(0.5)
    yield
    http.timeout = before


async def test_a_referral_that_is_taken_has_its_number_and_only_then_is_the_resident_told(house: House) -> None:
    contact = await _taken(house)
    made = await _refer(house, contact)
    assert (made["state"], _told(house)) == ("queued", [])
    assert await house.deliver_all() == ["done", "done"]
    (request,) = await _requests(house)
    shown = await _shown(house, contact)
    assert (shown["state"], shown["partner_reference"]) == ("acknowledged", request["service_request_id"])
    await house.carrier_time.settle()
    assert len(_told(house)) == 1
    assert request["service_request_id"] in _told(house)[0]


async def test_what_is_missing_is_named_field_by_field(house: House) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole")
    contact = (await house.accepts("amina"))["contact"]
    logged = await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    answer = await house.http.post(
        f"/desk/api/contacts/{contact}/refer",
        json={"service": "highways/pothole", "fields": {"size": "As large as a house"}},
        headers={"x-csrf-token": logged.json()["csrf"]},
    )
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["place", "description", "size", "danger"]
    assert await _requests(house) == []


async def test_asked_twice_it_is_one_referral(house: House) -> None:
    contact = await _taken(house)
    made = await asyncio.gather(*(_refer(house, contact) for _ in range(5)))
    assert len({each["id"] for each in made}) == 1
    await house.deliver_all()
    assert (await _refer(house, contact))["id"] == made[0]["id"]
    assert len(await _requests(house)) == 1


async def test_a_partner_that_is_down_is_tried_again_with_patience(house: House) -> None:
    contact = await _taken(house)
    await _mode(house, "down")
    await _refer(house, contact)
    waits = []
    for _ in range(4):
        assert await house.deliver_all() == ["later"]
        (row,) = house.ask(lambda tx: tx.outbox.problems())
        waits.append(round((row.next_at - house.clock.now()).total_seconds()))
        shown = await _shown(house, contact)
        assert (shown["state"], shown["state_label"]) == ("queued", "Trying again")
        assert shown["problem"] == "The partner's system answered 503. It is tried again by itself."
        house.try_again(row.id)
    assert all(low <= wait <= low * 1.2 + 1 for low, wait in zip((5, 15, 60, 300), waits, strict=True)), waits
    await _mode(house, "up")
    assert "done" in await house.deliver_all()
    assert len(await _requests(house)) == 1
    assert (await _shown(house, contact))["problem"] is None


async def test_a_partner_that_refuses_is_seen_with_its_words_and_can_be_tried_again(house: House) -> None:
    contact = await _taken(house)
    await _mode(house, "refuse")
    await _refer(house, contact)
    assert await house.deliver_all() == ["dead"]
    shown = await _shown(house, contact)
    assert (shown["state"], "outside our area" in shown["problem"]) == ("refused", True)
    (notice,) = (await house.centre.desk.view(house.staff["amina"]))["notices"]
    assert "outside our area" in notice["text"]
    (problem,) = (await house.centre.board.view())["problems"]
    assert (problem["kind"], problem["action"]) == ("referral", "try_again")
    await _mode(house, "up")
    await house.centre.outbox.try_again(house.staff["grace"], problem["id"])
    assert "done" in await house.deliver_all()
    assert (await _shown(house, contact))["state"] == "acknowledged"
    with pytest.raises(Conflict):
        await house.centre.outbox.try_again(house.staff["grace"], problem["id"])
    assert (await house.centre.board.view())["problems"] == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mode", ["drop", "slow"])
async def test_a_lost_answer_is_never_followed_by_a_second_request(house: House, mode: str) -> None:
    contact = await _taken(house)
    await _mode(house, mode)
    await _refer(house, contact)
    said = await house.deliver_all()
    assert len(await _requests(house)) == 1
    shown = await _shown(house, contact)
    if said[0] == "unknown":
        assert shown["state_label"] == "May have been sent"
        assert _told(house) == []
        (problem,) = (await house.centre.board.view())["problems"]
        await _mode(house, "up")
        await house.centre.outbox.try_again(house.staff["grace"], problem["id"])
        await house.deliver_all()
    assert len(await _requests(house)) == 1
    assert (await _shown(house, contact))["state"] == "acknowledged"


async def test_a_number_that_is_promised_comes_later(house: House) -> None:
    contact = await _taken(house)
    await _mode(house, "token")
    await _refer(house, contact)
    assert await house.deliver_all() == ["done", "later"]
    assert (await _shown(house, contact))["state"] == "sent"
    assert _told(house) == []
    await house.pass_(10)
    (row,) = house.ask(lambda tx: tx.outbox.problems())
    house.do(lambda tx: tx.outbox.try_again(row.id))
    assert await house.deliver_all() == ["done", "done"]
    assert (await _shown(house, contact))["state"] == "acknowledged"


async def test_a_worker_that_dies_in_mid_referral_sends_nothing_twice(house: House) -> None:
    contact = await _taken(house)
    await _refer(house, contact)
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 5))
    with house.record_away(after=1):
        assert await house.centre.outbox.deliver(row.id) == "kept later"
    house.lease_runs_out(row.id)
    assert await house.centre.outbox.deliver(row.id) == "done"
    assert len(await _requests(house)) == 1
    assert (await _shown(house, contact))["state"] == "acknowledged"


async def test_a_referral_by_mail_arrives_with_all_that_the_team_must_know(house: House) -> None:
    contact = await _taken(house)
    amina = house.staff["amina"]
    await house.centre.desk.refer(amina, contact, "adult-social-care/care-needs", CARE)
    assert await house.deliver_all() == ["done"]
    (mail,) = (await house.control.get("/sandbox/mail")).json()
    assert mail["to"] == ["adult.care@westmere.example.org"]
    for value in ("Ada Example", "1 Mill Lane, Westmere", "They agree", "Help with washing", "This week"):
        assert value in mail["text"]
    assert (await _shown(house, contact))["state"] == "sent"
    assert _told(house) == []


async def test_a_mail_whose_worker_died_waits_for_a_person(house: House) -> None:
    contact = await _taken(house)
    await house.centre.desk.refer(house.staff["amina"], contact, "adult-social-care/care-needs", CARE)
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 5))
    with house.record_away(after=1):
        assert await house.centre.outbox.deliver(row.id) == "kept later"
    house.lease_runs_out(row.id)
    assert await house.centre.outbox.deliver(row.id) == "unknown"
    assert len((await house.control.get("/sandbox/mail")).json()) == 1
    assert (await _shown(house, contact))["state_label"] == "May have been sent"
    assert house.bodies(MARGARET)


async def test_a_place_that_was_only_typed_in_the_form_reaches_the_partner(house: House) -> None:
    await house.at_work("amina")
    await house.text("There is a pothole")
    contact = str((await house.accepts("amina"))["contact"])
    given = {**POTHOLE, "place": "High Street, near Church Lane"}
    await house.centre.desk.refer(house.staff["amina"], contact, "highways/pothole", given)
    await house.deliver_all()
    shown = await _shown(house, contact)
    assert (shown["state"], shown["here"], shown["place"]) == ("acknowledged", True, "High Street, near Church Lane")
    assert (await _requests(house))[-1]["address_string"] == "High Street, near Church Lane"
    known = (await house.centre.desk.contact(house.staff["amina"], contact))["place"]
    assert known["text"] == "High Street, near Church Lane", "it is the contact's place from now on"


async def test_a_pin_reaches_the_partner_in_words_first_and_as_coordinates(house: House) -> None:
    contact, amina = await _taken(house), house.staff["amina"]
    near = "About 160 metres from Thornley Road, near High Street."
    await house.centre.desk.set_place(amina, contact, {"kind": "pin", "lat": 52.05064, "lng": -2.30996, "note": near})
    said = "About 160 metres from Thornley Road, near High Street (pin at 52.05064, -2.30996)"
    assert (await house.centre.desk.contact(amina, contact))["place"]["text"] == said
    await house.centre.desk.refer(amina, contact, "highways/pothole", {**POTHOLE, "place": said})
    await house.deliver_all()
    request = (await _requests(house))[-1]
    assert (request["address_string"], float(request["lat"]), float(request["long"])) == (said, 52.05064, -2.30996)


async def test_a_referral_goes_where_it_was_made_for_wherever_the_contact_is_by_now(house: House) -> None:
    contact = await _taken(house)
    await _mode(house, "down")
    await _refer(house, contact)
    await house.deliver_all()
    await house.centre.desk.set_place(house.staff["amina"], contact, {"kind": "road", "road": "Other Road"})
    await _mode(house, "up")
    (row,) = house.ask(lambda tx: tx.outbox.problems())
    house.try_again(row.id)
    await house.deliver_all()
    assert (await _requests(house))[-1]["address_string"] == "Mill Lane"


async def test_a_second_pothole_elsewhere_on_the_same_contact_goes_elsewhere(house: House) -> None:
    contact = await _taken(house)
    await _refer(house, contact)
    given = {**POTHOLE, "place": "Second Street, by the school"}
    await house.centre.desk.refer(house.staff["amina"], contact, "highways/pothole", given)
    await house.deliver_all()
    assert {each["address_string"] for each in (await _requests(house))[-2:]} == {
        "Mill Lane",
        "Second Street, by the school",
    }


async def test_a_mail_that_is_on_record_as_sent_is_not_sent_again_when_only_the_tick_was_lost(house: House) -> None:
    contact = await _taken(house)
    await house.centre.desk.refer(house.staff["amina"], contact, "adult-social-care/care-needs", CARE)
    (row,) = house.ask(lambda tx: tx.outbox.due(house.clock.now(), 5))
    assert await house.centre.outbox.deliver(row.id) == "done"
    house.do(lambda tx: tx.outbox._settle(row.id, true(), {"state": "unknown"}))
    await house.centre.outbox.try_again(house.staff["grace"], row.id)
    assert await house.deliver_all() == ["done"]
    assert len((await house.control.get("/sandbox/mail")).json()) == 1
