"""Dial to a conference: the caller's stay in it, with its waiting music, until they are out."""

import asyncio

from sandbox.carrier import room_events
from sandbox.carrier.bridge import until_star
from sandbox.carrier.line import Line, Why
from sandbox.carrier.pages import Page, Source, Unusable
from sandbox.carrier.perform import run
from sandbox.carrier.recordings import told_of
from sandbox.carrier.rooms import Left, Participant, Wishes
from sandbox.carrier.verbs.dialling import Dialled
from sandbox.carrier.verbs.sounds import music
from sandbox.clock import within
from sandbox.twiml import Element, Place


async def dial_conference(line: Line, verb: Element, page: Page, dialled: Dialled) -> None:
    noun = verb.children[0]
    dialled.status = "answered"
    limit = float(verb.number("timeLimit", 14400))
    address = noun.get("waitUrl", "default")
    waiting = Waiting(address, page.link(address) if address not in ("", "default") else "", noun.get("waitMethod"))
    star = verb.flag("hangupOnStar", False)
    await stay(line, noun.text, wishes_of(noun, page), waiting, limit_s=limit, hang_up_on_star=star)


class Waiting:
    """What is heard before the conference starts: the default melody, silence (''), or documents."""

    def __init__(self, address: str, url: str, method: str) -> None:
        self._address = address
        self._url = url
        self._method = method or "POST"

    async def sound(self, line: Line) -> None:
        """Until broken off. Documents that run out are followed by silence."""
        if self._address == "default":
            await music(line)
        elif self._address:
            await run(line, Source(url=self._url, method=self._method), Place.ROOM)
            line.doing("conference")


async def stay(
    line: Line, name: str, wishes: Wishes, waiting: Waiting, *, limit_s: float, hang_up_on_star: bool = False
) -> None:
    """From joining to leaving. Raises Unusable: full, a label that is taken, nobody to coach."""
    room = line.carrier.rooms.named(name)
    one = await room.join(line, wishes)
    line.doing("conference")
    why = Left.HUNG_UP
    try:
        why = await within(line.carrier.clock, limit_s, _until_out(one, waiting, hang_up_on_star)) or Left.TIME_LIMIT
    except asyncio.CancelledError:
        why = Left.UPDATED if line.why is Why.REDIRECTED else Left.HUNG_UP
        raise
    finally:
        await room.leave(one, why)


async def _until_out(one: Participant, waiting: Waiting, hang_up_on_star: bool) -> Left:
    line = one.line
    sound = asyncio.ensure_future(_sound_until_started(one, waiting))
    with line.listening() as ear:
        star = asyncio.ensure_future(until_star(ear) if hang_up_on_star else asyncio.Event().wait())
        try:
            await asyncio.wait((one.out, star), return_when=asyncio.FIRST_COMPLETED)
            return one.out.result() if one.out.done() else Left.STAR
        finally:
            star.cancel()
            sound.cancel()
            await asyncio.wait((sound,))


async def _sound_until_started(one: Participant, waiting: Waiting) -> None:
    room = one.room
    if room.started.is_set():
        return
    sound = asyncio.ensure_future(waiting.sound(one.line))
    try:
        await room.started.wait()
    finally:
        sound.cancel()
        await asyncio.wait((sound,))
        if not sound.cancelled() and not isinstance(sound.exception(), Unusable | None):
            raise RuntimeError("The waiting music failed.") from sound.exception()
    one.line.doing("conference")
    one.line.changed()


def wishes_of(noun: Element, page: Page) -> Wishes:
    """A Conference element's attributes."""
    told = None
    if noun.get("statusCallback"):
        told = room_events.Told(
            url=page.link(noun.get("statusCallback")),
            method=noun.get("statusCallbackMethod", "POST"),
            events=frozenset(noun.get("statusCallbackEvent").split()),
        )
    recording_told = None
    if noun.get("recordingStatusCallback"):
        recording_told = told_of(noun.attributes, page.link(noun.get("recordingStatusCallback")))
    return Wishes(
        muted=noun.flag("muted", False),
        beep=noun.get("beep", "true"),
        start=noun.flag("startConferenceOnEnter", True),
        end=noun.flag("endConferenceOnExit", False),
        label=noun.get("participantLabel"),
        coach=noun.get("coach"),
        most=noun.number("maxParticipants", 250),
        record=noun.get("record") == "record-from-start",
        told=told,
        recording_told=recording_told,
    )
