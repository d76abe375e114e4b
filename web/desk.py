"""The agent's desk as JSON: each route checks its input's shape and calls the one verb it is named after."""

from typing import Final

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from core.errors import SwitchboardError
from web import bodies
from web.auth import Agent
from web.given import Edge, Given, Id, answer

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/desk/api")
SHOWN: Final = frozenset(
    {"audio/wav", "audio/mpeg", "audio/ogg", "audio/mp4", "image/jpeg", "image/png", "image/gif", "image/webp"}
)
"""What a browser may show of what came with a contact."""
CONTACT: Final = "/contacts/{contact}"


@router.post("/beat")
async def beat(body: bodies.Beat, who: Agent, given: Given) -> Response:
    await given.centre.desk.beat(who.account.id, microphone=body.microphone, phone=body.phone)
    return answer({})


@router.post("/ready")
async def ready(who: Agent, given: Given) -> Response:
    await given.centre.desk.ready(who.account.id)
    return answer({})


@router.post("/break")
async def take_break(body: bodies.Break, who: Agent, given: Given) -> Response:
    await given.centre.desk.take_break(who.account.id, body.reason)
    return answer({})


@router.get("/phone-token")
async def phone_token(who: Agent, given: Given) -> Response:
    return answer(await given.centre.desk.phone_token(who.account.id))


@router.post("/phone-silent")
async def phone_silent(who: Agent, given: Given) -> Response:
    """No sound here, though a call is in hand: the carrier is asked, for its own word of an end may be lost."""
    return answer({"up": await given.centre.phone.lines_of(who.account.id) > 0})


@router.get("/view")
async def view(who: Agent, given: Given) -> Response:
    """What the stream would say now: for a browser whose stream cannot be opened."""
    return answer(await given.centre.desk.view(who.account.id))


@router.get(CONTACT)
async def contact(contact: Id, who: Agent, given: Given) -> Response:
    return answer(await given.centre.desk.contact(who.account.id, contact))


@router.get(f"{CONTACT}/documents/{{document}}")
async def document(contact: Id, document: Id, who: Agent, given: Given) -> Response:
    """A file of a contact, such as a spoken message; a part of it when asked for one, so that one can skip in it."""
    path, content_type = await given.centre.desk.document(who.account.id, contact, document)
    headers = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    if content_type not in SHOWN:
        # What a stranger sent could be a page with a programme in it: it is saved, and not opened beside the desk.
        headers["content-disposition"] = "attachment"
        return FileResponse(path, media_type="application/octet-stream", headers=headers)
    return FileResponse(path, media_type=content_type, headers=headers)


@router.post(f"{CONTACT}/accept")
async def accept(contact: Id, body: bodies.Accept, who: Agent, given: Given) -> Response:
    return answer(await given.centre.desk.accept(who.account.id, contact, body.epoch))


@router.post(f"{CONTACT}/decline")
async def decline(contact: Id, body: bodies.Decline, who: Agent, given: Given) -> Response:
    return answer(await given.centre.desk.decline(who.account.id, contact, body.epoch, body.reason))


@router.post(f"{CONTACT}/notes")
async def note(contact: Id, body: bodies.Note, who: Agent, given: Given) -> Response:
    await given.centre.desk.note(who.account.id, contact, body.text, body.key)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/reply")
async def reply(contact: Id, body: bodies.Reply, who: Agent, given: Given) -> Response:
    await given.centre.desk.reply(who.account.id, contact, body.text, body.key, body.undo_s)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/typing")
async def types(contact: Id, who: Agent, given: Given) -> Response:
    """For the resident's side of a chat."""
    await given.centre.desk.types(who.account.id, contact)
    return answer({})


@router.post(f"{CONTACT}/messages/{{message}}/take-back")
async def take_back(contact: Id, message: Id, who: Agent, given: Given) -> Response:
    """Within the time that its sender gave themselves."""
    await given.centre.desk.take_back(who.account.id, contact, message)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/hold")
async def hold(contact: Id, body: bodies.Hold, who: Agent, given: Given) -> Response:
    await given.centre.desk.hold(who.account.id, contact, body.on)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/ring")
async def ring(contact: Id, who: Agent, given: Given) -> Response:
    """Ring the resident about it."""
    await given.centre.ringing.ring(who.account.id, contact)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/hang-up")
async def hang_up(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.desk.hang_up(who.account.id, contact)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/service")
async def set_service(contact: Id, body: bodies.Service, who: Agent, given: Given) -> Response:
    await given.centre.desk.set_service(who.account.id, contact, body.service)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/person")
async def set_person(contact: Id, body: bodies.Person, who: Agent, given: Given) -> Response:
    await given.centre.desk.set_person(who.account.id, contact, body.name, somebody_else=body.somebody_else)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/confirm")
async def confirm(contact: Id, body: bodies.Confirm, who: Agent, given: Given) -> Response:
    """The agent has made sure of who it is."""
    await given.centre.confirming.confirm(who.account.id, contact, body.how)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/needs")
async def set_needs(contact: Id, body: bodies.Needs, who: Agent, given: Given) -> Response:
    await given.centre.desk.set_needs(who.account.id, contact, language=body.language, access_needs=body.access_needs)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/concerns")
async def set_concerns(contact: Id, body: bodies.Concerns, who: Agent, given: Given) -> Response:
    await given.centre.desk.set_concerns(
        who.account.id, contact, name=body.name, relation=body.relation, authority=body.authority
    )
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/promise")
async def promise(contact: Id, body: bodies.Promise, who: Agent, given: Given) -> Response:
    await given.centre.desk.promise(who.account.id, contact, body.next_action, body.by)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/place")
async def set_place(contact: Id, body: bodies.Place, who: Agent, given: Given) -> Response:
    await given.centre.desk.set_place(who.account.id, contact, body.model_dump())
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/place-link")
async def send_place_link(contact: Id, body: bodies.PlaceLink, who: Agent, given: Given) -> Response:
    await given.centre.desk.send_place_link(who.account.id, contact, body.key)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/refer")
async def refer(contact: Id, body: bodies.Refer, who: Agent, given: Given) -> Response:
    return answer(await given.centre.desk.refer(who.account.id, contact, body.service, body.fields))


@router.get(f"{CONTACT}/pass-on")
async def whom(contact: Id, who: Agent, given: Given) -> Response:
    """Where it could go, and how many are free for it there."""
    return answer(await given.centre.passing_on.choices(who.account.id, contact))


@router.post(f"{CONTACT}/pass-on")
async def pass_on(contact: Id, body: bodies.PassOn, who: Agent, given: Given) -> Response:
    await given.centre.passing_on.pass_on(
        who.account.id, contact, service=body.service or "", colleague=body.colleague or "", reason=body.reason
    )
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/consult")
async def consult(contact: Id, body: bodies.PassOn, who: Agent, given: Given) -> Response:
    await given.centre.consulting.begin(
        who.account.id, contact, service=body.service or "", colleague=body.colleague or "", reason=body.reason
    )
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/consult/together")
async def together(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.consulting.together(who.account.id, contact)
    return answer({})


@router.post(f"{CONTACT}/consult/hand-over")
async def hand_over(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.consulting.hand_over(who.account.id, contact)
    return answer({})


@router.post(f"{CONTACT}/consult/back")
async def back(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.consulting.back(who.account.id, contact)
    return answer({})


@router.post(f"{CONTACT}/close")
async def close(contact: Id, body: bodies.Close, who: Agent, given: Given) -> Response:
    await given.centre.desk.close(who.account.id, contact, body.outcome, body.note, body.rev)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/outcome")
async def set_outcome(contact: Id, body: bodies.Outcome, who: Agent, given: Given) -> Response:
    await given.centre.afterwards.set_outcome(who.account.id, contact, body.outcome)
    return answer({})


@router.post(f"{CONTACT}/park")
async def park(contact: Id, body: bodies.Park, who: Agent, given: Given) -> Response:
    await given.centre.asides.park(who.account.id, contact, body.until, body.reason)
    return answer({})


@router.post(f"{CONTACT}/take-up")
async def take_up(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.asides.take_up(who.account.id, contact)
    return answer({})


@router.post(f"{CONTACT}/join")
async def join(contact: Id, body: bodies.Join, who: Agent, given: Given) -> Response:
    await given.centre.merging.join(who.account.id, contact, body.other, body.reason)
    return await as_it_is(given, who, contact)


@router.post(f"{CONTACT}/extend")
async def extend(contact: Id, who: Agent, given: Given) -> Response:
    await given.centre.desk.extend(who.account.id, contact)
    return await as_it_is(given, who, contact)


async def as_it_is(given: Edge, who: Agent, contact: str) -> Response:
    """The contact after an act that succeeded. An error in reading it must not look as if the act had failed."""
    try:
        return answer(await given.centre.desk.contact(who.account.id, contact))
    except SwitchboardError as error:
        log.info("contact_not_shown_after_act", contact=contact, error=type(error).__name__)
        return answer({})
