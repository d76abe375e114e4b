"""Which conversation an email joins: one row for each sentence of the design, and nobody reads a stranger's case."""

from typing import Any

import pytest

from centre.assurance import CONFIRMED, THREAD, naming, proven
from centre.email_threads import FOLLOWS, parties
from centre.merging import _one_case
from centre.same_person import _nobody_yet
from channels.email.tokens import addressed
from core import address
from core.assurance import Level
from core.channel import Channel
from records.mails import Envelope
from records.rows import Contact, NewContact
from records.tx import Tx
from tests.centre.correspondence import ANNE, BEN, BINS, EVE, ROADS_BOX, Desk, written
from tests.centre.house import House


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


def answer(case: str, token: str, sent: Envelope) -> dict[str, dict[str, Any]]:
    """How somebody may answer: what a row calls it → what it says."""
    other = "A tree has fallen"
    return {
        "in reply": {"answers": sent.mail_id, "subject": f"Re: {sent.subject}"},
        "references alone": {"references": ["<older@x.org>", sent.mail_id], "subject": "Re: Missed bin"},
        "their own first": {"answers": "<first@example.org>", "subject": "Re: Missed bin"},
        "token in To": {"to": token, "subject": other},
        "token in Cc": {"to": "council@example.com", "cc": f"Bins <{token.upper()}>", "subject": other},
        "reference in subject": {"subject": f"About 482: {case}"},
        "reply without a subject": {"answers": sent.mail_id, "subject": "Re:"},
        "new subject, old references": {"answers": sent.mail_id, "references": [sent.mail_id], "subject": other},
        "new subject, token kept by the reply": {"answers": sent.mail_id, "to": token, "subject": other},
        "new subject that names the case": {"answers": sent.mail_id, "subject": f"{other} (ref {case})"},
        "forged token": {"to": token.replace("sb-", "sb-0"), "subject": other},
        "nothing": {"subject": other},
        "the same subject alone": {"subject": "Re: Missed bin"},
    }


JOINS, SUGGESTS, APART = "joins", "suggests", "apart"
ROWS = [
    pytest.param("in reply", ANNE, JOINS, id="an answer to our message joins it"),
    pytest.param("references alone", ANNE, JOINS, id="our message among those that it refers to is enough"),
    pytest.param("their own first", ANNE, JOINS, id="so is their own message, which we answered"),
    pytest.param("token in To", ANNE, JOINS, id="our token in the address that it goes to joins, whatever the subject"),
    pytest.param("token in Cc", ANNE, JOINS, id="our token in Cc counts, in any letters"),
    pytest.param("reference in subject", ANNE, JOINS, id="the case's reference in the subject joins"),
    pytest.param("reply without a subject", ANNE, JOINS, id="an answer that lost its subject joins"),
    pytest.param("in reply", BEN, JOINS, id="whoever we wrote to is a party too"),
    pytest.param("in reply", EVE, SUGGESTS, id="a stranger's answer is apart, and may be linked by a person"),
    pytest.param("token in To", EVE, SUGGESTS, id="a stranger with our token is a stranger"),
    pytest.param("token in Cc", EVE, SUGGESTS, id="a stranger who copies us in is a stranger"),
    pytest.param("reference in subject", EVE, SUGGESTS, id="a stranger who knows the reference is a stranger"),
    pytest.param(
        "new subject, old references", ANNE, SUGGESTS, id="a new subject with old references is not swallowed"
    ),
    pytest.param("new subject, token kept by the reply", ANNE, SUGGESTS, id="nor when the answer kept our token"),
    pytest.param("new subject that names the case", ANNE, JOINS, id="a new subject that names the case joins"),
    pytest.param("forged token", ANNE, APART, id="a token that we did not make counts for nothing"),
    pytest.param("nothing", ANNE, APART, id="a new matter of the same person is a new matter"),
    pytest.param("the same subject alone", ANNE, APART, id="the same subject proves nothing"),
]


async def begun(desk: Desk) -> tuple[Contact, Envelope, str, str]:
    """Anne has written with Ben copied in, and was answered: the contact, our answer, the case, and a token."""
    await desk.comes(written(ANNE, cc=BEN, mail_id="<first@example.org>"))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact)
    case = desk.house.ask(lambda tx: tx.cases.get(tx.contacts.get(contact.id).case_id or "")).reference
    return contact, sent, case, addressed(BINS, contact.id, desk.house.settings.secret_key)


@pytest.mark.parametrize(("how", "sender", "expected"), ROWS)
async def test_where_an_email_goes(desk: Desk, how: str, sender: str, expected: str) -> None:
    contact, sent, case, token = await begun(desk)
    await desk.comes(written(sender, words="And another thing.", **answer(case, token, sent)[how]))
    joined = any("And another thing." in each.text for each in desk.said(contact))
    others = [each for each in desk.contacts() if each.id != contact.id]
    suggested = [each.facts[THREAD]["contact"] for each in others if THREAD in each.facts]
    assert (joined, len(others), suggested) == {
        JOINS: (True, 0, []),
        SUGGESTS: (False, 1, [contact.id]),
        APART: (False, 1, []),
    }[expected]
    if others:
        assert others[0].case_id is None, "nobody is shown a case that they are no party of"


async def test_the_heaviest_evidence_counts(desk: Desk) -> None:
    """Two cases of one person: the reference in the subject outweighs a message that is referred to."""
    first, sent, _, _ = await begun(desk)
    await desk.comes(written(ANNE, subject="A lamp is out", mail_id="<second@example.org>"))
    second = desk.house.do(lambda tx: tx.contacts.set_service(desk.contacts()[-1].id, "highways/street-light"))
    await desk.answers(second)
    case = desk.house.ask(lambda tx: tx.cases.get(tx.contacts.get(second.id).case_id or "")).reference
    await desk.comes(written(ANNE, subject=f"Re: {case}", answers=sent.mail_id, words="Still dark."))
    assert "Still dark." in desk.said(second)[-1].text
    assert len(desk.said(first)) == 3


async def test_an_answer_to_a_closed_conversation_is_a_new_one_in_the_same_case(desk: Desk) -> None:
    contact, sent, _, _ = await begun(desk)
    desk.closes(contact)
    for words in ("It was not emptied again.", "And not today either."):
        await desk.comes(written(ANNE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words=words))
    _, again = desk.contacts()
    assert (again.case_id, again.state, again.facts[FOLLOWS]) == (
        desk.house.ask(lambda tx: tx.contacts.get(contact.id)).case_id,
        "waiting",
        contact.id,
    )
    assert desk.house.ask(lambda tx: tx.cases.get(again.case_id or "")).state == "open"
    assert [each.direction for each in desk.said(again)] == ["in", "in"], "the second joins the first, unanswered"


async def test_a_machines_answer_to_a_closed_conversation_opens_nothing(desk: Desk) -> None:
    contact, sent, _, _ = await begun(desk)
    desk.closes(contact)
    away = written(ANNE, subject="Automatic reply: Missed bin", answers=sent.mail_id, Auto_Submitted="auto-replied")
    await desk.comes(away)
    assert [each.id for each in desk.contacts()] == [contact.id]
    assert desk.said(contact)[-1].direction == "in"
    assert desk.house.ask(lambda tx: tx.contacts.get(contact.id)).state == "closed"


async def test_the_same_message_again_is_there_once_wherever_it_was_joined(desk: Desk) -> None:
    contact, sent, _, _ = await begun(desk)
    raw = written(ANNE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words="Thank you.")
    await desk.comes(raw)
    before = len(desk.said(contact))
    await desk.comes(raw)
    assert (len(desk.said(contact)), len(desk.contacts())) == (before, 1)


async def test_what_we_wrote_ourselves_is_no_contact_when_it_comes_back(desk: Desk) -> None:
    _, sent, _, _ = await begun(desk)
    await desk.comes(written(BINS, mail_id=sent.mail_id, subject=sent.subject), ROADS_BOX)
    assert len(desk.contacts()) == 1
    (aside,) = desk.house.ask(lambda tx: tx.quarantine.open())
    assert aside.reason == "It is one of our own messages, come back."


async def test_what_a_person_links_is_one_case_and_its_sender_a_party(desk: Desk) -> None:
    contact, sent, _, _ = await begun(desk)
    await desk.comes(written(EVE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words="I am her sister."))
    sister = await desk.takes(desk.contacts()[-1])
    me = desk.house.staff[desk.agent]
    await desk.house.centre.correspondence.link(me, sister.id, accept=True)
    linked = desk.house.ask(lambda tx: tx.contacts.get(sister.id))
    assert (linked.case_id, THREAD in linked.facts and linked.facts[THREAD]) == (
        desk.house.ask(lambda tx: tx.contacts.get(contact.id)).case_id,
        None,
    )
    assert desk.house.ask(lambda tx: tx.cases.get(sister.case_id or "")).state == "closed", "the one of its own is over"
    await desk.comes(written(EVE, subject=f"Re: {sent.subject}", answers=sent.mail_id, words="She thanks you."))
    assert len(desk.contacts()) == 2


async def test_what_a_person_does_not_link_stays_apart(desk: Desk) -> None:
    _, sent, _, _ = await begun(desk)
    await desk.comes(written(EVE, subject=f"Re: {sent.subject}", answers=sent.mail_id))
    stranger = await desk.takes(desk.contacts()[-1])
    await desk.house.centre.correspondence.link(desk.house.staff[desk.agent], stranger.id, accept=False)
    kept = desk.house.ask(lambda tx: tx.contacts.get(stranger.id))
    assert (kept.case_id, kept.facts[THREAD]) == (stranger.case_id, None)


EVES_NUMBER = address.phone("07700 900666")


async def _keys_the_reference(desk: Desk, reference: str) -> Contact:
    """Eve, whose number and email address we know, rings and keys Anne's reference."""

    def rings(tx: Tx) -> Contact:
        eve = tx.people.create("Eve", (EVES_NUMBER, address.email(EVE)))
        new = NewContact(
            channel=Channel.PHONE, provider_id="CA-eve", from_address=EVES_NUMBER, to="here", received_at=tx.now
        )
        call, _ = tx.contacts.take_in(new)
        return tx.contacts.link(call.id, person_id=eve.id)

    call = desk.house.do(rings)
    await desk.house.centre.front_desk._telling.of(call, reference, link=True)
    return desk.house.ask(lambda tx: tx.contacts.get(call.id))


async def test_whoever_keys_a_reference_on_the_telephone_is_no_party_of_its_case(desk: Desk) -> None:
    contact, sent, reference, _ = await begun(desk)
    call = await _keys_the_reference(desk, reference)
    case = desk.house.ask(lambda tx: tx.contacts.get(contact.id)).case_id
    assert call.case_id == case, "the agent who takes the call sees what they asked after"
    await desk.comes(written(EVE, subject=f"Re: {reference}", answers=sent.mail_id, words="What did she say?"))
    assert not any("What did she say?" in each.text for each in desk.said(contact))
    (_, apart) = desk.contacts()
    assert (apart.case_id, apart.facts[THREAD]["contact"]) == (None, contact.id)


@pytest.mark.parametrize("confirmed", [False, True], ids=["who only names it is not", "an agent made sure of them"])
async def test_a_caller_is_a_party_once_they_have_proven_it(desk: Desk, confirmed: bool) -> None:
    contact, _, reference, _ = await begun(desk)
    call = await _keys_the_reference(desk, reference)
    if confirmed:
        fact = {CONFIRMED: {"how": "questions", "by": "a", "at": desk.house.clock.now().isoformat()}}
        desk.house.do(lambda tx: tx.contacts.merge_facts(call.id, fact))
    case = desk.house.ask(lambda tx: tx.contacts.get(contact.id)).case_id
    found = desk.house.ask(lambda tx: parties(tx, tx.contacts.of_case(case or ""), frozenset()))
    assert (EVE in found) is confirmed
    assert {ANNE, BEN} <= found


@pytest.mark.parametrize("kept", ["the call", "the email"])
async def test_an_email_that_is_joined_to_a_call_which_names_a_case_proves_no_more_of_it(desk: Desk, kept: str) -> None:
    contact, sent, reference, _ = await begun(desk)
    call = await _keys_the_reference(desk, reference)
    await desk.comes(written(EVE, subject=f"Re: {reference}", answers=sent.mail_id, words="What did she say?"))
    mail = desk.contacts()[-1]
    pair = (call, mail) if kept == "the call" else (mail, call)
    desk.house.do(lambda tx: _one_case(tx, *pair))
    joined, case = desk.house.ask(
        lambda tx: (tx.contacts.get(mail.id), tx.cases.get(tx.contacts.get(contact.id).case_id or ""))
    )
    assert joined.case_id == case.id
    assert desk.house.ask(lambda tx: proven(tx, joined, case)) is Level.NONE
    assert EVE not in desk.house.ask(lambda tx: parties(tx, tx.contacts.of_case(case.id), frozenset()))


@pytest.mark.parametrize("named", [True, False], ids=["only names it", "made it"])
async def test_a_case_of_nobodys_becomes_a_callers_only_when_they_made_it(desk: Desk, named: bool) -> None:
    case = desk.house.do(lambda tx: tx.cases.create(None, "highways/pothole"))
    new = NewContact(channel=Channel.PHONE, provider_id="CA-x", to="here", received_at=desk.house.clock.now())
    call, _ = desk.house.do(lambda tx: tx.contacts.take_in(new))
    desk.house.do(lambda tx: tx.contacts.link(call.id, case_id=case.id))
    if named:
        desk.house.do(lambda tx: tx.contacts.merge_facts(call.id, naming(case)))
    person = desk.house.do(lambda tx: _nobody_yet(tx, tx.contacts.get(call.id)))
    kept = desk.house.ask(lambda tx: tx.cases.get(case.id))
    assert kept.person_id == (None if named else person)
