"""Twilio's numbers for what can be wrong in a document; what has none of its own is 12200, schema validation."""

from typing import Final

from sandbox.twiml.table import Place

UNREADABLE: Final = 12100
NOT_RESPONSE: Final = 12102
SCHEMA: Final = 12200
NOT_IN_ROOM_WAIT: Final = 13238
DIAL_IN_WHISPER: Final = 13201

ATTRIBUTE: Final[dict[tuple[str, str], int]] = {
    ("Dial", "method"): 13210,
    ("Dial", "timeout"): 13212,
    ("Dial", "hangupOnStar"): 13213,
    ("Dial", "callerId"): 13214,
    ("Dial", "timeLimit"): 13216,
    ("Dial", "record"): 13217,
    ("Number", "method"): 13221,
    ("Number", "sendDigits"): 13222,
    ("Conference", "muted"): 13230,
    ("Conference", "endConferenceOnExit"): 13231,
    ("Conference", "startConferenceOnEnter"): 13232,
    ("Conference", "waitUrl"): 13233,
    ("Conference", "waitMethod"): 13234,
    ("Conference", "beep"): 13235,
    ("Conference", "coach"): 13240,
    ("Conference", "participantLabel"): 16023,
    ("Gather", "finishOnKey"): 13310,
    ("Gather", "method"): 13312,
    ("Gather", "timeout"): 13313,
    ("Gather", "numDigits"): 13314,
    ("Gather", "actionOnEmptyResult"): 13338,
    ("Play", "loop"): 13410,
    ("Say", "loop"): 13510,
    ("Say", "voice"): 13511,
    ("Record", "method"): 13610,
    ("Record", "timeout"): 13611,
    ("Record", "maxLength"): 13612,
    ("Record", "finishOnKey"): 13613,
    ("Record", "transcribe"): 13614,
    ("Record", "playBeep"): 13616,
    ("Redirect", "method"): 13710,
    ("Pause", "length"): 13910,
    ("Message", "to"): 14101,
    ("Message", "from"): 14102,
    ("Message", "method"): 14104,
    ("Message", "statusCallback"): 14105,
    ("Enqueue", "method"): 14201,
    ("Enqueue", "waitUrl"): 14202,
    ("Enqueue", "action"): 14203,
    ("Enqueue", "waitUrlMethod"): 14206,
    ("Queue", "method"): 14210,
    ("Queue", "url"): 14211,
}
CHILD: Final[dict[str, int]] = {"Dial": 13215, "Gather": 13320}
TEXT: Final[dict[str, int]] = {"Say": 13520, "Number": 13223, "Enqueue": 14204, "Queue": 14212, "Conference": 13237}
TOO_LONG: Final[dict[str, tuple[int, int]]] = {
    "Say": (4096, 13520),
    "Enqueue": (64, 14205),
    "Queue": (64, 14213),
    "Conference": (128, 13237),
    "Identity": (256, SCHEMA),
}


def for_verb(place: Place, verb: str) -> int:
    """The number for a verb that does not belong in this place."""
    if place is Place.WHISPER and verb == "Dial":
        return DIAL_IN_WHISPER
    if place is Place.ROOM:
        return NOT_IN_ROOM_WAIT
    return 14110 if place is Place.TEXT else SCHEMA
