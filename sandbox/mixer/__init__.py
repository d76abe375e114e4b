"""The mixer: the carrier's sound. One line for each browser, rooms that mix legs, tones, hold music, recordings.

It holds no call logic and knows no TwiML: the carrier says who joins which room, the mixer makes it audible.
Everything inside is 8 kHz, mono, 16 bit, as on a telephone line, in frames of 20 ms.
"""

from sandbox.clock import Clock
from sandbox.mixer.mixer import Mixer
from sandbox.settings import Settings


def build_media(settings: Settings, clock: Clock) -> Mixer:
    """The carrier's sound. (The settings say nothing that it needs yet; every neighbour is built alike.)"""
    return Mixer(clock)


__all__ = ["Mixer", "build_media"]
