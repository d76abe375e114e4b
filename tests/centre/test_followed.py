"""What /ask/follow shows to each person of a matter, and to whom it is no matter of theirs."""

import pytest

from centre.assurance import known_of
from core.assurance import Level
from core.channel import Channel
from core.errors import NotFound
from records.rows import Case, NewContact
from tests.centre.correspondence import ANNE, BEN, EVE, Desk, written
from tests.centre.house import House

HOLE = "There is a pothole in Mill Lane."
OURS = "We come on Tuesday."
MACHINES = "Westmere County Council"
"""How our automatic answer ends."""
BETWEEN_US = "Between us only: Anne drinks."
TO_BOTH = "I have seen the hole too."
DANGER = "My husband hits me and I am afraid of him. Please help me."


@pytest.fixture
async def desk(house: House) -> Desk:
    return Desk(house)


async def _asked(desk: Desk) -> Case:
    """Anne asked, with Ben in copy, and was answered."""
    await desk.comes(written(ANNE, cc=BEN, subject="Pothole", words=HOLE, mail_id="<p@x>"))
    (contact,) = desk.contacts()
    await desk.answers(contact)
    return desk.house.ask(lambda tx: tx.cases.get(str(tx.contacts.get(contact.id).case_id)))


async def _read(desk: Desk, case: Case, proof: str) -> list[tuple[str, str]]:
    """Who wrote what by hand, as whoever gives this proof reads it, without the subjects."""
    following = desk.house.centre.following
    view = await following.view(await following.find(case.reference, proof))
    said = [(each["who"], each["text"].split("\n\n")[-1].strip()) for each in view["messages"]]
    return [each for each in said if each[1] != MACHINES]


async def test_what_somebody_in_copy_wrote_to_us_alone_is_not_shown_to_whoever_asked(desk: Desk) -> None:
    case = await _asked(desk)
    await desk.comes(written(BEN, subject="Re: Pothole", words=BETWEEN_US, answers="<p@x>", mail_id="<q@x>"))
    await desk.comes(written(BEN, cc=ANNE, subject="Re: Pothole", words=TO_BOTH, answers="<p@x>", mail_id="<r@x>"))
    assert await _read(desk, case, ANNE) == [("You", HOLE), ("We", OURS), ("Somebody else", TO_BOTH)]
    assert (await desk.house.centre.following.find(case.reference, ANNE)).by == (desk.contacts()[0].id,)


async def test_a_stranger_whose_email_is_linked_has_proved_nothing_by_it(desk: Desk) -> None:
    case, house = await _asked(desk), desk.house
    await desk.comes(written(EVE, subject=f"About {case.reference}", words="I am a neighbour", mail_id="<e@x>"))
    held = await desk.takes(desk.contacts()[-1])
    agent = house.staff["amina"]
    shown = await house.centre.desk.contact(agent, held.id)
    assert "no proof that they are the person who asked" in shown["mailing"]["suggested"]["why"]
    await house.centre.correspondence.link(agent, held.id, accept=True)
    assert house.ask(lambda tx: tx.contacts.get(held.id)).case_id == case.id
    assert EVE not in house.ask(lambda tx: set(known_of(tx, case)))
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, EVE)
    assert "I am a neighbour" not in [words for _, words in await _read(desk, case, ANNE)]
    shown = await house.centre.desk.contact(agent, held.id)
    assert shown["assurance"]["named"] == case.reference, "the desk asks who they are"


async def test_words_of_danger_in_a_harmless_matter_are_not_shown_nor_withdrawn_online(desk: Desk) -> None:
    case, house = await _asked(desk), desk.house
    desk.closes(desk.contacts()[0])
    await desk.comes(written(ANNE, subject="Re: Pothole", words=DANGER, answers="<p@x>", mail_id="<d@x>"))
    waits = desk.contacts()[-1]
    assert (waits.case_id, waits.state) == (case.id, "waiting")
    assert await _read(desk, case, ANNE) == [("You", HOLE), ("We", OURS)]
    found = await house.centre.following.find(case.reference, ANNE)
    assert not (await house.centre.following.view(found))["may_withdraw"]
    await house.centre.following.withdraw(found)
    assert house.ask(lambda tx: tx.contacts.get(waits.id)).state == "waiting"


@pytest.mark.parametrize(
    ("facts", "proves"),
    [
        pytest.param({"details": {"postcode": "WM3 4AB"}}, True, id="the postcode that they gave as theirs"),
        pytest.param(
            {"place": {"kind": "road", "text": "Mill Lane, WM3 4AB"}},
            False,
            id="the postcode of the road that it is about",
        ),
    ],
)
async def test_a_postcode_is_a_proof_only_where_it_is_the_residents_own(
    house: House, facts: dict[str, object], proves: bool
) -> None:
    new = NewContact(
        channel=Channel.WEB_FORM,
        provider_id="form-1",
        to="web",
        received_at=house.clock.now(),
        service="highways/pothole",
        facts=facts,
    )
    contact, _ = house.do(lambda tx: tx.contacts.take_in(new))
    case = house.do(lambda tx: tx.cases.create(None, "highways/pothole"))
    house.do(lambda tx: tx.contacts.link(contact.id, case_id=case.id))
    if proves:
        found = await house.centre.following.find(case.reference, "wm3 4ab")
        assert (found.proven, found.by) == (Level.CONTACT, (contact.id,))
        return
    with pytest.raises(NotFound):
        await house.centre.following.find(case.reference, "wm3 4ab")
