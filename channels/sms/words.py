"""Texts that are a command and no message: STOP, START, HELP. Only the word alone counts: "STOP 12345" is not STOP."""

from enum import StrEnum

STOP_WORDS = frozenset({"stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel"})
START_WORDS = frozenset({"start", "unstop"})
HELP_WORDS = frozenset({"help", "info"})
"""Twilio's default words for long numbers, but for YES: to a council's question, yes is an answer."""


class Command(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


def command(body: str) -> Command | None:
    """The command that a text is, in any case and with any spaces around it; None when it is a message."""
    word = body.strip().lower()
    if word in STOP_WORDS:
        return Command.STOP
    if word in START_WORDS:
        return Command.START
    return Command.HELP if word in HELP_WORDS else None
