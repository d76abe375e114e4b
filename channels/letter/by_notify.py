"""Letters that GOV.UK Notify prints and posts: our own PDF as it is, or its own template filled in."""

import io
from typing import Final

from channels.letter.outbound import Outgoing
from channels.notify import Notify

OUR_PAPER: Final = "paper"
"""In place of a template's id: Notify prints our PDF. It has to have allowed the service that."""


class NotifyLetters:
    """The same acts as the folder's."""

    name: Final = "GOV.UK Notify"

    def __init__(self, notify: Notify, *, template: str, postage: str) -> None:
        self._notify = notify
        self._template = template
        self._postage = postage

    def send(self, letter: Outgoing) -> str:
        """Hands one over. Never repeat it after OutcomeUnknown: look first."""
        if self._template == OUR_PAPER:
            return self._notify.printed(io.BytesIO(letter.pdf), letter.id, self._postage)
        lines = {f"address_line_{number}": line for number, line in enumerate(letter.to, 1)}
        said = {"subject": letter.subject, "text": letter.text, "reference": letter.reference}
        return self._notify.letter(self._template, {**lines, **said}, letter.id)

    def find(self, letter: Outgoing) -> str | None:
        """Under which name Notify has it."""
        return self._notify.find(letter.id)
