"""A resident asks after a request, and takes it back: with the reference and something of their own, not without."""

import re
from datetime import timedelta

import pytest

from centre.sending import WITHDRAWAL
from core import address
from core.channel import Channel
from records.rows import Contact, OutboxRow
from records.tx import Tx
from tests.centre.house import House
from tests.centre.people import MARGARET
from tests.centre.test_web_forms import ME, PNG, POTHOLE
from tests.centre.visitor import Visitor

STRANGER = "+447700900199"


async def _asked(house: House, **more: str) -> str:
    """A pothole that somebody reported on the web; its reference."""
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE)
    await visitor.presses("next", {**ME, "d-postcode": "WM3 4AB", "d-email": "margaret@example.org"})
    page = await visitor.presses("send")
    found = re.search(r"\d{3}-\d{3}-\d{3}", page.text)
    assert found
    return found[0]


async def _follows(house: House, reference: str, proof: str = "wm34ab") -> Visitor:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/follow")
    await visitor.presses("", {"reference": reference, "proof": proof})
    return visitor


def _one(house: House) -> Contact:
    return house.ask(lambda tx: tx.contacts.recent(10))[-1]


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param("07700 900 123", id="the number"),
        pytest.param("Margaret@Example.org", id="the email address"),
        pytest.param("wm3 4ab", id="the postcode"),
    ],
)
async def test_whoever_knows_both_sees_where_it_is(house: House, proof: str) -> None:
    reference = await _asked(house)
    visitor = await _follows(house, reference.replace("-", " "), proof)
    assert "Nobody has started on it yet" in visitor.page.text
    assert "A deep hole" in visitor.page.text
    assert "07700" not in visitor.page.text
    assert "margaret@" not in visitor.page.text


async def test_the_files_that_were_sent_are_named(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE, [("hole one.png", PNG), ("letter.pdf", b"%PDF-1.7 a page")])
    await visitor.presses("next", {**ME, "d-postcode": "WM3 4AB"})
    page = await visitor.presses("send")
    found = re.search(r"\d{3}-\d{3}-\d{3}", page.text)
    assert found
    visitor = await _follows(house, found[0])
    assert "Pictures or documents: hole one.png, letter.pdf" in visitor.page.text


async def test_whatever_does_not_match_is_answered_alike_and_not_often(house: House) -> None:
    reference = await _asked(house)
    said = {}
    for asked, proof in ((reference, "WM9 9ZZ"), ("123-456-789", "WM3 4AB"), ("one", "WM3 4AB"), (reference, "x")):
        visitor = await _follows(house, asked, proof)
        said[asked, proof] = re.sub(r"\s+", " ", " ".join(visitor.page.words))
        assert visitor.status == 422
    assert len(set(said.values())) == 1
    tried = [(await _follows(house, reference, f"WM1 {n}AA")).status for n in range(6)]
    assert tried[-1] == 429
    assert (await _follows(house, reference)).status == 429, "the right answer counts too"


async def test_the_words_follow_what_happens(house: House) -> None:
    reference = await _asked(house)
    await house.at_work("amina")
    offer = await house.accepts("amina")
    await house.centre.desk.note(house.staff["amina"], offer["contact"], "Only for colleagues.")
    await house.centre.desk.reply(house.staff["amina"], offer["contact"], "We will look on Monday.", "k1")
    visitor = await _follows(house, reference)
    assert "Somebody is dealing with your request now" in visitor.page.text
    assert "We will look on Monday." in visitor.page.text
    assert "Only for colleagues" not in visitor.page.text
    await house.centre.desk.refer(house.staff["amina"], offer["contact"], "highways/pothole", {})
    await house.deliver_all()
    await house.centre.desk.close(house.staff["amina"], offer["contact"], "referred", "")
    visitor = await _follows(house, reference)
    assert "It is with this team: Highways asset system." in visitor.page.text


async def test_a_request_that_nobody_has_taken_up_is_withdrawn_once(house: House) -> None:
    visitor = await _follows(house, await _asked(house))
    seal = dict(visitor.page.inputs)["seal"]
    page = await visitor.presses("")
    assert "Withdraw this request?" in page.text
    page = await visitor.presses("sure")
    assert "This request has been withdrawn. Nothing more will be done" in page.text
    contact = _one(house)
    assert (contact.state, contact.outcome) == ("closed", "withdrawn")
    assert house.ask(lambda tx: tx.cases.get(str(contact.case_id))).state == "closed"
    again = await house.http.post("/ask/follow/withdraw", data={"seal": seal, "go": "sure"})
    assert "This request has been withdrawn" in again.text
    await house.at_work("amina")
    assert (await house.centre.desk.view(house.staff["amina"]))["offers"] == []


async def test_a_withdrawal_that_the_queue_was_away_for_is_finished_when_it_is_tried_again(house: House) -> None:
    visitor = await _follows(house, reference := await _asked(house))
    seal = dict(visitor.page.inputs)["seal"]
    with house.engine_away():
        await house.http.post("/ask/follow/withdraw", data={"seal": seal, "go": "sure"})
    assert _one(house).state == "waiting"
    visitor = await _follows(house, reference)
    assert "It still waits here" in visitor.page.text
    assert "has been told" not in visitor.page.text, "nobody has it"
    await visitor.presses("")
    page = await visitor.presses("sure")
    assert "This request has been withdrawn. Nothing more will be done" in page.text
    contact = _one(house)
    assert (contact.state, contact.outcome) == ("closed", "withdrawn")
    said = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert [each.text for each in said].count("The resident has withdrawn this request online.") == 1


async def _is_finished(house: House) -> None:
    """What is left of a withdrawal is done, for which the clock would ring some seconds later."""

    def forward(tx: Tx) -> list[OutboxRow]:
        rows = tx.outbox.since(WITHDRAWAL, house.clock.now() - timedelta(minutes=5))
        return [tx.outbox.try_again(each.id) for each in rows if each.state != "done"]

    (row,) = house.do(forward)
    assert await house.centre.outbox.deliver(row.id) == "done"


CUT_OFF = [
    pytest.param("engine_away", (), False, id="before the queue has heard of it"),
    pytest.param("record_away", (1,), False, id="before the record has heard that it left the queue"),
    pytest.param("record_away", (1,), True, id="and the log told the record"),
    pytest.param("record_away", (2,), False, id="before its case is closed"),
    pytest.param("record_away", (4,), False, id="before it is ticked off"),
]


@pytest.mark.parametrize(("accident", "after", "logged"), CUT_OFF)
async def test_a_withdrawal_that_was_cut_off_is_finished_by_itself(
    house: House, accident: str, after: tuple[int, ...], logged: bool
) -> None:
    visitor = await _follows(house, await _asked(house))
    seal = dict(visitor.page.inputs)["seal"]
    with getattr(house, accident)(*after):
        await house.http.post("/ask/follow/withdraw", data={"seal": seal, "go": "sure"})
    if logged:
        await house.drain()
    await _is_finished(house)
    contact = _one(house)
    assert (contact.state, contact.outcome) == ("closed", "withdrawn")
    assert house.ask(lambda tx: tx.cases.get(str(contact.case_id))).state == "closed"
    said = house.ask(lambda tx: tx.messages.of_contact(contact.id))
    assert [each.text for each in said].count("The resident has withdrawn this request online.") == 1
    await house.at_work("amina")
    assert (await house.centre.desk.view(house.staff["amina"]))["offers"] == []


async def _with_specialists(house: House) -> tuple[str, Visitor]:
    """A request that was passed on, by its reference, and its resident, who is asked whether they are sure."""
    reference = await _asked(house)
    await house.at_work("amina")
    offer = await house.accepts("amina")
    await house.centre.desk.refer(house.staff["amina"], offer["contact"], "highways/pothole", {})
    await house.deliver_all()
    await house.centre.desk.close(house.staff["amina"], offer["contact"], "referred", "")
    visitor = await _follows(house, reference)
    await visitor.presses("")
    return reference, visitor


async def test_specialists_hear_of_a_withdrawal_that_was_cut_off_before_they_did(house: House) -> None:
    reference, visitor = await _with_specialists(house)
    with house.record_away(after=1):
        await visitor.presses("sure")
    await _is_finished(house)
    wish = await house.offer("amina")
    assert wish["what"].startswith(f"Withdrawn online: request {reference}")


async def test_one_that_was_taken_up_meanwhile_stays_with_whoever_has_it(house: House) -> None:
    visitor = await _follows(house, await _asked(house))
    seal = dict(visitor.page.inputs)["seal"]
    with house.engine_away():
        await house.http.post("/ask/follow/withdraw", data={"seal": seal, "go": "sure"})
    await house.at_work("amina")
    contact = str((await house.accepts("amina"))["contact"])
    await _is_finished(house)
    view = await house.centre.desk.contact(house.staff["amina"], contact)
    assert (view["state"], view["messages"][-1]["withdrawal"]) == ("active", True)


async def test_an_agent_who_works_on_it_is_told_and_keeps_it(house: House) -> None:
    visitor = await _follows(house, await _asked(house))
    await house.at_work("amina")
    offer = await house.accepts("amina")
    await visitor.presses("")
    page = await visitor.presses("sure")
    assert "Whoever is working on it has been told" in page.text
    view = await house.centre.desk.contact(house.staff["amina"], offer["contact"])
    assert view["messages"][-1]["text"] == "The resident has withdrawn this request online."
    assert view["messages"][-1]["withdrawal"]
    assert view["state"] == "active"
    (held,) = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
    assert (held["withdrawn"], held["unread"]) == (True, 0)


async def test_who_asks_after_what_another_withdrew_is_not_told_that_they_did(house: House) -> None:
    reference = await _asked(house)
    visitor = await _follows(house, reference)
    await house.at_work("amina")
    offer = await house.accepts("amina")
    await visitor.presses("")
    await visitor.presses("sure")
    stranger = Visitor(house.http)
    await stranger.opens("/ask/follow")
    page = await stranger.presses("", {"reference": reference})
    assert "This request has been withdrawn. Whoever is working on it has been told." in page.text
    assert "You have" not in page.text
    await house.centre.desk.close(house.staff["amina"], offer["contact"], "settled", "")
    await house.is_(offer["contact"], "closed")
    await house.text(f"What became of {reference}?", STRANGER)
    await house.deliver_all()
    await house.carrier_time.settle()
    (told,) = [body for body in house.bodies(STRANGER) if reference in body]
    assert f"Request {reference}: This request has been withdrawn. Nothing more" in told
    page = await stranger.presses("", {"reference": reference})
    assert "has been told" not in page.text


async def test_what_is_with_specialists_is_stopped_by_a_person(house: House) -> None:
    reference, visitor = await _with_specialists(house)
    sure = visitor.page
    for _ in range(2):
        visitor.page = sure
        page = await visitor.presses("sure")
        assert "Whoever is working on it has been told" in page.text
    wish = await house.offer("amina")
    assert wish["what"].startswith(f"Withdrawn online: request {reference}")
    assert [each.channel for each in house.ask(lambda tx: tx.contacts.recent(10))] == [Channel.WEB_FORM] * 2


async def test_a_request_by_telephone_is_followed_by_its_number(house: House) -> None:
    await house.text("There is a pothole in Mill Lane")
    await house.at_work("amina")
    offer = await house.accepts("amina")
    view = await house.centre.desk.contact(house.staff["amina"], offer["contact"])
    visitor = await _follows(house, view["case"]["reference"], MARGARET)
    assert "Somebody is dealing with your request now" in visitor.page.text


async def test_of_a_matter_of_safety_nothing_is_shown_but_that_we_have_it(house: House) -> None:
    person = house.do(lambda tx: tx.people.create("Ethel", (address.phone(MARGARET),)))
    case = house.do(lambda tx: tx.cases.create(person.id, "adult-social-care/safeguarding"))
    visitor = await _follows(house, case.reference, MARGARET)
    assert "We have what you told us" in visitor.page.text
    assert ("go", "") not in visitor.page.buttons
    assert "Withdraw this request" not in visitor.page.text


@pytest.mark.parametrize("seal", ["", "made.up"])
async def test_nothing_is_withdrawn_without_our_page(house: House, seal: str) -> None:
    await _asked(house)
    answer = await house.http.post("/ask/follow/withdraw", data={"seal": seal, "go": "sure"})
    assert answer.status_code == 403
    assert _one(house).state == "waiting"
