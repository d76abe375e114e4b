"""Every verb that may be said, as Twilio's public pages document them: attributes, values, children, words inside.

A verb that is Twilio's but that this carrier does not perform stands in `UNPERFORMED`, so that the refusal says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sandbox.twiml.values import (
    BOOLEAN,
    CALL_SID,
    HINTS,
    KEY,
    KEYS,
    LABEL,
    LANGUAGE,
    LOOP,
    METHOD,
    PHONE,
    TONES,
    URL,
    URL_OR_NOTHING,
    VOICE,
    WORD,
    Rule,
    either,
    matching,
    one_of,
    some_of,
    up_to,
    whole,
)


class Words(StrEnum):
    """Whether there is text inside."""

    NONE = "none"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one element may carry."""

    attributes: Mapping[str, Rule] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    words: Words = Words.NONE


SSML: Final = frozenset({"break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w"})
RECORDING_EVENTS: Final = some_of("in-progress", "completed", "absent")
CALL_EVENTS: Final = some_of("initiated", "ringing", "answered", "completed")
ROOM_EVENTS: Final = some_of("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement")
TRIM: Final = one_of("trim-silence", "do-not-trim")
LEG: Final = {
    "url": URL,
    "method": METHOD,
    "statusCallback": URL,
    "statusCallbackMethod": METHOD,
    "statusCallbackEvent": CALL_EVENTS,
}
RECORDED: Final = {
    "recordingStatusCallback": URL,
    "recordingStatusCallbackMethod": METHOD,
    "recordingStatusCallbackEvent": RECORDING_EVENTS,
}

FORMS: Final[dict[str, Form]] = {
    "Say": Form(attributes={"voice": VOICE, "loop": LOOP, "language": LANGUAGE}, children=SSML, words=Words.MUST),
    "Play": Form(attributes={"loop": LOOP, "digits": TONES}, words=Words.MAY),
    "Pause": Form(attributes={"length": whole(0, 14400)}),
    "Hangup": Form(),
    "Leave": Form(),
    "Reject": Form(attributes={"reason": one_of("rejected", "busy")}),
    "Redirect": Form(attributes={"method": METHOD}, words=Words.MAY),
    "Gather": Form(
        attributes={
            "action": URL,
            "method": METHOD,
            "input": one_of("dtmf", "speech", "dtmf speech", "speech dtmf"),
            "timeout": whole(0, 14400),
            "speechTimeout": either(whole(1, 60), one_of("auto")),
            "maxSpeechTime": whole(1, 60),
            "numDigits": whole(1, 1000),
            "finishOnKey": KEY,
            "actionOnEmptyResult": BOOLEAN,
            "partialResultCallback": URL,
            "partialResultCallbackMethod": METHOD,
            "language": LANGUAGE,
            "hints": HINTS,
            "profanityFilter": BOOLEAN,
            "bargeIn": BOOLEAN,
            "debug": BOOLEAN,
            "enhanced": BOOLEAN,
            "speechModel": matching("a speech model's name", r"[A-Za-z0-9_.-]+"),
        },
        children=frozenset({"Say", "Play", "Pause"}),
    ),
    "Record": Form(
        attributes={
            "action": URL,
            "method": METHOD,
            "timeout": whole(0, 14400),
            "finishOnKey": KEYS,
            "maxLength": whole(1, 14400),
            "playBeep": BOOLEAN,
            "trim": TRIM,
            "transcribe": BOOLEAN,
            "transcribeCallback": URL,
            **RECORDED,
        },
    ),
    "Enqueue": Form(
        attributes={
            "action": URL,
            "method": METHOD,
            "waitUrl": URL_OR_NOTHING,
            "waitUrlMethod": METHOD,
            "maxQueueSize": whole(1, 5000),
        },
        words=Words.MUST,
    ),
    "Dial": Form(
        attributes={
            "action": URL,
            "method": METHOD,
            "timeout": whole(5, 600),
            "timeLimit": whole(1, 86400),
            "hangupOnStar": BOOLEAN,
            "answerOnBridge": BOOLEAN,
            "callerId": PHONE,
            "record": one_of(
                "true",
                "false",
                "do-not-record",
                "record-from-answer",
                "record-from-ringing",
                "record-from-answer-dual",
                "record-from-ringing-dual",
            ),
            "recordingTrack": one_of("both", "inbound", "outbound"),
            "trim": TRIM,
            "ringTone": matching("a country's code, such as uk", r"[a-z]{2}(-old)?|us-old"),
            "sequential": BOOLEAN,
            **RECORDED,
        },
        children=frozenset({"Number", "Client", "Conference", "Queue"}),
        words=Words.MAY,
    ),
    "Number": Form(attributes={**LEG, "sendDigits": TONES}, words=Words.MUST),
    "Client": Form(attributes=LEG, children=frozenset({"Identity", "Parameter"}), words=Words.MAY),
    "Identity": Form(words=Words.MUST),
    "Parameter": Form(attributes={"name": WORD, "value": up_to(1024)}),
    "Queue": Form(attributes={"url": URL, "method": METHOD}, words=Words.MUST),
    "Conference": Form(
        attributes={
            "muted": BOOLEAN,
            "beep": one_of("true", "false", "onEnter", "onExit"),
            "startConferenceOnEnter": BOOLEAN,
            "endConferenceOnExit": BOOLEAN,
            "participantLabel": LABEL,
            "jitterBufferSize": one_of("small", "medium", "large", "off"),
            "waitUrl": URL_OR_NOTHING,
            "waitMethod": METHOD,
            "maxParticipants": whole(1, 250),
            "record": one_of("do-not-record", "record-from-start"),
            "region": matching("a region, such as ie1", r"[a-z]{2}\d"),
            "trim": TRIM,
            "coach": CALL_SID,
            "statusCallback": URL,
            "statusCallbackMethod": METHOD,
            "statusCallbackEvent": ROOM_EVENTS,
            "eventCallbackUrl": URL,
            **RECORDED,
        },
        words=Words.MUST,
    ),
    "Message": Form(
        attributes={"to": PHONE, "from": PHONE, "action": URL, "method": METHOD, "statusCallback": URL},
        children=frozenset({"Body", "Media"}),
        words=Words.MAY,
    ),
    "Body": Form(words=Words.MUST),
    "Media": Form(words=Words.MUST),
}

SSML_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "break": frozenset({"strength", "time"}),
    "emphasis": frozenset({"level"}),
    "lang": frozenset({"xml:lang"}),
    "p": frozenset(),
    "phoneme": frozenset({"alphabet", "ph"}),
    "prosody": frozenset({"volume", "rate", "pitch"}),
    "s": frozenset(),
    "say-as": frozenset({"interpret-as", "role", "format"}),
    "sub": frozenset({"alias"}),
    "w": frozenset({"role"}),
}

UNPERFORMED: Final = frozenset({"Connect", "Start", "Stop", "Pay", "Prompt", "Refer", "Echo", "Sms", "Sip", "Sim"}) | {
    "Application",
    "WhatsApp",
    "Task",
}


class Place(StrEnum):
    """Where a document is performed; each has its own verbs."""

    CALL = "a call's document"
    QUEUE = "a queue's waitUrl"
    ROOM = "a conference's waitUrl"
    HOLD = "a hold or announcement address"
    WHISPER = "a called party's url"
    QUEUE_WHISPER = "a queued caller's url"
    TEXT = "a text's reply"
    ANY = "a document"


SOUNDS: Final = frozenset({"Say", "Play", "Pause", "Redirect"})
CALL_VERBS: Final = SOUNDS | {"Gather", "Hangup", "Reject", "Record", "Enqueue", "Leave", "Dial"}
VERBS: Final[dict[Place, frozenset[str]]] = {
    Place.CALL: CALL_VERBS,
    Place.QUEUE: SOUNDS | {"Gather", "Hangup", "Leave"},
    Place.ROOM: SOUNDS,
    Place.HOLD: SOUNDS,
    Place.WHISPER: SOUNDS | {"Gather", "Hangup", "Record"},
    Place.QUEUE_WHISPER: SOUNDS,
    Place.TEXT: frozenset({"Message", "Redirect"}),
    Place.ANY: CALL_VERBS | {"Message"},
}
