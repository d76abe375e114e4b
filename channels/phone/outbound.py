"""What we ask of the carrier about calls. Synchronous: the centre calls it in a thread.

An agent's leg is a participant of the contact's conference; its label names the agent, its parameters the offer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from twilio.jwt.access_token import AccessToken  # type: ignore[import-untyped]
from twilio.jwt.access_token.grants import VoiceGrant  # type: ignore[import-untyped]

from channels.carrier import Carrier, translated
from channels.phone.addresses import PhoneAddresses
from channels.phone.inbound import CallStatus
from channels.phone.twiml import CALLER, CONFERENCE_EVENTS, agent_label
from core.errors import Conflict, NotFound

RING_AGENT_S = 20
RING_RESIDENT_S = 30
RECORDING_AT_MOST = 50 * 1024 * 1024
PAGE = 200
BY_RECORD = "RecordVerb"
"""What the carrier says of a recording that a document of ours, or the one that answers in our place, asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSummary:
    """A call as the carrier lists it."""

    sid: str
    from_: str
    to: str
    status: CallStatus
    direction: str
    started_at: datetime | None
    parent_sid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingSummary:
    """A message that a caller left, as the carrier lists it. `url` is that of its sound."""

    sid: str
    call_sid: str
    url: str
    duration_s: int
    started_at: datetime | None


class PhoneOutbound:
    """Every act on a call. Errors are those of `channels.carrier`: Unavailable, Refused or OutcomeUnknown."""

    def __init__(self, carrier: Carrier, addresses: PhoneAddresses, *, twiml_app_sid: str = "") -> None:
        self._carrier = carrier
        self._addresses = addresses
        self._twiml_app_sid = twiml_app_sid

    def ring_agent(self, *, contact: str, agent: str, epoch: int, conference: str | None = None) -> str:
        """Rings the agent's softphone into the contact's conference, or another call's; the call sid of the new leg.

        Not safe to repeat blindly: a time-out is OutcomeUnknown, and `leg_of` tells whether the leg is there.
        """
        parameters = urlencode({"contact": contact, "epoch": epoch})
        room = conference or contact
        with translated(sending=True):
            leg = self._carrier.client.conferences(room).participants.create(
                from_=self._carrier.account.number,
                to=f"client:{agent}?{parameters}",
                label=agent_label(agent),
                timeout=RING_AGENT_S,
                beep="false",
                early_media=False,
                start_conference_on_enter=True,
                end_conference_on_exit=False,
                wait_url="",
                status_callback=self._addresses.status(contact, agent_label(agent), epoch),
                status_callback_method="POST",
                status_callback_event=["completed"],
                conference_status_callback=self._addresses.conference(room),
                conference_status_callback_method="POST",
                conference_status_callback_event=CONFERENCE_EVENTS.split(),
            )
        return str(leg.call_sid)

    def ring_resident(self, *, contact: str, to: str, epoch: int) -> str:
        """Rings a resident's number into the contact's conference, where the agent hears it ring; the new call's sid.

        Not safe to repeat blindly: a time-out is OutcomeUnknown, and `resident_of` tells whether the line is there.
        """
        with translated(sending=True):
            line = self._carrier.client.conferences(contact).participants.create(
                from_=self._carrier.account.number,
                to=to,
                label=CALLER,
                timeout=RING_RESIDENT_S,
                beep="false",
                early_media=True,
                start_conference_on_enter=True,
                end_conference_on_exit=False,
                status_callback=self._addresses.status(contact, CALLER, epoch),
                status_callback_method="POST",
                status_callback_event=["completed"],
            )
        return str(line.call_sid)

    def resident_of(self, *, contact: str) -> str | None:
        """The call sid of the resident's line in the contact's conference, or None when there is none."""
        return self._labelled(contact, CALLER)

    def leg_of(self, *, contact: str, agent: str) -> str | None:
        """The call sid of the agent's leg in the contact's conference, or None when there is none."""
        return self._labelled(contact, agent_label(agent))

    def _labelled(self, contact: str, label: str) -> str | None:
        try:
            conference = self._conference(contact)
            with translated(sending=False):
                people = self._carrier.client.conferences(conference).participants.list(page_size=PAGE)
        except NotFound:
            return None
        return next((str(person.call_sid) for person in people if person.label == label), None)

    def move(self, call_sid: str, *, twiml: str) -> None:
        """Sends a call that is up to another document. Safe to repeat. Conflict when the call is over."""
        with translated(sending=False):
            self._carrier.client.calls(call_sid).update(twiml=twiml)

    def hang_up(self, call_sid: str) -> bool:
        """Ends a call in whatever state it is; False when it was over already, which is no error."""
        for status in ("completed", "canceled"):
            try:
                with translated(sending=False):
                    self._carrier.client.calls(call_sid).update(status=status)
            except Conflict:
                continue
            except NotFound:
                return False
            return True
        return False

    def hold(self, *, contact: str, call_sid: str, on: bool, conference: str | None = None) -> None:
        """Puts a participant on hold, who then hears music, or takes them off it. Safe to repeat.

        `conference` is its sid, when the caller knows it: that saves a request.
        """
        music = {"hold_url": self._addresses.hold(contact), "hold_method": "POST"} if on else {}
        sid = conference or self._conference(contact)
        with translated(sending=False):
            self._carrier.client.conferences(sid).participants(call_sid).update(hold=on, **music)

    def call_status(self, call_sid: str) -> CallStatus:
        """The carrier's own word on a call; NotFound when it knows none of that sid."""
        with translated(sending=False):
            return _status(self._carrier.client.calls(call_sid).fetch().status)

    def calls_up(self) -> list[CallSummary]:
        """Every call in progress or ringing now, in either direction."""
        with translated(sending=False):
            return [
                _summary(call)
                for status in ("in-progress", "ringing")
                for call in self._carrier.client.calls.list(status=status, page_size=PAGE)
            ]

    def calls_since(self, moment: datetime) -> list[CallSummary]:
        """Every call to our number that started after `moment`: what webhooks may have missed."""
        number = self._carrier.account.number
        with translated(sending=False):
            calls = self._carrier.client.calls.list(to=number, start_time_after=moment, page_size=PAGE)
            return [_summary(call) for call in calls]

    def messages_since(self, moment: datetime) -> list[RecordingSummary]:
        """Every message that a caller left after `moment`, whole by now: what callbacks may have missed."""
        with translated(sending=False):
            listed = self._carrier.client.recordings.list(date_created_after=moment, page_size=PAGE)
            return [_message(each) for each in listed if (each.source, each.status) == (BY_RECORD, "completed")]

    def recording(self, recording_sid: str) -> bytes:
        """A voice message as a WAV file."""
        account = self._carrier.account.sid
        path = f"/2010-04-01/Accounts/{account}/Recordings/{recording_sid}.wav"
        return self._carrier.fetch(path, at_most=RECORDING_AT_MOST)[0]

    def access_token(self, identity: str, ttl_s: int) -> str:
        """What a softphone registers with: it may be rung as `identity`, for `ttl_s` seconds."""
        account = self._carrier.account
        token = AccessToken(account.sid, account.api_key, account.api_secret, identity=identity, ttl=ttl_s)
        grant = VoiceGrant(incoming_allow=True, outgoing_application_sid=self._twiml_app_sid or None)
        token.add_grant(grant)
        return str(token.to_jwt())

    def _conference(self, contact: str) -> str:
        """The sid of the contact's conference. Only creating a participant may name a conference by its own name."""
        with translated(sending=False):
            found = self._carrier.client.conferences.list(friendly_name=contact, page_size=PAGE)
        # An agent who is alone in it has not started it yet: only one that has ended is out of the question.
        sid = next((str(conference.sid) for conference in found if conference.status != "completed"), None)
        if sid is None:
            raise NotFound("There is no conference for this contact now.")
        return sid


def _summary(call: object) -> CallSummary:
    return CallSummary(
        sid=str(getattr(call, "sid", "")),
        from_=str(getattr(call, "_from", "") or ""),
        to=str(getattr(call, "to", "") or ""),
        status=_status(getattr(call, "status", "")),
        direction=str(getattr(call, "direction", "") or ""),
        started_at=getattr(call, "start_time", None) or getattr(call, "date_created", None),
        parent_sid=getattr(call, "parent_call_sid", None),
    )


def _message(recording: Any) -> RecordingSummary:
    return RecordingSummary(
        sid=str(recording.sid),
        call_sid=str(recording.call_sid),
        url=str(recording.media_url or ""),
        duration_s=int(recording.duration or 0),
        started_at=recording.start_time or recording.date_created,
    )


def _status(word: str) -> CallStatus:
    return CallStatus(word) if word in set(CallStatus) else CallStatus.UNKNOWN
