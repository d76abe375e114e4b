"""The carrier's requests about calls. Each is proved, read, handed to the centre's verb of that name, and answered.

When something fails (the reasons are told in kindness.py):

    request                         store away, or no answer in time      anything else
    incoming                        503: the carrier's fallback address   past the menu
    step, queue-left, voicemail     hold on, the same again               past the menu
    wait, hold                      music, asked again                    music, asked again
    fallback                        hold on, the same again               hold on, the same again
    status, conference, recording   503: sent again if so configured      204 when it was refused, else 503

`incoming` alone says 503, because until the contact is in the record nobody may be told that the call was taken. The
number's fallback address should be /phone/fallback, of another machine where there is one: it takes the call in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

import structlog
from fastapi import APIRouter, Request, Response

from channels.phone import inbound, music, twiml
from channels.phone.addresses import PhoneAddresses
from core.errors import NotFound, Unavailable
from web import errors
from web.given import Edge, Given
from web.ports import Phone
from web.providers import kindness, plain
from web.providers.signed import signed_form

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/phone")
Form = Mapping[str, str]

ANSWER_WITHIN_S: Final = 12.0
"""The carrier gives up after 15 s (CARRIER §2.2) and would hang up on the caller."""


class Then(Enum):
    """What a caller gets instead of the answer."""

    REFUSE = auto()
    AGAIN = auto()
    PAST_THE_MENU = auto()
    MUSIC = auto()


@dataclass(frozen=True, slots=True)
class Live:
    """A request whose answer a caller hears."""

    verb: Callable[[Phone], Callable[[Any], Awaitable[str]]]
    away: Then
    broken: Then


LIVE: Final[dict[str, Live]] = {
    "incoming": Live(lambda phone: phone.incoming, Then.REFUSE, Then.PAST_THE_MENU),
    "step": Live(lambda phone: phone.step, Then.AGAIN, Then.PAST_THE_MENU),
    "queue-left": Live(lambda phone: phone.queue_left, Then.AGAIN, Then.PAST_THE_MENU),
    "voicemail": Live(lambda phone: phone.voicemail, Then.AGAIN, Then.PAST_THE_MENU),
    "wait": Live(lambda phone: phone.wait, Then.MUSIC, Then.MUSIC),
    "hold": Live(lambda phone: phone.hold, Then.MUSIC, Then.MUSIC),
    "fallback": Live(lambda phone: phone.fallback, Then.AGAIN, Then.AGAIN),
}

TOLD: Final[dict[str, Callable[[Phone], Callable[[Any], Awaitable[None]]]]] = {
    "status": lambda phone: phone.status,
    "conference": lambda phone: phone.conference,
    "recording": lambda phone: phone.recording,
}


@router.get("/music.wav")
async def waiting_music() -> Response:
    """What callers hear while they wait; open to all, there is nothing of anybody in it."""
    sound = await asyncio.to_thread(music.wav)
    return Response(sound, media_type="audio/wav", headers={"cache-control": "public, max-age=86400"})


@router.post("/{name}")
async def called(name: str, request: Request, given: Given) -> Response:
    """Any of the carrier's requests about a call."""
    if name not in LIVE and name not in TOLD:
        raise NotFound(errors.NOT_FOUND)
    by = asyncio.get_running_loop().time() + ANSWER_WITHIN_S
    form = await signed_form(request, given.verifier)
    query = dict(request.query_params)
    if name in TOLD:
        return await _told(name, form, query, given)
    return await _live(name, form, query, given, by)


async def _live(name: str, form: Form, query: Form, given: Edge, by: float) -> Response:
    """The document for a caller on the line, or the kindest instead of it."""
    live = LIVE[name]
    try:
        event = inbound.READERS[name]({**query, **form})
        async with asyncio.timeout_at(by):
            return plain.twiml(await live.verb(given.centre.phone)(event))
    except (Unavailable, TimeoutError) as error:
        log.warning("call_held_up", request=name, error=type(error).__name__)
        then = live.away
    except Exception as error:
        errors.report(error, request=name)
        then = live.broken
    addresses = PhoneAddresses(public_url=given.settings.public_url)
    match then:
        case Then.REFUSE:
            return plain.try_later()
        case Then.AGAIN:
            return plain.twiml(kindness.again(addresses, name, form, query))
        case Then.PAST_THE_MENU:
            return plain.twiml(kindness.past_the_menu(addresses, query))
        case Then.MUSIC:
            return plain.twiml(twiml.music(addresses))


async def _told(name: str, form: Form, query: Form, given: Edge) -> Response:
    """News of a call, a conference or a recording: nobody listens to the answer."""

    async def tell() -> None:
        await TOLD[name](given.centre.phone)(inbound.READERS[name]({**query, **form}))

    return await plain.acknowledged(tell, request=f"phone/{name}")
