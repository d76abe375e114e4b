"""The front desk: tickets that are each somebody's own, a screen without names, a visitor who comes, or does not."""

import asyncio
from typing import Any

import httpx
import pytest

from centre.shown import TICKET
from channels.walk_in.inbound import visit
from core.channel import Channel
from core.errors import AlreadySent, Conflict, InvalidInput, NotAllowed
from records.rows import Contact
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.web.browser import Browser


async def _comes(house: House, key: str = "k1", **said: Any) -> dict[str, Any]:
    wanted = {"name": "", "words": "", "service": "highways/pothole", "needs": [], **said}
    return await house.centre.front_desk.add(house.staff["grace"], visit(**wanted), key)


async def _with_amina(house: House, **said: Any) -> str:
    """A visitor whom an agent has taken."""
    await _comes(house, **said)
    await house.at_work("amina")
    return str((await house.accepts("amina"))["contact"])


def _kept(house: House, contact: str) -> Contact:
    return house.ask(lambda tx: tx.contacts.get(contact))


async def test_fifty_visitors_at_once_have_fifty_tickets(house: House) -> None:
    given = await asyncio.gather(*(_comes(house, key=f"k{n}") for n in range(50)))
    assert sorted(each["ticket"] for each in given) == list(range(1, 51))


async def test_a_ticket_asked_for_twice_is_one(house: House) -> None:
    first, second = await _comes(house), await _comes(house)
    assert (first["ticket"], first["contact"]) == (second["ticket"], second["contact"])
    assert (await _comes(house, key="k2"))["ticket"] == 2


async def test_a_ticket_asked_for_again_with_other_words_is_no_ticket_of_another(house: House) -> None:
    given = await _comes(house, words="A hole")
    with pytest.raises(AlreadySent, match=f"Ticket {given['ticket']} was given"):
        await _comes(house, words="My library card")


async def test_a_visitor_who_is_passed_on_is_called_to_the_desk_of_whoever_has_them_now(house: House) -> None:
    contact = await _with_amina(house)
    amina, ben = house.staff["amina"], house.staff["ben"]
    await house.centre.front_desk.call(amina, contact, "3")
    await house.at_work("ben")
    await house.centre.passing_on.pass_on(amina, contact, colleague=ben, reason="Knows the road")
    await house.accepts("ben")
    assert (await house.centre.front_desk.waiting_room())["called"] == []
    with pytest.raises(Conflict, match="Call the ticket first"):
        await house.centre.front_desk.no_show(ben, contact)
    await house.centre.front_desk.call(ben, contact, "5")
    (shown,) = (await house.centre.front_desk.waiting_room())["called"]
    assert (shown["desk"], shown["times"]) == ("5", 1)


async def test_whoever_was_taken_and_not_called_still_waits(house: House) -> None:
    desk = house.centre.front_desk
    await _comes(house)
    assert (await desk.waiting_room())["waiting"] == 1
    contact = await _with_amina(house)
    (line,) = (await desk.reception())["visits"]
    assert (line["state"], line["with"], (await desk.waiting_room())["waiting"]) == ("with", "Amina", 1)
    await desk.call(house.staff["amina"], contact, "3")
    assert (await desk.waiting_room())["waiting"] == 0


async def test_the_offer_shows_the_ticket_and_the_desk_calls_it(house: House) -> None:
    await _comes(house, name="Margaret Hale", words="A hole in Mill Lane", needs=["hearing"])
    await house.at_work("amina")
    offer = await house.offer("amina")
    assert (offer["channel"], offer["who"]["address"], offer["what"]) == ("walk_in", "Ticket 1", "A hole in Mill Lane")
    contact = (await house.accepts("amina"))["contact"]
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert view["person"]["access_needs"] == "Hard of hearing"
    assert view["facts"][TICKET] == 1
    await house.centre.front_desk.call(house.staff["amina"], contact, " 3 ")
    room = await house.centre.front_desk.waiting_room()
    assert [(each["ticket"], each["desk"], each["times"]) for each in room["called"]] == [(1, "3", 1)]
    assert "Margaret" not in str(room)
    await house.centre.front_desk.call(house.staff["amina"], contact, "3")
    assert (await house.centre.front_desk.waiting_room())["called"][0]["times"] == 2
    (line,) = (await house.centre.front_desk.reception())["visits"]
    assert (line["state"], line["with"], line["desk"]) == ("called", "Amina", "3")
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    await house.is_(contact, "closed")
    assert (await house.centre.front_desk.waiting_room())["called"] == []
    assert (await house.centre.front_desk.reception())["visits"][0]["state"] == "served"


async def test_who_does_not_come_is_closed_once_called(house: House) -> None:
    contact = await _with_amina(house)
    with pytest.raises(Conflict, match="Call the ticket first"):
        await house.centre.front_desk.no_show(house.staff["amina"], contact)
    await house.centre.front_desk.call(house.staff["amina"], contact, "3")
    await house.centre.front_desk.no_show(house.staff["amina"], contact)
    kept = await house.is_(contact, "closed")
    assert kept.outcome == "abandoned"
    assert house.ask(lambda tx: tx.cases.get(str(kept.case_id))).state == "closed"
    assert (await house.centre.front_desk.reception())["visits"][0]["state"] == "left"
    await _comes(house, key="k2")
    assert (await house.offer("amina"))["who"]["address"] == "Ticket 2"


async def test_who_goes_home_while_waiting_is_offered_to_nobody(house: House) -> None:
    given = await _comes(house)
    for _ in range(2):
        await house.centre.front_desk.leave(given["contact"])
    assert (await house.is_(given["contact"], "closed")).outcome == "abandoned"
    contact = await _with_amina(house, key="k2")
    with pytest.raises(Conflict, match="Somebody is with them"):
        await house.centre.front_desk.leave(contact)


async def test_what_they_came_for_is_guessed_and_danger_goes_to_the_trained(house: House) -> None:
    for words, service in (
        ("The drain in my road is blocked and water stands in it", "highways/drainage"),
        ("Her son hits her and she is afraid to go home", "adult-social-care/safeguarding"),
    ):
        given = await _comes(house, key=words, words=words, service="")
        assert (await house.is_(given["contact"], "waiting")).service == service


@pytest.mark.parametrize("desk", ["", "   ", "the ninth desk on the left"])
async def test_a_desk_has_a_short_name(house: House, desk: str) -> None:
    contact = await _with_amina(house)
    with pytest.raises(InvalidInput, match="which desk"):
        await house.centre.front_desk.call(house.staff["amina"], contact, desk)


async def test_only_whoever_has_the_visitor_calls_them(house: House) -> None:
    contact = await _with_amina(house)
    with pytest.raises(NotAllowed):
        await house.centre.front_desk.call(house.staff["ben"], contact, "3")


async def test_reception_adds_a_visitor_over_the_web_and_both_screens_are_told(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.url, verify=False, timeout=20) as http:
        assert (await http.get("/reception/api/view")).status_code == 401
        said = await http.post("/reception/api/login", json={"username": "amina", "password": PASSWORD})
        http.headers["x-csrf-token"] = said.json()["csrf"]
        async with (
            http.stream("GET", "/reception/api/stream") as reception,
            http.stream("GET", "/waiting-room/stream") as wall,
        ):
            seen, shown = Browser(reception.aiter_lines()), Browser(wall.aiter_lines())
            assert (await seen.view())["visits"] == []
            assert (await shown.view())["waiting"] == 0
            body = {"words": "", "service": "highways/pothole", "key": "k1"}
            given = (await http.post("/reception/api/visits", json=body)).json()
            assert given["ticket"] == 1
            assert (await seen.view())["visits"][0]["ticket"] == 1
            assert (await shown.view())["waiting"] == 1
            await house.at_work("amina")
            contact = (await house.accepts("amina"))["contact"]
            await house.centre.front_desk.call(house.staff["amina"], contact, "3")
            while not (called := (await shown.view())["called"]):
                continue
            assert (called[0]["ticket"], called[0]["desk"]) == (1, "3")
        wrong = await http.post("/reception/api/visits", json={"key": "k2"})
        assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "words")
    assert [each.channel for each in house.ask(lambda tx: tx.contacts.recent(10))] == [Channel.WALK_IN]
