"""Conferences: who is in them, when they start and end, and what each participant may hear and say."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sandbox.carrier import room_events as events
from sandbox.carrier.line import Line
from sandbox.carrier.media import MUSIC, SILENCE
from sandbox.carrier.pages import Unusable
from sandbox.carrier.recordings import By, Told
from sandbox.carrier.sids import Kind, new_sid
from sandbox.carrier.states import Did

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

DUPLICATE_LABEL: Final = 16025
FULL: Final = 16020
NOT_THERE_TO_COACH: Final = 13240


class Stage(StrEnum):
    """A conference's status."""

    INIT = "init"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


class Left(StrEnum):
    """ReasonParticipantLeft."""

    HUNG_UP = "participant_hung_up"
    UPDATED = "participant_updated_via_api"
    KICKED = "participant_removed_via_api"
    ENDED = "conference_ended_via_api"
    MODERATOR = "moderator_ended_conference"
    STAR = "participant_hung_up_with_star"
    TIME_LIMIT = "time_limit_reached"


@dataclass(slots=True, kw_only=True)
class Wishes:
    """What a participant asks for on entering."""

    muted: bool = False
    beep: str = "true"
    start: bool = True
    end: bool = False
    label: str = ""
    coach: str = ""
    most: int = 250
    record: bool = False
    told: events.Told | None = None
    recording_told: Told | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Participant:
    """One leg in one conference."""

    line: Line
    room: "Room"
    wishes: Wishes
    joined: datetime
    out: "asyncio.Future[Left]"
    hold: bool = False
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    unheld: asyncio.Event = field(default_factory=asyncio.Event)

    def beeps_on(self, moment: str) -> bool:
        return self.wishes.beep in ("true", moment)


@dataclass(slots=True, kw_only=True, eq=False)
class Room:
    """One conference, from its first participant to its end."""

    carrier: "Carrier"
    name: str
    created: datetime
    stage: Stage = Stage.INIT
    sid: str = field(default_factory=lambda: new_sid(Kind.CONFERENCE))
    participants: dict[str, Participant] = field(default_factory=dict)
    coming: dict[str, tuple[Line, Wishes]] = field(default_factory=dict)
    started: asyncio.Event = field(default_factory=asyncio.Event)
    told: events.Told | None = None
    recording_told: Told | None = None
    sequence: int = 0
    updated: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""

    # -- coming and going

    def expect(self, line: Line, wishes: Wishes) -> None:
        """A leg that the REST API calls in. Raises Unusable for a label that is taken."""
        self._check_label(wishes.label)
        self.coming[line.call.sid] = (line, wishes)
        if self.told is None:
            self.told = wishes.told

    async def join(self, line: Line, wishes: Wishes) -> Participant:
        """Raises Unusable: full, a label that is taken, nobody to coach."""
        self.coming.pop(line.call.sid, None)
        self._check_label(wishes.label)
        if len(self.participants) >= wishes.most:
            raise Unusable(FULL, "The conference is full.")
        if wishes.coach and wishes.coach not in self.participants:
            raise Unusable(NOT_THERE_TO_COACH, "The call to coach is not in the conference.")
        out: asyncio.Future[Left] = asyncio.get_running_loop().create_future()
        one = Participant(line=line, room=self, wishes=wishes, joined=self.carrier.clock.now(), out=out)
        self.participants[line.call.sid] = one
        line.call.conference = self.name
        if self.told is None:
            self.told = wishes.told
        await self.carrier.media.join(self.sid, line.call.sid, muted=wishes.muted, coach=wishes.coach or None)
        if self.stage is Stage.IN_PROGRESS and one.beeps_on("onEnter"):
            await self.carrier.media.beep(self.sid)
        events.participant(one, "participant-join")
        await self._start_if_ready(wishes)
        return one

    def _check_label(self, label: str) -> None:
        taken = {one.wishes.label for one in self.participants.values()}
        taken |= {wishes.label for _, wishes in self.coming.values()}
        if label and label in taken:
            raise Unusable(DUPLICATE_LABEL, f"There is a participant {label!r} already.")

    async def _start_if_ready(self, wishes: Wishes) -> None:
        ready = len(self.participants) >= 2 and any(one.wishes.start for one in self.participants.values())
        if self.stage is not Stage.INIT or not ready:
            return
        self.stage, self.updated = Stage.IN_PROGRESS, self.carrier.clock.now()
        self.started.set()
        events.room(self, "conference-start")
        if wishes.record:
            first = next(iter(self.participants))
            await self.carrier.recordings.start(
                self.sid, By.CONFERENCE, call_sid=first, conference_sid=self.sid, told=wishes.recording_told
            )

    async def leave(self, one: Participant, why: Left) -> None:
        """Out of the room; the room may end by it."""
        if self.participants.pop(one.line.call.sid, None) is None:
            return
        one.line.call.conference = one.line.pinned = ""
        one.gone.set()
        events.participant(one, "participant-leave", {**events.left(one), "ReasonParticipantLeft": why.value})
        await self.carrier.media.leave(self.sid, one.line.call.sid)
        if self.stage is Stage.IN_PROGRESS and one.beeps_on("onExit") and self.participants:
            await self.carrier.media.beep(self.sid)
        if one.wishes.end:
            await self.end("participant-with-end-conference-on-exit-left", by=one)
        elif not self.participants:
            kicked = why is Left.KICKED
            await self.end("last-participant-kicked" if kicked else "last-participant-left", by=one)

    async def end(self, why: str, *, by: Participant | None = None) -> None:
        """Over for everyone, once."""
        if self.stage is Stage.COMPLETED:
            return
        self.stage, self.updated, self.ended_why = Stage.COMPLETED, self.carrier.clock.now(), why
        self.ended_by = by.line.call.sid if by else ""
        self.carrier.rooms.closed(self)
        reason = Left.MODERATOR if by else Left.ENDED
        for one in list(self.participants.values()):
            if not one.out.done():
                one.out.set_result(reason)
        for line, _ in list(self.coming.values()):
            line.hang_up(Did.CANCEL)
        events.room(self, "conference-end", events.ended(self, by))
        await self.carrier.recordings.stop_all(conference_sid=self.sid)

    def not_coming(self, line: Line) -> None:
        """A leg that was called in did not answer."""
        self.coming.pop(line.call.sid, None)
        if not self.participants and not self.coming and self.stage is Stage.INIT:
            self.stage = Stage.COMPLETED
            self.carrier.rooms.closed(self)

    def find(self, key: str) -> Participant | None:
        """By the call's sid or by label."""
        return self.participants.get(key) or next(
            (one for one in self.participants.values() if one.wishes.label == key), None
        )

    # -- changes from the REST API

    async def mute(self, one: Participant, muted: bool) -> None:
        if muted != one.wishes.muted:
            one.wishes.muted = muted
            await self._rejoin(one)
            events.participant(one, "participant-mute" if muted else "participant-unmute")

    async def coach(self, one: Participant, call_sid: str) -> None:
        """Heard by this one only; an empty sid ends it. Raises Unusable."""
        if call_sid and call_sid not in self.participants:
            raise Unusable(NOT_THERE_TO_COACH, "The call to coach is not in the conference.")
        one.wishes.coach = call_sid
        await self._rejoin(one)
        events.participant(one, "participant-modify")

    async def _rejoin(self, one: Participant) -> None:
        wishes = one.wishes
        await self.carrier.media.join(self.sid, one.line.call.sid, muted=wishes.muted, coach=wishes.coach or None)

    async def put_on_hold(self, one: Participant, hold: bool, *, silent: bool) -> None:
        """`silent` when documents of its own follow (HoldUrl), else the melody."""
        if hold == one.hold:
            return
        one.hold = hold
        source = (SILENCE if silent else MUSIC) if hold else None
        await self.carrier.media.hold(self.sid, one.line.call.sid, source)
        one.line.pinned = "hold" if hold else ""
        if hold:
            one.unheld.clear()
            one.line.hear("hold", "" if silent else MUSIC)
        else:
            one.unheld.set()
            one.line.hear("unhold", "")
        one.line.doing("conference")
        events.participant(one, "participant-hold" if hold else "participant-unhold")


class Rooms:
    """The account's conferences. A name belongs to the one that is not over."""

    def __init__(self, carrier: "Carrier", kept: int = 500) -> None:
        self._carrier = carrier
        self._open: dict[str, Room] = {}
        self._all: dict[str, Room] = {}
        self._kept = kept

    def named(self, name: str) -> Room:
        """The open conference of that name, made on demand."""
        if name not in self._open:
            room = Room(carrier=self._carrier, name=name, created=self._carrier.clock.now())
            self._open[name] = self._all[room.sid] = room
            self._forget_old()
        return self._open[name]

    def find(self, key: str) -> Room | None:
        """By sid, or by the name of an open one."""
        return self._all.get(key) or self._open.get(key)

    def spoke(self, line: Line, speaking: bool) -> None:
        """A participant began to speak, or stopped."""
        room = self._open.get(line.call.conference)
        one = room.participants.get(line.call.sid) if room else None
        if one is not None and not one.wishes.muted and not one.hold:
            events.participant(one, "participant-speech-start" if speaking else "participant-speech-stop")

    def closed(self, room: Room) -> None:
        if self._open.get(room.name) is room:
            del self._open[room.name]

    def _forget_old(self) -> None:
        over = [room for room in self._all.values() if room.stage is Stage.COMPLETED]
        for room in over[: max(0, len(over) - self._kept)]:
            del self._all[room.sid]

    def __iter__(self) -> Iterator[Room]:
        """Newest first."""
        return iter(tuple(reversed(self._all.values())))
