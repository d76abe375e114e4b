"""Rooms: who hears whom, and the mix that each hears (everybody but themselves: mix-minus)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.mixer.frames import SILENCE, Samples, Sum, add, squeeze


@dataclass(slots=True, kw_only=True)
class Place:
    """One call's place in a room. `coach` is the one call that hears it, when it whispers."""

    muted: bool = False
    held: bool = False
    coach: str | None = None


Places = Mapping[str, Place]


def speaks(place: Place) -> bool:
    """Whether this place is heard by anyone at all."""
    return not place.muted and not place.held


def mix(places: Places, voices: Mapping[str, Samples]) -> dict[str, Samples]:
    """What each place hears in one tick.

    The voices open to all are summed once; each listener gets that sum less their own voice, plus their coaches.
    """
    whole: Sum = add(_open(places, voices).values())
    return {listener: _for(listener, places, voices, whole) for listener in places}


def everyone(places: Places, voices: Mapping[str, Samples]) -> Samples:
    """What a recording of the room takes: the voices open to all (a coach's whisper is not part of the call)."""
    return squeeze(add(_open(places, voices).values()))


def _open(places: Places, voices: Mapping[str, Samples]) -> dict[str, Samples]:
    return {
        speaker: voices[speaker]
        for speaker, place in places.items()
        if speaks(place) and place.coach is None and speaker in voices
    }


def _for(listener: str, places: Places, voices: Mapping[str, Samples], whole: Sum) -> Samples:
    place = places[listener]
    if place.held:
        return SILENCE
    total = whole
    if speaks(place) and place.coach is None and listener in voices:
        total = total - voices[listener]
    for speaker, other in places.items():
        if other.coach == listener and speaker != listener and speaks(other) and speaker in voices:
            total = total + voices[speaker]
    return squeeze(total)
