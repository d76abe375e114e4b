"""The public form's addresses. Nobody is logged in: a page carries its own answers, its files and its seal.

The life of a form: it is opened with a seal that is its name; every page posts all that was said so far, which is kept
for the Back button (`kept.py`); only Send reaches the centre, with that name, so that pressing it twice, or a repeated
request, is one contact.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from channels.web_form import files, inbound
from channels.web_form.checking import FormProblem, about_details, about_matter
from core.errors import Conflict, InvalidInput, NotFound, Unavailable
from core.service import FieldKind, Service
from web.errors import Turned
from web.given import Edge, Given
from web.public import form_pages, kept, start_page
from web.public.form_pages import Filled
from web.public.kept import Draft, Step
from web.public.route import PublicRoute, client, own_site

FORM, FILE = "form", "file"
LASTS: Final = timedelta(hours=24)
FIELDS_AT_MOST: Final = 200
OUT_OF_DATE: Final = "This page is out of date. Please open the form again."
FILE_LOST: Final = "A file that you chose is no longer here. Please choose it again, or go on without it."
PAGES: Final = MappingProxyType(
    {Step.MATTER: form_pages.matter, Step.DETAILS: form_pages.details, Step.CHECK: form_pages.check}
)

router = APIRouter(prefix="/ask", route_class=PublicRoute)
Name = Annotated[str, Path(max_length=64, pattern=r"^[a-z][a-z0-9-]*$")]
FormId = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("")
async def start(request: Request, given: Given, q: Annotated[str, Query(max_length=300)] = "") -> Response:
    """Which form."""
    await given.throttle.page(client(request))
    return start_page.start(request, q.strip(), await given.centre.web_forms.suggest(q))


@router.get("/sent/{form_id}")
async def sent(form_id: FormId, request: Request, given: Given) -> Response:
    """The reference, for as long as a page may still be loaded again."""
    await given.throttle.page(client(request))
    return form_pages.done(request, await given.centre.web_forms.sent(form_id))


@router.get("/{group}/{name}")
async def opened(group: Name, name: Name, request: Request, given: Given) -> Response:
    """A fresh form, at an address of its own."""
    await given.throttle.page(client(request))
    service = given.centre.web_forms.service(f"{group}/{name}")
    token = kept.token_of(request) or kept.fresh_token()
    return kept.leads(given, token, service, kept.fresh_place(), Step.MATTER)


@router.get("/{group}/{name}/{place}/{step}")
async def shown(group: Name, name: Name, place: FormId, step: Step, request: Request, given: Given) -> Response:
    """A page of it, with what this browser's resident typed so far; an empty form for anybody else."""
    await given.throttle.page(client(request))
    service = given.centre.web_forms.service(f"{group}/{name}")
    token = kept.token_of(request)
    if token is None:
        return form_pages.matter(request, Filled(service=service, seal=_fresh(given, service), form={}))
    form_id, draft = kept.name_of(token, place), await kept.find(given, token, place)
    if draft is None and await _was_sent(given, form_id):
        return RedirectResponse(f"/ask/sent/{form_id}", status_code=303)
    if draft is None and step is not Step.MATTER:
        return RedirectResponse(f"/ask/{service.id}", status_code=303)
    draft = draft or Draft(step=step, form={})
    filled = Filled(
        service=service,
        seal=_seal(given, service, form_id, place),
        form=draft.form,
        uploads=_still_here(given, draft.files),
        sent=inbound.sent(service, draft.form),
    )
    return PAGES[step](request, filled, draft.problems if draft.step is step else ())


async def _was_sent(given: Edge, form_id: str) -> bool:
    try:
        await given.centre.web_forms.sent(form_id)
    except NotFound:
        return False
    return True


async def begun_with(request: Request, given: Edge, service_id: str, words: str) -> Response:
    """A fresh form that holds these words where a resident may say most. NotFound for no form of theirs."""
    service = given.centre.web_forms.service(service_id)
    kinds = (FieldKind.LONG_TEXT, FieldKind.TEXT)
    longest = next((each for kind in kinds for each in service.form if each.kind is kind), None)
    form = {f"{inbound.ANSWER}{longest.name}": words} if longest else {}
    # Whoever comes from elsewhere than the forms does not show the token that they may have.
    token, place = kept.fresh_token(), kept.fresh_place()
    if await kept.keep(request, given, token, place, Draft(step=Step.MATTER, form=form)):
        return kept.leads(given, token, service, place, Step.MATTER)
    return form_pages.matter(request, Filled(service=service, seal=_fresh(given, service), form=form))


def _fresh(given: Edge, service: Service) -> str:
    return _seal(given, service, secrets.token_urlsafe(18), "")


def _seal(given: Edge, service: Service, form_id: str, place: str) -> str:
    """The form's name. `place` is the end of its address, where it has one."""
    return given.seals.seal(FORM, {"id": form_id, "of": service.id, "place": place}, given.clock.now())


@router.post("/{group}/{name}")
async def filled_in(group: Name, name: Name, request: Request, given: Given) -> Response:
    """A page of it that was filled in: the next one, the same with what is wrong, or the end."""
    own_site(request)
    await given.throttle.page(client(request))
    service = given.centre.web_forms.service(f"{group}/{name}")
    posted = await _posted(request)
    try:
        return await _read(request, given, service, posted)
    finally:
        await posted.close()


async def _read(request: Request, given: Edge, service: Service, posted: FormData) -> Response:
    form = {key: value for key, value in posted.multi_items() if isinstance(value, str)}
    seal = form.get(FORM, "")
    opened = given.seals.open(FORM, seal, given.clock.now(), LASTS)
    if opened is None or opened["of"] != service.id:
        raise Turned(403, "out_of_date", OUT_OF_DATE)
    uploads, wrong = await _uploads(request, posted, given)
    filled = Filled(service=service, seal=seal, form=form, uploads=uploads, sent=inbound.sent(service, form))
    token, place = kept.token_of(request), opened.get("place", "")
    mine = token is not None and opened["id"] == kept.name_of(token, place)
    turn = _turn(given, filled, form.get("step", ""), form.get("go", ""), wrong)
    if turn.step is None:
        turn = await _send(request, given, turn, opened["id"])
    if turn.step is None:
        if token and mine:
            await kept.forget(given, token, place)
        return RedirectResponse(f"/ask/sent/{opened['id']}", status_code=303)
    draft = Draft(
        step=turn.step,
        form=kept.typed(form),
        files=tuple(sealed for sealed, _ in turn.filled.uploads),
        problems=tuple(turn.problems),
    )
    if token and mine and await kept.keep(request, given, token, place, draft):
        return kept.leads(given, token, service, place, turn.step)
    return PAGES[turn.step](request, turn.filled, turn.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Which page follows, with what, and what is wrong there; no page once it can be sent, or was."""

    step: Step | None
    filled: Filled
    problems: Sequence[FormProblem] = ()


def _turn(given: Edge, filled: Filled, step: str, go: str, wrong: list[FormProblem]) -> Turn:
    matter = [*about_matter(filled.service, filled.sent, given.centre.web_forms.today()), *wrong]
    details = about_details(filled.sent.details)
    if go.startswith("drop-"):
        return Turn(step=Step.MATTER, filled=_without(filled, go), problems=wrong)
    if go in (Step.MATTER, Step.DETAILS):
        return Turn(step=Step(go), filled=filled)
    if matter:
        return Turn(step=Step.MATTER, filled=filled, problems=matter)
    if details:
        return Turn(step=Step.DETAILS, filled=filled, problems=() if step == Step.MATTER else details)
    return Turn(step=None if go == "send" else Step.CHECK, filled=filled)


async def _send(request: Request, given: Edge, turn: Turn, form_id: str) -> Turn:
    """The same when it is sent, or back to its files."""
    await given.throttle.sends(client(request))
    try:
        uploads = [upload for _, upload in turn.filled.uploads]
        await given.centre.web_forms.take_in(form_id, turn.filled.sent, uploads)
    except Conflict as error:
        # A file has gone meanwhile: here it can be taken out, and what was typed is still there.
        gone = [FormProblem(input="files", message=str(error))]
        return Turn(step=Step.MATTER, filled=turn.filled, problems=gone)
    return turn


async def _posted(request: Request) -> FormData:
    try:
        return await request.form(max_files=files.AT_MOST * 2, max_fields=FIELDS_AT_MOST, max_part_size=64 * 1024)
    except (MultiPartException, ValueError):
        raise Turned(400, "bad_request", "That form could not be read. Please try again, with fewer files.") from None


async def _uploads(
    request: Request, posted: FormData, given: Edge
) -> tuple[tuple[tuple[str, files.Upload], ...], list[FormProblem]]:
    """The files that came before, by their seals, and those that came with this page; what is wrong with them."""
    now, kept = given.clock.now(), []
    wrong: list[FormProblem] = []
    for seal in posted.getlist(FILE):
        known = given.seals.open(FILE, str(seal), now, LASTS)
        if known is not None:
            kept.append((str(seal), files.Upload.from_dict(known)))
        elif not wrong:
            wrong.append(FormProblem(input="files", message=FILE_LOST))
    for each in posted.getlist("files"):
        if not isinstance(each, UploadFile) or not each.filename:
            continue
        if len(kept) == files.AT_MOST:
            wrong.append(FormProblem(input="files", message=f"At most {files.AT_MOST} files can be sent."))
            break
        await given.throttle.files(client(request))
        try:
            upload = await given.centre.web_forms.uploads.keep(
                each.filename, await each.read(files.LARGEST + 1), given.throttle.whose(client(request))
            )
        except (InvalidInput, Unavailable) as error:
            wrong.append(FormProblem(input="files", message=str(error)))
            continue
        kept.append((given.seals.seal(FILE, upload.to_dict(), now), upload))
    return tuple(kept), wrong


def _still_here(given: Edge, seals: Sequence[str]) -> tuple[tuple[str, files.Upload], ...]:
    opened = ((seal, given.seals.open(FILE, seal, given.clock.now(), LASTS)) for seal in seals)
    return tuple((seal, files.Upload.from_dict(known)) for seal, known in opened if known is not None)


def _without(filled: Filled, go: str) -> Filled:
    place = go.removeprefix("drop-")
    dropped = int(place) if place.isdecimal() and len(place) < 3 else -1
    uploads = tuple(each for at, each in enumerate(filled.uploads) if at != dropped)
    return Filled(service=filled.service, seal=filled.seal, form=filled.form, uploads=uploads, sent=filled.sent)
