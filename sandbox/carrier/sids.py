"""Twilio's names for things: two letters and 32 hexadecimal digits."""

import secrets
from enum import StrEnum


class Kind(StrEnum):
    CALL = "CA"
    CONFERENCE = "CF"
    QUEUE = "QU"
    MESSAGE = "SM"
    MEDIA_MESSAGE = "MM"
    MEDIA = "ME"
    RECORDING = "RE"


def new_sid(kind: Kind) -> str:
    return kind + secrets.token_hex(16)
