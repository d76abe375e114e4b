"""Texts that are a command and no message: STOP, START, HELP. Only the word alone counts: "STOP 12345" is not STOP.

"STOP!" is: whether the carrier takes it for one is not written down, and we would rather not send than send too often.
"""

from enum import StrEnum

STOP_WORDS = frozenset({"stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel"})
START_WORDS = frozenset({"start", "unstop"})
HELP_WORDS = frozenset({"help", "info"})
"""Twilio's default words for long numbers, which it answers itself, so that we do not.

Its YES is not among them: to a council's question, yes is an answer. But it lets texts come again, as START does.
"""


WITH_MARKS = frozenset({"stop", "stopall", "unsubscribe", "optout", *START_WORDS})
"""These mean the same with marks round them. "Cancel." may be an answer to us, and "Help!" is for a person."""
MARKS = " \t\r\n.,;:!'\"‘’“”"


class Command(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


def stops(body: str) -> bool | None:
    """True when nothing more may be sent to them, False when it may again, None when that stays as it was."""
    if body.strip().lower() == "yes":
        return False
    meant = command(body)
    return None if meant in (None, Command.HELP) else meant is Command.STOP


def command(body: str) -> Command | None:
    """The command that a text is, in any case and with any spaces around it; None when it is a message."""
    word = body.strip().lower()
    if word.strip(MARKS) in WITH_MARKS:
        word = word.strip(MARKS)
    if word in STOP_WORDS:
        return Command.STOP
    if word in START_WORDS:
        return Command.START
    return Command.HELP if word in HELP_WORDS else None
