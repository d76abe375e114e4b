"""The words by which a person stops and starts texts, kept for each pair of numbers."""

from enum import StrEnum
from typing import Final

from sandbox.carrier.store import Store

KIND: Final = "opted out"
STOP: Final = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START: Final = frozenset({"START", "YES", "UNSTOP"})
HELP: Final = frozenset({"HELP", "INFO"})


class Word(StrEnum):
    """What a text means to the carrier, besides being passed on."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"
    NOTHING = ""


REPLIES: Final = {
    Word.STOP: "You have successfully been unsubscribed. You will not receive any more messages from this number."
    " Reply START to resubscribe.",
    Word.START: "You have successfully been re-subscribed to messages from this number. Reply STOP to unsubscribe.",
    Word.HELP: "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def word(body: str) -> Word:
    """Only the word by itself counts: "STOP 12345" is a message like any other."""
    text = body.strip().upper()
    for meaning, words in ((Word.STOP, STOP), (Word.START, START), (Word.HELP, HELP)):
        if text in words:
            return meaning
    return Word.NOTHING


class OptOuts:
    """Who wants nothing from whom."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, pair: tuple[str, str]) -> bool:
        """(the person, the number that would write to them)"""
        return self._store.get(KIND, "|".join(pair)) is not None

    def heed(self, meaning: Word, person: str, number: str) -> bool:
        """Whether this changed anything; the carrier's own reply goes out only then (or for HELP)."""
        key, stopped = f"{person}|{number}", (person, number) in self
        if meaning is Word.STOP and not stopped:
            self._store.put(KIND, key, {"person": person, "number": number})
            return True
        if meaning is Word.START and stopped:
            self._store.drop(KIND, key)
            return True
        return meaning is Word.HELP
