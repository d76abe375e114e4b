"""Texts that leave through GOV.UK Notify. They come in, and are listed, as before: by the carrier."""

from typing import Final

from channels.carrier import Carrier
from channels.messages_out import must_be_short
from channels.notify import Notify
from channels.sms.outbound import SmsOutbound

LONGEST: Final = 918
"""Characters that Notify takes: six parts of a text of the small alphabet. Its template must add none of its own."""


class NotifyTexts(SmsOutbound):
    """The same acts; what is sent goes another way, and is found by its reference."""

    warning = "Texts leave by GOV.UK Notify: say how they can answer, for an answer to the text may not reach us."

    longest = LONGEST

    def __init__(self, carrier: Carrier, notify: Notify, *, public_url: str, template: str) -> None:
        super().__init__(carrier, public_url=public_url)
        self._notify = notify
        self._template = template

    def send(self, to: str, body: str, *, reference: str = "", template: str = "") -> str:
        """Sends one text. Never repeat it after OutcomeUnknown: look first."""
        must_be_short(body, self.longest)
        return self._notify.text(to, self._template, body, reference)

    def find(self, reference: str) -> str | None:
        """Under which name Notify has a text that may have been sent before."""
        return self._notify.find(reference)
