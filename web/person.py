"""Who a contact is from, at the desk as JSON: the same as another, confirmed, or marked for safeguarding."""

from fastapi import APIRouter, Response

from centre.same_person import SameAs
from web import person_bodies
from web.auth import Agent
from web.desk import as_it_is
from web.given import Given, Id, answer

router = APIRouter(prefix="/desk/api/contacts/{contact}")


@router.post("/same-person/search")
async def search(contact: Id, body: person_bodies.Search, who: Agent, given: Given) -> Response:
    """A question, and still no GET: a name or a number has no place in an address, where logs would keep it."""
    return answer({"people": await given.centre.same_person.search(who.account.id, contact, body.words)})


@router.get("/same-person/{other}")
async def preview(contact: Id, other: Id, who: Agent, given: Given) -> Response:
    return answer(await given.centre.same_person.preview(who.account.id, contact, other))


@router.post("/same-person")
async def merge(contact: Id, body: person_bodies.SamePerson, who: Agent, given: Given) -> Response:
    said = SameAs(person=body.person, other=body.other, reason=body.reason, key=body.key)
    return answer(await given.centre.same_person.merge(who.account.id, contact, said))


@router.post("/separate")
async def separate(contact: Id, body: person_bodies.Separate, who: Agent, given: Given) -> Response:
    return answer(await given.centre.same_person.separate(who.account.id, contact, body.merge, body.reason))


@router.post("/verify")
async def verify(contact: Id, body: person_bodies.Verify, who: Agent, given: Given) -> Response:
    await given.centre.desk.verify(who.account.id, contact, body.how)
    return await as_it_is(given, who, contact)


@router.post("/markers")
async def mark(contact: Id, body: person_bodies.Marker, who: Agent, given: Given) -> Response:
    await given.centre.desk.mark(who.account.id, contact, body.text)
    return await as_it_is(given, who, contact)


@router.post("/markers/{marker}/lift")
async def lift(contact: Id, marker: Id, who: Agent, given: Given) -> Response:
    await given.centre.desk.lift(who.account.id, contact, marker)
    return await as_it_is(given, who, contact)
