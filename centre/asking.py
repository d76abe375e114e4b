"""What a resident sent that asks nobody for an answer, though it stands in the conversation. Pure."""

from typing import Final

from centre.form_words import WHO
from channels.sms.words import Command, command
from records.rows import Message

MAIL: Final = "email:"
"""How the key of an email's message begins."""
BY_MACHINES: Final = "by machines"
"""The fact that holds the messages of a contact that a programme wrote in answer to one of ours: somebody is away."""
TOLD: Final = "The resident has withdrawn this request online."
"""What the record has of it; nobody wrote that."""


def is_command(words: str, *, carrier_answers: bool) -> bool:
    """STOP, START, and HELP where the carrier answers it: a word for the carrier, and for nobody here to judge."""
    word = command(words)
    return word is not None and (carrier_answers or word is not Command.HELP)


def is_withdrawal(message: Message) -> bool:
    return message.text == TOLD and (message.key or "").startswith("withdrawn:")


def asks(message: Message) -> bool:
    """Whether somebody waits for an answer to it: to no command of a text, nor to what a form says of its sender."""
    if message.direction != "in" or is_withdrawal(message) or (message.key or "").startswith(WHO):
        return False
    # What a carrier brought has its name; "help" in a chat is for a person.
    return message.provider_id is None or not is_command(message.text, carrier_answers=True)
