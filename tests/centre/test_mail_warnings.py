"""What the desk says before an email is answered: to whom it would go who is a stranger, and what is odd about it."""

from dataclasses import replace

import pytest

from centre.email_threads import Why
from centre.mail_keeping import DISOWNED, SAME_ID, UNCLEAR
from centre.mail_reading import TOO_LONG
from centre.mail_view import ELSEWHERE, mailing_shown
from channels.email.inbound import AT_MOST
from records.rows import Contact
from records.tx import Tx
from tests.centre.correspondence import ANNE, BEN, BOX, EVE, Desk, written
from tests.centre.house import House


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


def _warnings(desk: Desk, contact: Contact) -> list[str]:
    def look(tx: Tx) -> list[str]:
        shown = mailing_shown(tx, desk.house.centre.emails._mailing, tx.contacts.get(contact.id))
        return list((shown or {})["warnings"])

    return desk.house.ask(look)


async def test_whoever_has_no_part_in_the_case_is_named_also_beside_its_sender(desk: Desk) -> None:
    await desk.comes(written(ANNE, Reply_To=f"{ANNE}, {EVE}"))
    (contact,) = desk.contacts()
    assert _warnings(desk, contact) == [ELSEWHERE.format(who=EVE)]


async def test_whom_we_wrote_to_already_has_a_part(desk: Desk) -> None:
    await desk.comes(written(ANNE, cc=BEN))
    (contact,) = desk.contacts()
    assert _warnings(desk, contact) == [ELSEWHERE.format(who=BEN)]
    await desk.answers(contact)
    assert _warnings(desk, contact) == []


async def test_one_that_is_too_long_is_told_and_shown_so_far(desk: Desk) -> None:
    await desk.comes(written(ANNE, words="Long one.") + b"x" * AT_MOST)
    (contact,) = desk.contacts()
    held = await desk.takes(contact)
    assert _warnings(desk, held) == [TOO_LONG]
    message = desk.said(contact)[0]
    shown = await desk.house.centre.correspondence.original(desk.house.staff["amina"], contact.id, message.id)
    assert shown["text"].startswith("Long one.")
    assert shown["warnings"][0] == TOO_LONG


SAYS = "mx.westmere.example.org; spf=pass smtp.mailfrom=x.example; dmarc={result} header.from=example.org"


@pytest.mark.parametrize(
    ("checked_by", "result", "joins"),
    [
        pytest.param("MX.westmere.example.org", "fail (p=reject)", False, id="our own server says that it is forged"),
        pytest.param("mx.westmere.example.org", "pass", True, id="it says that it is genuine"),
        pytest.param("mx.elsewhere.example", "fail", True, id="some other server says so, or somebody who writes it"),
        pytest.param("", "fail", True, id="we were not told who our server is"),
    ],
)
async def test_a_forged_sender_is_a_stranger_and_is_not_answered(
    desk: Desk, checked_by: str, result: str, joins: bool
) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    raw = written(ANNE, subject=sent.subject, answers=sent.mail_id, Authentication_Results=SAYS.format(result=result))
    await desk.comes(raw, replace(BOX, checked_by=checked_by))
    forged = desk.contacts()[1:]
    assert [each.facts["thread"]["why"] for each in forged] == ([] if joins else ["disowned"])
    assert [_warnings(desk, each)[:1] for each in forged] == ([] if joins else [[DISOWNED]])


async def test_a_forged_sender_is_not_written_to_by_ourselves(desk: Desk) -> None:
    box = replace(BOX, checked_by="mx.westmere.example.org")
    await desk.comes(written(ANNE, Authentication_Results=SAYS.format(result="fail")), box)
    (contact,) = desk.contacts()
    assert [each.direction for each in desk.said(contact)] == ["in"]


FORGED_NAMES = [
    pytest.param([f"{ANNE} <{EVE}>"], Why.STRANGER, [], id="her address where the name should be"),
    pytest.param([f"{ANNE}, {EVE}"], Why.DISOWNED, [UNCLEAR], id="two addresses"),
    pytest.param([ANNE, EVE], Why.DISOWNED, [UNCLEAR], id="two fields"),
]


@pytest.mark.parametrize(("froms", "why", "told"), FORGED_NAMES)
async def test_whoever_writes_her_address_beside_their_own_joins_nothing(
    desk: Desk, froms: list[str], why: Why, told: list[str]
) -> None:
    await desk.comes(written(ANNE))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    fields = "".join(f"From: {each}\r\n" for each in froms).encode()
    raw = written("nobody", subject=sent.subject, answers=sent.mail_id).replace(b"From: nobody\r\n", fields)
    await desk.comes(raw)
    (forged,) = desk.contacts()[1:]
    assert forged.facts["thread"]["why"] == why
    assert [each for each in _warnings(desk, forged) if each == UNCLEAR] == told


async def test_one_that_shares_its_message_id_is_told(desk: Desk) -> None:
    for sender in (ANNE, BEN):
        await desk.comes(written(sender, mail_id="<scan@mfp.example>"))
    assert [_warnings(desk, each) for each in desk.contacts()] == [[], [SAME_ID]]
