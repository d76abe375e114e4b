"""Two records of one person, merged by an agent who has looked at both, and separated again; who may know what."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from centre.contact_view import TIMELINE
from centre.facts import facts_of
from centre.same_person import SameAs
from centre.whose import NO_MORE
from core.address import Address, email, phone
from core.channel import Channel
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from records.merges import BOTH_CONFIRMED
from records.rows import NewContact
from records.tx import Tx
from tests.centre.house import House
from tests.centre.people import LANDLINE, MARGARET, PASSWORD, STAFF

WHY = "They gave the same date of birth"
MAIL = email("margaret@example.org")


@pytest.fixture
def trained(house: House) -> Iterator[str]:
    """Amina, trained in safeguarding for as long as this test lasts."""
    _, skills, capacity = STAFF["amina"]
    amina = house.staff["amina"]
    house.do(lambda tx: tx.accounts.set_skills(amina, skills | {"safeguarding": 3}, capacity))
    yield amina
    house.do(lambda tx: tx.accounts.set_skills(amina, skills, capacity))


def _known(
    house: House, name: str | None = "Margaret Ellison", *addresses: Address, language: str | None = None
) -> str:
    """Somebody who wrote before, under another address; their id."""

    def make(tx: Any) -> str:
        person = tx.people.create(name, addresses or (MAIL,))
        tx.people.update(person.id, language=language)
        wrote = NewContact(
            channel=Channel.EMAIL,
            provider_id=f"mail-{person.id}",
            to="help@westmere.example.org",
            received_at=tx.now,
            from_address=person.addresses[0],
            service="highways/pothole",
            person_id=person.id,
        )
        contact, _ = tx.contacts.take_in(wrote)
        tx.contacts.move(contact.id, "closed", outcome="served")
        return str(person.id)

    return str(house.do(make))


async def _calls(house: House, number: str = MARGARET, name: str | None = "M. Ellison") -> str:
    """A call in Amina's hands."""
    _, contact = await house.speaks("amina", number)
    if name:
        await house.centre.desk.set_person(house.staff["amina"], contact, name)
    return contact


def _person(house: House, contact: str) -> str | None:
    person: str | None = house.ask(lambda tx: tx.contacts.get(contact)).person_id
    return person


async def _merge(house: House, contact: str, other: str, *, agent: str = "amina", key: str = "k1") -> str:
    said = SameAs(person=_person(house, contact), other=other, reason=WHY, key=key)
    return str((await house.centre.same_person.merge(house.staff[agent], contact, said))["merge"])


async def _shown(house: House, contact: str, agent: str = "amina") -> dict[str, Any]:
    return await house.centre.desk.contact(house.staff[agent], contact)


async def test_both_are_shown_then_they_are_one_with_one_story_then_two_again(house: House) -> None:
    margaret = _known(house, language="cy")
    contact, amina = await _calls(house), house.staff["amina"]
    mine = _person(house, contact)
    before = await _shown(house, contact)
    preview = await house.centre.same_person.preview(amina, contact, margaret)
    assert (preview["person"], preview["kept"]["id"], preview["merged"]["id"]) == (mine, mine, margaret)
    assert preview["moves"] == {"contacts": 1, "cases": 0, "addresses": 1}
    assert (preview["fills"], preview["refused"]) == (["language"], None)
    assert [each["channel"] for each in preview["merged"]["last"]] == ["email"]

    merge = await _merge(house, contact, margaret)
    shown = await _shown(house, contact)
    assert (shown["person"]["name"], shown["person"]["language"]) == ("M. Ellison", "cy")
    assert MAIL.value in shown["person"]["addresses"]
    (line,) = [each for each in shown["timeline"] if each["kind"] == "merged"]
    assert (line["text"], line["author"], line["about"], line["merge"]) == (WHY, "Amina", "Margaret Ellison", merge)
    assert {each["channel"] for each in shown["timeline"] if each["kind"] == "contact"} == {"phone", "email"}
    assert house.ask(lambda tx: facts_of(tx, tx.contacts.get(contact))).contacts_before == 1

    told = await house.centre.same_person.separate(amina, contact, merge, "A mother and her daughter")
    assert told["says"] == "Separated: what was merged is back where it was. Nothing has come since."
    after = await _shown(house, contact)
    assert after["person"] == before["person"]
    kinds = [(each["kind"], each["text"]) for each in after["timeline"] if each["kind"] in ("merged", "separated")]
    assert kinds == [("merged", WHY), ("separated", "A mother and her daughter")]
    assert [each["merge"] for each in after["timeline"] if each["kind"] == "merged"] == [None]


async def test_what_came_with_an_earlier_contact_is_one_click_away_and_a_strangers_is_not(house: House) -> None:
    margaret = _known(house)
    stranger = _emailed(house, house.do(lambda tx: tx.people.create("Tom Pope")).id, "tom-1")
    earlier = _emailed(house, margaret, "margaret-1")
    contact, amina = await _calls(house), house.staff["amina"]
    with pytest.raises(NotFound):
        await house.centre.desk.document(amina, contact, earlier)
    await _merge(house, contact, margaret)
    lines = [each for each in (await _shown(house, contact))["timeline"] if "documents" in each]
    assert [(each["kind"], each["channel"], each["documents"]) for each in lines] == [
        ("contact", "email", [{"id": earlier, "name": "original.eml", "content_type": "message/rfc822", "dangers": []}])
    ]
    path, _ = await house.centre.desk.document(amina, contact, earlier)
    assert path.name == "margaret-1.eml"
    with pytest.raises(NotFound):
        await house.centre.desk.document(amina, contact, stranger)


@pytest.mark.parametrize(("more", "is_cut"), [(0, False), (1, True)], ids=["as many as are shown", "one more"])
async def test_a_timeline_that_is_longer_than_is_shown_says_so(house: House, more: int, is_cut: bool) -> None:
    margaret = _known(house)
    contact = await _calls(house)
    await _merge(house, contact, margaret)
    there = house.ask(lambda tx: len(tx.people.timeline(tx.contacts.get(contact).person_id or "")))

    def write(tx: Any) -> None:
        for place in range(TIMELINE - there + more):
            tx.messages.add(contact, "note", "Rang again.", house.staff["amina"], key=f"note:{place}")

    house.do(write)
    view = await _shown(house, contact)
    items = [each for each in view["timeline"] if each["kind"] != "merged"]
    assert (len(items), view["timeline_is_cut"]) == (TIMELINE, is_cut)


def _emailed(house: House, person: str, name: str) -> str:
    """An email of theirs that is over, with its original; that document."""
    documents = house.settings.documents_folder
    documents.mkdir(parents=True, exist_ok=True)
    (documents / f"{name}.eml").write_bytes(b"Subject: The bins")

    def make(tx: Any) -> str:
        new = NewContact(channel=Channel.EMAIL, provider_id=name, to="bins@example.org", received_at=tx.now)
        contact, _ = tx.contacts.take_in(new)
        tx.contacts.link(contact.id, person_id=person)
        tx.contacts.move(contact.id, "closed", outcome="served")
        return str(tx.documents.add(contact.id, "original.eml", "message/rfc822", 17, "0" * 64, f"{name}.eml").id)

    return str(house.do(make))


async def test_what_came_since_stays_and_that_is_said(house: House) -> None:
    margaret = _known(house)
    contact = await _calls(house)
    merge = await _merge(house, contact, margaret)
    await house.text("Any news of the pothole?")
    told = await house.centre.same_person.separate(house.staff["amina"], contact, merge, "Two people")
    assert told["says"].endswith("1 contact since then stays with M. Ellison.")


async def test_a_caller_whose_number_is_withheld_is_whoever_they_turn_out_to_be(house: House) -> None:
    margaret = _known(house)
    contact = await _calls(house, "anonymous", None)
    preview = await house.centre.same_person.preview(house.staff["amina"], contact, margaret)
    assert (preview["person"], preview["kept"]["id"], preview["merged"]["id"]) == (None, margaret, None)
    merge = await _merge(house, contact, margaret)
    case = house.ask(lambda tx: tx.cases.get(str(tx.contacts.get(contact).case_id)))
    assert (_person(house, contact), case.person_id) == (margaret, margaret)
    await house.centre.same_person.separate(house.staff["amina"], contact, merge, "Not her voice")
    assert _person(house, contact) != margaret
    assert (await _shown(house, contact))["person"]["name"] is None


async def test_asked_twice_it_is_done_once_and_so_is_its_undoing(house: House) -> None:
    margaret = _known(house)
    contact, amina = await _calls(house), house.staff["amina"]
    said = SameAs(person=_person(house, contact), other=margaret, reason=WHY, key="k1")
    merges = {(await house.centre.same_person.merge(amina, contact, said))["merge"] for _ in range(2)}
    assert len(merges) == 1
    for _ in range(2):
        await house.centre.same_person.separate(amina, contact, next(iter(merges)), "Two people")
    assert len([each for each in (await _shown(house, contact))["timeline"] if each["kind"] == "separated"]) == 1


async def test_whoever_is_second_is_told_who_was_first(house: House) -> None:
    margaret, other = _known(house), _known(house, "Maggie Ellison", phone(LANDLINE))
    contact = await _calls(house)
    mine = _person(house, contact)
    ben = house.staff["ben"]
    house.do(lambda tx: tx.merges.make(margaret, other, by=ben, why="x", key="ben"))
    with pytest.raises(Conflict, match="Ben has just merged one of the two with somebody"):
        await _merge(house, contact, other)
    preview = await house.centre.same_person.preview(house.staff["amina"], contact, other)
    assert preview["refused"].startswith("Ben has just merged")
    assert _person(house, contact) == mine

    merge = await _merge(house, contact, margaret)
    house.do(lambda tx: tx.merges.part(merge, by=ben, why="x"))
    with pytest.raises(Conflict, match="Ben has separated them already"):
        await house.centre.same_person.separate(house.staff["amina"], contact, merge, "Two people")


async def test_a_page_that_is_out_of_date_merges_nobody(house: House) -> None:
    margaret = _known(house)
    contact, amina = await _calls(house), house.staff["amina"]
    before = _person(house, contact)
    await house.centre.desk.set_person(amina, contact, "Peter Ellison", somebody_else=True)
    said = SameAs(person=before, other=margaret, reason=WHY, key="k1")
    with pytest.raises(Conflict, match="Somebody has changed who this contact is from"):
        await house.centre.same_person.merge(amina, contact, said)


async def test_a_reason_is_given_and_only_for_a_contact_of_ones_own(house: House) -> None:
    margaret = _known(house)
    contact, amina, ben = await _calls(house), house.staff["amina"], house.staff["ben"]
    same = house.centre.same_person
    with pytest.raises(InvalidInput, match="how you know"):
        await same.merge(amina, contact, SameAs(person=_person(house, contact), other=margaret, reason=" ", key="k"))
    with pytest.raises(NotAllowed):
        await _merge(house, contact, margaret, agent="ben")
    for ask in (same.search(ben, contact, "Ellison"), same.preview(ben, contact, margaret)):
        with pytest.raises(NotAllowed):
            await ask
    merge = await _merge(house, contact, margaret)
    with pytest.raises(InvalidInput, match="why they are two"):
        await same.separate(amina, contact, merge, " ")
    with pytest.raises(NotAllowed):
        await same.separate(ben, contact, merge, "x")


async def test_anothers_merge_is_not_undone_from_here(house: House) -> None:
    one, two = _known(house), _known(house, "Maggie Ellison", phone(LANDLINE))
    contact, amina = await _calls(house), house.staff["amina"]
    merge = house.do(lambda tx: tx.merges.make(one, two, by=amina, why="x", key="theirs"))
    with pytest.raises(NotAllowed, match="another person's merge"):
        await house.centre.same_person.separate(amina, contact, merge.id, "Two people")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("", {"Margaret Ellison"}, id="without words, whoever shares the number"),
        pytest.param("maggie", {"Maggie Ellison"}, id="a part of a name"),
        pytest.param("07700 900 999", set(), id="a number that nobody has"),
        pytest.param("(01632) 960 123", {"Maggie Ellison"}, id="a number, as people write it"),
        pytest.param("MARGARET@example.org", {"Margaret Ellison"}, id="an email address"),
        pytest.param("zoe", {"Zoë O’Neill"}, id="a name as it is heard, without its accent"),
        pytest.param("oneill", {"Zoë O’Neill"}, id="without its apostrophe"),
        pytest.param("O’NEILL ZOË", {"Zoë O’Neill"}, id="with a curly one, in capitals"),
        pytest.param("o'neill", {"Zoë O’Neill"}, id="with a straight one"),
        pytest.param("900158", {"Zoë O’Neill"}, id="the end of a number"),
        pytest.param("07700 90015", {"Zoë O’Neill"}, id="its beginning, as people write it"),
        pytest.param("zoe@exam", {"Zoë O’Neill"}, id="the beginning of an email address"),
        pytest.param("158", set(), id="three digits are in too many numbers"),
        pytest.param("'", set(), id="an apostrophe is in nobody's name"),
        pytest.param("Nobody", set(), id="nobody"),
    ],
)
async def test_people_are_found_by_what_an_agent_may_know_of_them(house: House, words: str, found: set[str]) -> None:
    contact = await _calls(house)
    _known(house, "Margaret Ellison", MAIL, phone(MARGARET))
    _known(house, "Maggie Ellison", phone(LANDLINE))
    _known(house, "Zoë O’Neill", email("zoe@example.org"), phone("07700 900158"))
    people = await house.centre.same_person.search(house.staff["amina"], contact, words)
    assert {each["name"] for each in people} == found


async def test_one_who_was_merged_is_in_no_maybe_list_and_a_number_of_two_is_one_persons_then(house: House) -> None:
    contact = await _calls(house)
    margaret = _known(house, "Margaret Ellison", phone(MARGARET))
    assert [each["id"] for each in (await _shown(house, contact))["person"]["maybe"]] == [margaret]
    await _merge(house, contact, margaret)
    assert (await _shown(house, contact))["person"]["maybe"] == []
    await house.text("Any news?")
    newest = house.ask(lambda tx: tx.contacts.open_from(Channel.SMS, phone(MARGARET)))
    assert newest is not None
    assert newest.person_id == _person(house, contact)


async def test_two_who_were_confirmed_stay_apart_and_one_who_was_is_kept(house: House) -> None:
    margaret = _known(house)
    ben, amina = house.staff["ben"], house.staff["amina"]
    house.do(lambda tx: tx.people.verify(margaret, ben, "Passport seen"))
    contact = await _calls(house)
    preview = await house.centre.same_person.preview(amina, contact, margaret)
    assert (preview["kept"]["id"], preview["kept"]["verified"]) == (margaret, True)
    await house.centre.desk.verify(amina, contact, "Knew their last bill")
    preview = await house.centre.same_person.preview(amina, contact, margaret)
    assert preview["refused"] == "Both have been confirmed as who they are, so they are two people and stay apart."
    with pytest.raises(Conflict, match="Both have been confirmed"):
        await _merge(house, contact, margaret)
    await house.centre.desk.verify(amina, contact, "")
    await _merge(house, contact, margaret)
    assert _person(house, contact) == margaret


def _passport_seen(person: str, agent: str, tx: Tx) -> None:
    tx.people.verify(person, agent, "Passport seen")


async def test_over_the_wire_two_who_were_confirmed_are_refused_with_a_sentence_and_nothing_moves(house: House) -> None:
    margaret = _known(house)
    contact, amina = await _calls(house), house.staff["amina"]
    logged = await house.http.post("/desk/api/login", json={"username": "amina", "password": PASSWORD})
    token = {"x-csrf-token": logged.json()["csrf"]}
    person, path = _person(house, contact), f"/desk/api/contacts/{contact}/same-person"
    assert (await house.http.get(f"{path}/{margaret}")).json()["refused"] is None
    # Both are confirmed after the agent has looked at them.
    for each in (margaret, person):
        house.do(partial(_passport_seen, str(each), amina))
    body = {"person": person, "other": margaret, "reason": WHY, "key": "k1"}
    for _ in range(2):
        answer = await house.http.post(path, json=body, headers=token)
        assert (answer.status_code, answer.json()["error"]["message"]) == (409, BOTH_CONFIRMED)
    assert (await house.http.get(f"{path}/{margaret}")).json()["refused"] == BOTH_CONFIRMED
    assert _person(house, contact) == person
    assert house.ask(lambda tx: tx.merges.of_person(margaret)) == []
    assert [each["kind"] for each in (await _shown(house, contact, "amina"))["timeline"]].count("merged") == 0
    await house.centre.desk.verify(amina, contact, "")
    assert (await house.http.post(path, json=body, headers=token)).status_code == 200


async def test_who_confirmed_somebody_and_how_is_shown_noted_and_can_be_taken_back(house: House) -> None:
    contact, amina, desk = await _calls(house, name=None), house.staff["amina"], house.centre.desk
    with pytest.raises(Conflict, match="Write down who they are first"):
        await desk.verify(amina, contact, "Passport seen")
    await desk.set_person(amina, contact, "Margaret Ellison")
    for _ in range(2):
        await desk.verify(amina, contact, " Passport seen ")
    shown = await _shown(house, contact)
    assert (shown["person"]["verified"]["by"], shown["person"]["verified"]["how"]) == ("Amina", "Passport seen")
    await desk.verify(amina, contact, "")
    shown = await _shown(house, contact)
    assert shown["person"]["verified"] is None
    notes = [each["text"] for each in shown["messages"] if each["direction"] == "note"]
    assert notes == ["Confirmed who they are: Passport seen", "Who they are is no longer confirmed."]


async def test_a_marker_is_set_seen_and_lifted_by_those_who_are_trained(house: House, trained: str) -> None:
    contact, desk = await _calls(house), house.centre.desk
    assert (await _shown(house, contact))["person"]["safeguarding"] == []
    with pytest.raises(InvalidInput):
        await desk.mark(trained, contact, " ")
    for _ in range(2):
        await desk.mark(trained, contact, "Afraid of her son")
    (marker,) = (await _shown(house, contact))["person"]["safeguarding"]
    assert (marker["text"], marker["by"]) == ("Afraid of her son", "Amina")
    await desk.lift(trained, contact, marker["id"])
    assert (await _shown(house, contact))["person"]["safeguarding"] == []


async def test_nobody_else_learns_that_there_is_a_marker(house: House) -> None:
    contact, amina, desk = await _calls(house), house.staff["amina"], house.centre.desk
    person = str(_person(house, contact))
    marker = house.do(lambda tx: tx.markers.add(person, "Afraid of her son", "acc_1"))
    shown = await _shown(house, contact)
    assert shown["person"]["safeguarding"] is None
    assert "Afraid" not in str(shown)
    for act in (desk.mark(amina, contact, "x"), desk.lift(amina, contact, marker.id)):
        with pytest.raises(NotAllowed, match="trained in safeguarding"):
            await act


async def test_a_marker_goes_with_a_merge_and_comes_back_from_it(house: House, trained: str) -> None:
    margaret = _known(house)
    house.do(lambda tx: tx.markers.add(margaret, "Afraid of her son", trained))
    contact = await _calls(house)
    merge = await _merge(house, contact, margaret)
    assert [each["text"] for each in (await _shown(house, contact))["person"]["safeguarding"]] == ["Afraid of her son"]
    await house.centre.same_person.separate(trained, contact, merge, "Two people")
    assert (await _shown(house, contact))["person"]["safeguarding"] == []
    assert len(house.ask(lambda tx: tx.markers.of_person(margaret))) == 1


async def test_a_colleagues_desk_learns_of_a_merge_of_the_person_that_it_shows(house: House) -> None:
    margaret = _known(house)
    contact = await _calls(house)
    ben = house.staff["ben"]

    async def rev() -> str:
        (held,) = (await house.centre.desk.view(house.staff["amina"]))["in_hand"]
        return str(held["rev"])

    before, mine = await rev(), str(_person(house, contact))
    house.do(lambda tx: tx.merges.make(mine, margaret, by=ben, why="x", key="ben"))
    assert await rev() != before


async def test_what_was_confirmed_in_a_contact_that_goes_back_ends_with_the_merge(house: House) -> None:
    ann = _known(house, "Ann Ellison")
    contact, amina = await _calls(house, name=None), house.staff["amina"]
    merge = await _merge(house, contact, ann)
    assert _person(house, contact) == ann, "whoever has a name is kept"
    await house.centre.confirming.confirm(amina, contact, "questions")
    assert house.ask(lambda tx: tx.people.get(ann)).verified_at is not None
    for _ in range(2):
        await house.centre.same_person.separate(amina, contact, merge, "Not her")
    kept, anna = house.ask(lambda tx: (tx.people.get(ann), tx.people.get(str(_person(house, contact)))))
    assert (kept.verified_at, anna.verified_at) == (None, None)
    shown = await _shown(house, contact)
    assert shown["assurance"]["confirmed"] is None
    assert [each["text"] for each in shown["messages"]][-1] == NO_MORE


async def test_what_was_confirmed_in_the_kept_ones_own_contact_stays(house: House) -> None:
    margaret = _known(house)
    contact, amina = await _calls(house), house.staff["amina"]
    merge = await _merge(house, contact, margaret)
    await house.centre.confirming.confirm(amina, contact, "questions")
    await house.centre.same_person.separate(amina, contact, merge, "Two people")
    assert house.ask(lambda tx: tx.people.get(str(_person(house, contact)))).verified_at is not None
    assert (await _shown(house, contact))["assurance"]["confirmed"]["how"] == "questions"


async def test_a_contact_that_becomes_anothers_by_a_merge_is_confirmed_no_more(house: House) -> None:
    ann = _known(house, "Ann Ellison")
    contact, amina = await _calls(house, name=None), house.staff["amina"]
    await house.centre.confirming.confirm(amina, contact, "contact")
    await _merge(house, contact, ann)
    assert (await _shown(house, contact))["assurance"]["confirmed"] is None
