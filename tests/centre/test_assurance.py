"""Who may see, change or hear about a matter: each channel's own edge, for a service of each level.

What is refused stands in each row's name, and comes from the table that the channels themselves ask.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image

from centre.assurance import CONFIRMED, known_of, named_by, proven
from centre.chat_words import IN_DANGER
from centre.confirming import BEFORE, ONLY_HERE
from centre.indexing import Indexed, _said
from centre.letter_writing import CONFIRM_FIRST, NOT_THEIRS, LetterDraft, posting
from channels.letter.writing import Written, pdf
from config.county import load_county
from core import address
from core.address import Address, AddressKind
from core.assurance import WRITTEN, Act, Found, Level, enough, may
from core.channel import Channel
from core.errors import Conflict, NotAllowed, NotFound
from records.rows import Case, Contact, NewContact, Referral
from records.tx import Tx
from referrals.partner import Receipt
from tests.centre.capability import crew
from tests.centre.correspondence import BOX, written
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.centre.ways_in import WAYS, Resident, letter_page, scanned

SERVICES = load_county().services
OF_LEVEL = {
    Level.NONE: "highways/pothole",
    Level.CONTACT: "libraries/renewal",
    Level.KNOWN: "adult-social-care/care-needs",
    Level.IN_PERSON: "information/subject-access",
}
OWNER, STRANGER = Resident(n=1), Resident(n=2)
THEIRS, ELSEWHERE = "WM3 4AB", "WM9 9ZZ"
WORDS = "The resident's own words."
WAITS = "Nobody has started on it yet"
WHO = {"whoever it came from": (OWNER, Level.CONTACT), "a stranger": (STRANGER, Level.NONE)}


def _refused(service: str, proven: Level) -> str:
    refused = [act.value for act in Act if not may(SERVICES[service].assurance, act, proven)]
    return f"may not {' or '.join(refused)}" if refused else "is refused nothing"


def _rows(*names: str) -> pytest.MarkDecorator:
    """Every level's service, for these people."""
    rows = list(itertools.product(OF_LEVEL.values(), names or WHO))
    ids = [f"{SERVICES[service].label}: {who} {_refused(service, WHO[who][1])}" for service, who in rows]
    return pytest.mark.parametrize(("service", "who"), rows, ids=ids)


@pytest.fixture
def agents(house: House) -> Iterator[dict[str, str]]:
    with crew(house) as names:
        yield names


def _matter(house: House, service: str) -> Case:
    """What somebody asked on the web yesterday, with their number, their mail address and their postcode."""

    def keep(tx: Tx) -> Case:
        details = {"phone": OWNER.phone, "email": OWNER.email, "postcode": THEIRS}
        new = NewContact(
            channel=Channel.WEB_FORM,
            provider_id=f"form-{service}",
            from_address=address.phone(OWNER.phone),
            to="web",
            received_at=tx.now,
            service=service,
            facts={"words": WORDS, "details": details},
        )
        contact, _ = tx.contacts.take_in(new)
        person = tx.people.create("Margaret Hale", (address.phone(OWNER.phone), address.email(OWNER.email)))
        case = tx.cases.create(person.id, service)
        tx.contacts.link(contact.id, case_id=case.id, person_id=person.id)
        tx.messages.add(contact.id, "in", WORDS, "resident")
        return case

    return house.do(keep)


def _newest(house: House, channel: Channel) -> str:
    return next(each.id for each in house.ask(lambda tx: tx.contacts.recent(20)) if each.channel is channel)


async def _at_the_desk(house: House, agents: dict[str, str], contact: str) -> tuple[str, dict[str, Any]]:
    """Taken by whom it rings; who that is, and what they are told to ask."""
    await house.at_work(*agents.values())
    service = house.ask(lambda tx: tx.contacts.get(contact)).service
    name = agents[SERVICES[str(service)].skill]
    await house.accepts(name)
    await house.is_(contact, "active")
    view = await house.centre.desk.contact(house.staff[name], contact)
    return house.staff[name], view["assurance"]


def _asks(shown: dict[str, Any]) -> set[Act]:
    """The acts before which something is to be asked."""
    said = " ".join(shown["lines"])
    return {act for act, words in BEFORE.items() if words in said}


def _unproven(service: str, proven: Level) -> set[Act]:
    return {act for act in Act if not may(SERVICES[service].assurance, act, proven)}


# -- on the web


@_rows()
async def test_the_page_shows_and_withdraws_what_was_proven(house: House, service: str, who: str) -> None:
    case, (_, proven) = _matter(house, service), WHO[who]
    asked = SERVICES[service].assurance
    async with OWNER.browser(house) as visitor:
        await visitor.opens("/ask/follow")
        proof = OWNER.phone if proven is Level.CONTACT else ""
        page = await visitor.presses("", {"reference": case.reference, "proof": proof})
    found = proven is Level.CONTACT or may(asked, Act.VIEW, Level.NONE)
    assert visitor.status == (200 if found else 422)
    seen = may(asked, Act.VIEW, proven)
    assert (WAITS in page.text) is seen
    assert (WORDS in page.text) is (seen and enough(WRITTEN, proven))
    assert (SERVICES[service].label in page.text) is seen
    assert ("Withdraw this request" in page.text) is (found and may(asked, Act.CHANGE, proven))


@_rows()
async def test_a_request_is_not_withdrawn_by_who_has_not_proven_enough(house: House, service: str, who: str) -> None:
    case, (_, proven) = _matter(house, service), WHO[who]
    found = Found(case=case.id, proven=proven)
    if may(SERVICES[service].assurance, Act.CHANGE, proven):
        await house.centre.following.withdraw(found)
    else:
        with pytest.raises(NotAllowed, match="we first make sure that it is you"):
            await house.centre.following.withdraw(found)
    state = (await house.centre.following.view(Found(case=case.id, proven=Level.IN_PERSON)))["state"]
    assert state.startswith("withdraw") is may(SERVICES[service].assurance, Act.CHANGE, proven)


async def test_without_a_proof_a_guarded_reference_is_as_one_that_is_none(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.KNOWN])
    said = []
    for reference in (case.reference, "123-456-789"):
        with pytest.raises(NotFound) as refused:
            await house.centre.following.find(reference, "")
        said.append(str(refused.value))
    assert said[0] == said[1]


# -- on the telephone


@_rows()
async def test_the_menu_says_where_it_is_to_who_may_hear(
    house: House, agents: dict[str, str], service: str, who: str
) -> None:
    case, (resident, proven) = _matter(house, service), WHO[who]
    await house.at_work(*agents.values())
    line, contact = await house.queues(resident.phone, ("9", "1", case.reference.replace("-", "")))
    heard = " ".join(each["text"] for each in line.call.heard if each["kind"] == "say")
    assert "we have found it" in heard
    assert (WAITS in heard) is may(SERVICES[service].assurance, Act.HEAR, proven)
    _, shown = await _at_the_desk(house, agents, contact)
    assert _asks(shown) == _unproven(service, proven)
    assert shown["named"] == (case.reference if proven is Level.NONE else None)


async def test_whoever_rang_with_a_reference_has_not_proven_it_by_that(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.CONTACT])
    await house.queues(STRANGER.phone, ("9", "1", case.reference.replace("-", "")))
    known = house.ask(lambda tx: set(known_of(tx, case)))
    assert OWNER.phone in known
    assert STRANGER.phone not in known
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, STRANGER.phone)


# -- in writing


@pytest.mark.parametrize(
    ("channel", "thanks"),
    [
        pytest.param(Channel.SMS, "thank you, we have your text", id="text"),
        pytest.param(Channel.WHATSAPP, "Thank you for your message", id="WhatsApp"),
    ],
)
@_rows()
async def test_a_text_is_told_where_it_is_if_it_may_hear(
    house: House, agents: dict[str, str], service: str, who: str, channel: Channel, thanks: str
) -> None:
    case, (resident, proven) = _matter(house, service), WHO[who]
    writes = house.text if channel is Channel.SMS else house.whatsapp
    await writes(f"Is there any news of {case.reference} please", resident.phone)
    await house.deliver_all()
    told = " ".join(house.bodies(resident.phone))
    assert thanks in told
    assert (WAITS in told) is may(SERVICES[service].assurance, Act.HEAR, proven)
    contact = _newest(house, channel)
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.case_id == case.id) is (proven is Level.CONTACT), "a stranger's text is no part of it"
    _, shown = await _at_the_desk(house, agents, contact)
    assert _asks(shown) == _unproven(service, proven)


@_rows()
async def test_an_email_is_told_nothing_by_a_machine_and_a_stranger_s_is_kept_apart(
    house: House, agents: dict[str, str], service: str, who: str
) -> None:
    case, (resident, proven) = _matter(house, service), WHO[who]
    mail = written(resident.email, subject=f"My request {case.reference}", words="Is there any news?")
    await house.centre.emails.take_in(BOX, mail, None)
    await house.deliver_all()
    sent = house.carrier.carrier.store.all("mail")
    assert not [each for each in sent if resident.email in each["to"] and WAITS in each["text"]]
    contact = _newest(house, Channel.EMAIL)
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.case_id == case.id) is (proven is Level.CONTACT)
    _, shown = await _at_the_desk(house, agents, contact)
    assert _asks(shown) == _unproven(service, proven)


@pytest.mark.long
@_rows()
async def test_a_letter_on_our_paper_is_theirs_only_from_where_they_wrote(
    house: House, agents: dict[str, str], service: str, who: str
) -> None:
    case, (_, proven) = _matter(house, service), WHO[who]
    postcode = THEIRS if proven is Level.CONTACT else ELSEWHERE
    dated = house.clock.now().date() - timedelta(days=3)
    pages = letter_page("Is there any news of my request, please?", 1, dated, postcode=postcode)
    contact = await scanned(house, [_our_paper(case), *pages])
    agent, shown = await _at_the_desk(house, agents, contact)
    assert _asks(shown) == _unproven(service, proven)
    assert postcode in house.ask(lambda tx: set(known_of(tx, case))) or proven is Level.NONE
    await _answered_by_letter(house, agent, contact, service, proven)


async def _answered_by_letter(house: House, agent: str, contact: str, service: str, proven: Level) -> None:
    """To where they wrote from, and to another place; then to anywhere, once the agent knows who it is."""
    asked = SERVICES[service].assurance
    for postcode in (THEIRS, ELSEWHERE):
        to_anybody, hears = may(asked, Act.HEAR, Level.NONE), may(asked, Act.HEAR, proven)
        if to_anybody or (hears and postcode == THEIRS):
            assert await house.centre.posting.preview(agent, contact, _draft(postcode))
            continue
        with pytest.raises(Conflict) as refused:
            await house.centre.posting.preview(agent, contact, _draft(postcode))
        assert str(refused.value) == (NOT_THEIRS if hears else CONFIRM_FIRST)
    await house.centre.confirming.confirm(agent, contact, "questions")
    assert await house.centre.posting.preview(agent, contact, _draft(ELSEWHERE))


def _draft(postcode: str) -> LetterDraft:
    address = f"12 Mill Lane, Marlbridge, {postcode}"
    return LetterDraft(name="Margaret Hale", address=address, subject="Your request", text="We write again on Monday.")


def _our_paper(case: Case) -> Image.Image:
    """The first page of a letter of ours, as the resident has it, and as a scanner sees it."""
    written = Written(
        council="Westmere County Council",
        contact=("County Hall", "Marlbridge", "WM1 1AA"),
        website="",
        to=("Margaret Hale", "12 Mill Lane", "Marlbridge", THEIRS),
        day=date(2026, 11, 20),
        reference=case.reference,
        subject="Your request",
        text=f"Dear Mrs Hale,\n\nWe ring you on {OWNER.phone}.\n\nYours sincerely,\nAmina",
    )
    shown: Image.Image = pdfium.PdfDocument(pdf(written))[0].render(scale=200 / 72, grayscale=True).to_pil()
    return shown


async def test_our_own_paper_sent_back_proves_nothing(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.CONTACT])
    contact = await scanned(house, [_our_paper(case)])

    def look(tx: Tx) -> tuple[str | None, Level, dict[str, Any]]:
        kept = tx.contacts.get(contact)
        return kept.case_id, proven(tx, kept, case), posting(tx, kept, None, tx.messages.of_contact(contact))

    linked, level, to = house.ask(look)
    assert (linked, level, to["address"]) == (case.id, Level.NONE, "")


LETTER: dict[str, Any] = {
    "words": WORDS,
    "letter": {"phone": STRANGER.phone, "email": STRANGER.email, "postcode": THEIRS},
}


def _letter(house: House) -> tuple[Contact, Case]:
    """A letter in its own case, on which a machine has read a number and an email address."""

    def keep(tx: Tx) -> tuple[Contact, Case]:
        person = tx.people.create("Margaret Hale")
        case = tx.cases.create(person.id, OF_LEVEL[Level.CONTACT])
        new = NewContact(
            channel=Channel.LETTER,
            provider_id="out_1/1",
            to="post",
            received_at=tx.now,
            service=case.service,
            facts=LETTER,
        )
        contact, _ = tx.contacts.take_in(new)
        return tx.contacts.link(contact.id, case_id=case.id, person_id=person.id), case

    return house.do(keep)


async def test_a_number_in_a_letter_proves_nothing_until_an_indexer_has_confirmed_it(house: House) -> None:
    contact, case = _letter(house)
    for proof in (STRANGER.phone, STRANGER.email):
        with pytest.raises(NotFound):
            await house.centre.following.find(case.reference, proof)
    assert (await house.centre.following.find(case.reference, THEIRS)).proven is Level.CONTACT
    said = Indexed(service=OF_LEVEL[Level.CONTACT], phone=STRANGER.phone)
    house.do(lambda tx: _said(tx, contact, said))
    assert (await house.centre.following.find(case.reference, STRANGER.phone)).proven is Level.CONTACT
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, STRANGER.email)


@pytest.mark.parametrize(
    ("doubt", "said", "proves"),
    [
        pytest.param({}, None, True, id="read well"),
        pytest.param({"unsure": ["postcode"]}, None, False, id="hard to read"),
        pytest.param({"reason": "unsure_postcode"}, None, False, id="hard to read, in a letter of an older day"),
        pytest.param({"unsure": ["phone"]}, None, True, id="beside a number that was"),
        pytest.param({"unsure": ["postcode"]}, "wm34ab", True, id="confirmed by its indexer"),
        pytest.param({"unsure": ["postcode"]}, "WM9 9ZZ", False, id="put right by them"),
        pytest.param({}, "", False, id="not the writer's, they say"),
        pytest.param({"unsure": ["postcode"]}, "nothing said", False, id="indexed on a page that does not ask for it"),
    ],
)
async def test_a_postcode_that_was_hard_to_read_proves_nothing_until_an_indexer_has_confirmed_it(
    house: House, doubt: dict[str, Any], said: str | None, proves: bool
) -> None:
    contact, case = _letter(house)
    house.do(lambda tx: tx.contacts.merge_facts(contact.id, {"letter": {**LETTER["letter"], **doubt}}))
    if said is not None:
        given = Indexed(service=OF_LEVEL[Level.CONTACT], postcode=None if said == "nothing said" else said)
        house.do(lambda tx: _said(tx, contact, given))
    if proves:
        assert (await house.centre.following.find(case.reference, THEIRS)).proven is Level.CONTACT
        return
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, THEIRS)


async def test_a_letter_that_an_indexer_puts_to_a_matter_does_not_make_its_writer_known_there(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.CONTACT])
    contact, _ = _letter(house)
    facts = {"letter": {"postcode": ELSEWHERE}}
    house.do(lambda tx: tx.contacts.merge_facts(contact.id, facts))
    house.do(lambda tx: _said(tx, contact, Indexed(service="libraries/renewal", reference=case.reference)))
    assert house.ask(lambda tx: tx.contacts.get(contact.id)).case_id == case.id
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, ELSEWHERE)


async def test_where_an_agent_sent_a_letter_to_proves_nothing(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.CONTACT])
    sent = Address(kind=AddressKind.POSTAL, value=f"9 Other Lane\nMarlbridge\n{ELSEWHERE}")
    house.do(lambda tx: tx.people.add_address(str(case.person_id), sent))
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, ELSEWHERE)


# -- somebody is there


@_rows("a stranger")
async def test_a_chat_is_told_where_it_is_if_anybody_may_hear(
    house: House, agents: dict[str, str], service: str, who: str
) -> None:
    case, (resident, proven) = _matter(house, service), WHO[who]
    async with resident.browser(house) as visitor:
        await visitor.opens("/chat")
        words = f"Is there any news of {case.reference} please"
        page = await visitor.presses("", {"name": "Margaret Hale", "words": words})
        assert (WAITS in page.text) is may(SERVICES[service].assurance, Act.HEAR, proven)
        chat = _newest(house, Channel.CHAT)
        ours = [each.text for each in house.ask(lambda tx: tx.messages.of_contact(chat)) if each.direction == "out"]
        assert [IN_DANGER in each for each in ours] == [True] * (WAITS in page.text)
        _, shown = await _at_the_desk(house, agents, chat)
    assert _asks(shown) == _unproven(service, proven)
    assert shown["named"] == case.reference


@_rows("a stranger")
async def test_reception_is_shown_what_it_may_say_and_the_desk_asks_for_the_rest(
    house: House, agents: dict[str, str], service: str, who: str
) -> None:
    case, (resident, proven) = _matter(house, service), WHO[who]
    async with resident.browser(house) as visitor:
        said = await visitor.http.post("/reception/api/login", json={"username": "grace", "password": PASSWORD})
        visitor.http.headers["x-csrf-token"] = said.json()["csrf"]
        words = f"Any news of {case.reference}?"
        body = {"name": "Margaret Hale", "words": words, "service": service, "key": "k1"}
        given = (await visitor.http.post("/reception/api/visits", json=body)).json()
    assert re.match(rf"Request {case.reference}: ", given["tells"])
    assert (WAITS in given["tells"]) is may(SERVICES[service].assurance, Act.HEAR, proven)
    agent, shown = await _at_the_desk(house, agents, given["contact"])
    assert _asks(shown) == _unproven(service, proven)
    await house.centre.confirming.confirm(agent, given["contact"], "papers")
    view = await house.centre.desk.contact(agent, given["contact"])
    assert _asks(view["assurance"]) == set()


# -- what an agent confirms


async def test_what_an_agent_confirms_is_kept_with_who_when_and_how_and_settles_the_line(
    house: House, agents: dict[str, str]
) -> None:
    case = _matter(house, OF_LEVEL[Level.KNOWN])
    _, contact = await house.queues(OWNER.phone, ("9", "1", case.reference.replace("-", "")))
    agent, shown = await _at_the_desk(house, agents, contact)
    assert shown["lines"] == [
        "Before you tell them, show them or change it for them: confirm their name and address, and their date of "
        "birth or security question."
    ]
    for _ in range(2):
        await house.centre.confirming.confirm(agent, contact, shown["how"])
    view = await house.centre.desk.contact(agent, contact)
    now = view["assurance"]
    assert (now["lines"], now["how"], now["confirmed"]["how"]) == ([], None, "questions")
    assert now["confirmed"]["by"] == "knows-adult-social-care"
    assert sum("Who they are was confirmed" in each["text"] for each in view["messages"]) == 1
    await house.centre.desk.set_person(agent, contact, "Somebody Else", somebody_else=True)
    assert not house.ask(lambda tx: tx.contacts.get(contact)).facts[CONFIRMED]
    assert (await house.centre.desk.contact(agent, contact))["assurance"]["lines"]


async def test_papers_are_seen_at_the_front_desk_alone_and_by_whoever_has_the_contact(
    house: House, agents: dict[str, str]
) -> None:
    case = _matter(house, OF_LEVEL[Level.IN_PERSON])
    _, contact = await house.queues(OWNER.phone, ("9", "1", case.reference.replace("-", "")))
    agent, shown = await _at_the_desk(house, agents, contact)
    assert shown["how"] == "questions"
    with pytest.raises(Conflict, match=ONLY_HERE):
        await house.centre.confirming.confirm(agent, contact, "papers")
    with pytest.raises(NotAllowed):
        await house.centre.confirming.confirm(house.staff["amina"], contact, "questions")
    await house.centre.confirming.confirm(agent, contact, "questions")
    left = (await house.centre.desk.contact(agent, contact))["assurance"]
    assert left["lines"] == ["Before you show them: see proof of identity, with the resident there."]
    assert left["how"] is None


# -- what we send by ourselves


@pytest.mark.parametrize("confirmed", [False, True], ids=["nobody was asked", "an agent made sure of them"])
@_rows("whoever it came from")
async def test_that_it_was_passed_on_is_texted_if_whoever_reads_the_telephone_may_hear(
    house: House, service: str, who: str, confirmed: bool
) -> None:
    case = _matter(house, service)
    told = await _passed_on(house, case, service, confirmed=confirmed)
    assert told is may(SERVICES[service].assurance, Act.HEAR, WHO[who][1])


async def test_what_was_passed_on_as_something_guarded_is_not_told_because_its_case_is_harmless(house: House) -> None:
    case = _matter(house, OF_LEVEL[Level.NONE])
    assert not await _passed_on(house, case, "adult-social-care/safeguarding", confirmed=True)


async def _passed_on(house: House, case: Case, service: str, *, confirmed: bool) -> bool:
    """Whether the resident is told, once the partner has it."""

    def refer(tx: Tx) -> Referral:
        (contact,) = tx.contacts.of_case(case.id)
        if confirmed:
            tx.contacts.merge_facts(contact.id, {CONFIRMED: {"how": "questions", "by": "a", "at": tx.now.isoformat()}})
        return tx.referrals.create(case.id, contact.id, service, "A team", {}, "a", state="queued")

    referral = house.do(refer)
    await house.centre.desk._referring.taken(referral, Receipt(reference="P-17"))
    said = house.ask(lambda tx: tx.messages.of_contact(str(referral.contact_id)))
    return any("passed this on" in each.text for each in said)


@_rows("whoever it came from")
async def test_a_form_is_confirmed_by_mail_if_whoever_reads_it_may_hear(house: House, service: str, who: str) -> None:
    await WAYS[Channel.WEB_FORM](house, SERVICES[service], OWNER)
    contact = house.ask(lambda tx: tx.contacts.get(_newest(house, Channel.WEB_FORM)))
    ours = [each for each in house.ask(lambda tx: tx.messages.of_contact(contact.id)) if each.direction == "out"]
    hears = [may(SERVICES[each].assurance, Act.HEAR, Level.CONTACT) for each in (service, str(contact.service))]
    assert bool(ours) is all(hears)


# -- another's first, then their own


@pytest.mark.parametrize("link", [False, True], ids=["written", "keyed on the telephone"])
@pytest.mark.parametrize("first", ["a stranger's", "their own"])
async def test_whoever_names_anothers_and_their_own_in_any_order_has_their_own(
    house: House, link: bool, first: str
) -> None:
    own = _matter(house, OF_LEVEL[Level.CONTACT])
    other = house.do(lambda tx: tx.cases.create(tx.people.create("Somebody Else").id, OF_LEVEL[Level.CONTACT]))
    new = NewContact(
        channel=Channel.PHONE,
        provider_id="CA-one",
        from_address=address.phone(OWNER.phone),
        to="here",
        received_at=house.clock.now(),
    )
    contact, _ = house.do(lambda tx: tx.contacts.take_in(new))
    telling = house.centre.front_desk._telling
    for case in (other, own) if first == "a stranger's" else (own, other):
        await telling.of(contact, case.reference, link=link)
    kept = house.ask(lambda tx: tx.contacts.get(contact.id))
    assert kept.case_id == own.id
    assert named_by(kept) == (None if first == "a stranger's" else other.id)
    assert house.ask(lambda tx: proven(tx, kept, other)) is Level.NONE
    assert house.ask(lambda tx: proven(tx, kept, own)) is Level.CONTACT
