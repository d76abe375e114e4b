"""What the kinds of Dial share: its result, its recording."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.carrier.line import Line
from sandbox.carrier.pages import Page
from sandbox.carrier.recordings import By, told_of
from sandbox.twiml import Element

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(slots=True, kw_only=True)
class Dialled:
    """Filled in as the dialling goes on; what its action is told."""

    status: str = "no-answer"
    call_sid: str = ""
    seconds: int | None = None
    bridged: bool | None = None
    more: dict[str, str] = field(default_factory=dict)

    def params(self) -> dict[str, str]:
        said = {"DialCallStatus": self.status}
        if self.call_sid:
            said["DialCallSid"] = self.call_sid
        if self.seconds is not None:
            said["DialCallDuration"] = str(self.seconds)
        if self.bridged is not None:
            said["DialBridged"] = "true" if self.bridged else "false"
        return said | self.more


@asynccontextmanager
async def recorded(line: Line, verb: Element, page: Page, room: str, dialled: Dialled) -> "AsyncIterator[None]":
    """Records the conversation, when the Dial asks for it."""
    wish = verb.get("record", "do-not-record")
    if wish in ("false", "do-not-record"):
        yield
        return
    told = told_of(verb.attributes, page.link(verb.get("recordingStatusCallback"))) if page.url else None
    recording = await line.carrier.recordings.start(room, By.DIAL, call_sid=line.call.sid, told=told)
    try:
        yield
    finally:
        await line.carrier.recordings.stop(recording.sid)
        line.call.recording = line.carrier.recordings.result(recording)
        dialled.more |= line.call.recording
