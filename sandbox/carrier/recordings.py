"""Recordings: begun, paused, stopped, their files kept, and their status callbacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sandbox.carrier.callbacks import notify
from sandbox.carrier.deliver import Target
from sandbox.carrier.sids import Kind, new_sid

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

KIND: Final = "recording"


class Tape(StrEnum):
    """A recording's status."""

    IN_PROGRESS = "in-progress"
    PAUSED = "paused"
    STOPPED = "stopped"
    COMPLETED = "completed"
    ABSENT = "absent"
    DELETED = "deleted"


class By(StrEnum):
    """What began it, in Twilio's words."""

    RECORD = "RecordVerb"
    DIAL = "DialVerb"
    CONFERENCE = "Conference"
    API = "StartCallRecordingAPI"
    CONFERENCE_API = "StartConferenceRecordingAPI"
    OUTBOUND = "OutboundAPI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where a recording's progress is told."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(slots=True, kw_only=True)
class Recording:
    """One recording of a call or a conference."""

    source: By
    call_sid: str
    started: datetime
    conference_sid: str = ""
    channels: int = 1
    status: Tape = Tape.IN_PROGRESS
    seconds: int = 0
    told: Told | None = None
    handle: str = ""
    sid: str = field(default_factory=lambda: new_sid(Kind.RECORDING))

    def as_thing(self) -> dict[str, Any]:
        return {
            "sid": self.sid,
            "call_sid": self.call_sid,
            "conference_sid": self.conference_sid or None,
            "status": self.status.value,
            "source": self.source.value,
            "channels": self.channels,
            "duration": str(self.seconds) if self.status is Tape.COMPLETED else None,
            "date_created": format_datetime(self.started),
            "start_time": format_datetime(self.started),
        }


class Recordings:
    """The account's recordings; finished ones are in the store, their sound in `home/recordings`."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._running: dict[str, Recording] = {}

    def path(self, sid: str) -> Path:
        return self._carrier.store.home / "recordings" / f"{sid}.wav"

    def url(self, sid: str) -> str:
        settings = self._carrier.settings
        return f"{settings.base_url}/2010-04-01/Accounts/{settings.account_sid}/Recordings/{sid}"

    async def start(
        self, subject: str, source: By, *, call_sid: str, conference_sid: str = "", told: Told | None = None
    ) -> Recording:
        """Begins to record a leg or a room."""
        now = self._carrier.clock.now()
        recording = Recording(source=source, call_sid=call_sid, conference_sid=conference_sid, started=now, told=told)
        path = self.path(recording.sid)
        path.parent.mkdir(parents=True, exist_ok=True)
        recording.handle = await self._carrier.media.record_start(subject, path)
        self._running[recording.sid] = recording
        self._tell(recording)
        return recording

    async def pause(self, sid: str, paused: bool) -> Recording | None:
        recording = self._running.get(sid)
        if recording is not None:
            await self._carrier.media.record_pause(recording.handle, paused)
            recording.status = Tape.PAUSED if paused else Tape.IN_PROGRESS
        return recording

    async def stop(self, sid: str, *, absent: bool = False) -> Recording | None:
        """The file is whole, or gone when there was nothing to keep (`absent`)."""
        recording = self._running.pop(sid, None)
        if recording is None:
            return None
        done = await self._carrier.media.record_stop(recording.handle)
        recording.seconds = max(1, round(done.seconds)) if not absent else 0
        recording.status = Tape.ABSENT if absent else Tape.COMPLETED
        if absent:
            self.path(recording.sid).unlink(missing_ok=True)
        self._carrier.store.put(KIND, recording.sid, recording.as_thing())
        self._tell(recording)
        return recording

    async def stop_all(self, *, call_sid: str = "", conference_sid: str = "") -> None:
        """What is left running when its call or conference is over."""
        for sid, recording in list(self._running.items()):
            of_call = call_sid and recording.call_sid == call_sid and not recording.conference_sid
            if of_call or (conference_sid and recording.conference_sid == conference_sid):
                await self.stop(sid)

    def running(self, *, call_sid: str = "", conference_sid: str = "") -> Recording | None:
        """The newest one still running: what `Twilio.CURRENT` means."""
        for recording in reversed(self._running.values()):
            if call_sid and recording.call_sid == call_sid and not recording.conference_sid:
                return recording
            if conference_sid and recording.conference_sid == conference_sid:
                return recording
        return None

    def get(self, sid: str) -> dict[str, Any] | None:
        running = self._running.get(sid)
        return running.as_thing() if running else self._carrier.store.get(KIND, sid)

    def all(self) -> list[dict[str, Any]]:
        """Newest first."""
        running = [recording.as_thing() for recording in reversed(self._running.values())]
        return running + list(reversed(self._carrier.store.all(KIND)))

    def delete(self, sid: str) -> bool:
        known = self._carrier.store.get(KIND, sid) is not None
        self._carrier.store.drop(KIND, sid)
        self.path(sid).unlink(missing_ok=True)
        return known

    def result(self, recording: Recording) -> dict[str, str]:
        """What an action or a call's end says of it."""
        return {
            "RecordingUrl": self.url(recording.sid),
            "RecordingSid": recording.sid,
            "RecordingDuration": str(recording.seconds),
        }

    def _tell(self, recording: Recording) -> None:
        told = recording.told
        if told is None or recording.status.value not in told.events:
            return
        params: Mapping[str, str] = {
            "AccountSid": self._carrier.settings.account_sid,
            "CallSid": recording.call_sid,
            **({"ConferenceSid": recording.conference_sid} if recording.conference_sid else {}),
            **self.result(recording),
            "RecordingStatus": recording.status.value,
            "RecordingChannels": str(recording.channels),
            "RecordingSource": recording.source.value,
            "RecordingStartTime": format_datetime(recording.started),
        }
        notify(self._carrier, Target(url=told.url, method=told.method), params, sid=recording.sid)


def told_of(attributes: Mapping[str, str], url: str) -> Told | None:
    """From a verb's recordingStatusCallback attributes; `url` is the address made absolute."""
    if not attributes.get("recordingStatusCallback"):
        return None
    events = attributes.get("recordingStatusCallbackEvent", "completed")
    method = attributes.get("recordingStatusCallbackMethod", "POST")
    return Told(url=url, method=method, events=frozenset(events.split()))
