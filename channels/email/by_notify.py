"""Emails that leave through GOV.UK Notify: to one address each, without files, from Notify's own sender.

Answers go to the address of ours that Notify knows by the id in `reply_to`; the case's reference in the subject, which
they keep, leads them to their case. Notify writes the header fields itself, so none of ours go along.
"""

from collections.abc import Mapping
from typing import Final

from channels.email.composing import Outgoing
from channels.email.outbound import Handed
from channels.notify import Notify
from core.errors import Refused

NO_FILES: Final = "GOV.UK Notify, by which our emails leave, carries no files. Send it without them, or as a letter."
ONE_ONLY: Final = "GOV.UK Notify, by which our emails leave, writes to one address at a time. Choose one."


class NotifyEmails:
    """The same acts as the mail server's."""

    one_recipient: Final = True
    no_files: Final = NO_FILES

    def __init__(self, notify: Notify, *, template: str, reply_to: Mapping[str, str]) -> None:
        self._notify = notify
        self._template = template
        self._reply_to = {address.lower(): id for address, id in reply_to.items() if id}

    def send(self, mail: Outgoing, *, reference: str = "") -> Handed:
        """Hands one over. Never repeat it after OutcomeUnknown: look first."""
        if mail.files:
            raise Refused(NO_FILES)
        if len(mail.recipients) != 1:
            raise Refused(ONE_ONLY)
        reply_to = self._reply_to.get(mail.envelope_from.lower(), "")
        name = self._notify.email(mail.recipients[0], self._template, mail.subject, mail.text, reference, reply_to)
        return Handed(name=name)

    def find(self, reference: str) -> str | None:
        """Under which name Notify has it."""
        return self._notify.find(reference)

    def check(self) -> str:
        """That Notify takes our key."""
        return self._notify.check()
