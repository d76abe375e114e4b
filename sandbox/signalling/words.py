"""The protocol's words: `{type, payload, version}` in JSON, and a bare newline as the heartbeat."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sandbox.carrier.media import Ring

VERSION: Final = "1.6"
HEARTBEAT: Final = "\n"
# The SDK gives up on a connection that was silent for 15 s.
HEARTBEAT_EVERY_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message from a device."""

    type: str
    payload: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A payload's text, or nothing."""
        value = self.payload.get(name)
        return value if isinstance(value, str) else ""

    @property
    def call_sid(self) -> str:
        """The call it is about, or nothing."""
        return self.text("callsid")

    @property
    def wants_calls(self) -> bool:
        """Whether a `register` asks for calls (`media.audio`) or to be left alone."""
        media = self.payload.get("media")
        return bool(media.get("audio")) if isinstance(media, dict) else True

    @property
    def parameters(self) -> dict[str, str]:
        """What `Device.connect({params})` sent along."""
        inner = self.payload.get("twilio")
        text = inner.get("params", "") if isinstance(inner, dict) else ""
        return dict(parse_qsl(str(text), keep_blank_values=True))


def parse(text: str) -> Message | None:
    """A message, or None for what is no message (a heartbeat's echo, noise)."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    if not isinstance(document, dict) or not isinstance(document.get("type"), str):
        return None
    payload = document.get("payload")
    return Message(type=document["type"], payload=payload if isinstance(payload, dict) else {})


def message(kind: str, **payload: Any) -> str:
    """A message to a device."""
    return json.dumps({"type": kind, "payload": payload, "version": VERSION})


def invitation(ring: Ring, sdp: str, reconnect: str) -> str:
    """A call comes in. Custom parameters travel as one URL-encoded text."""
    parameters = {
        "CallSid": ring.call_sid,
        "AccountSid": ring.account_sid,
        "ApiVersion": "2010-04-01",
        "From": ring.caller,
        "To": ring.called,
    }
    if ring.parameters:
        parameters["Params"] = urlencode(dict(ring.parameters))
    return message("invite", callsid=ring.call_sid, sdp=sdp, parameters=parameters, reconnect=reconnect)


def problem(code: int, sentence: str, call_sid: str = "") -> str:
    """An error, of the device or of one call."""
    about = {"callsid": call_sid} if call_sid else {}
    return message("error", error={"code": code, "message": sentence}, **about)
