"""Emails to residents: composed, and handed to the mail server that takes our mail (`relay.py`)."""

from dataclasses import dataclass
from typing import Final, Protocol

from channels.email.composing import Outgoing, compose
from channels.email.relay import MailRelay, Turned


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An email that was taken: its name there, where it can be asked for by one, and who was turned away."""

    name: str | None = None
    turned: tuple[Turned, ...] = ()


class MailOutbound(Protocol):
    """Whoever takes our emails. Errors are Unavailable, Refused or OutcomeUnknown, as everywhere."""

    @property
    def one_recipient(self) -> bool:
        """Whether an email goes to one address alone."""
        ...

    @property
    def no_files(self) -> str | None:
        """Why nothing can be attached; None where files go along."""
        ...

    def send(self, mail: Outgoing, *, reference: str = "") -> Handed:
        """Hand one over under our own name for it. Never repeat it after OutcomeUnknown: look first."""
        ...

    def find(self, reference: str) -> str | None:
        """Under which name they have what may have been handed over before; None where they cannot be asked."""
        ...

    def check(self) -> str:
        """A sentence for `switchboard doctor`. Raises Unavailable, or Refused."""
        ...


class EmailOutbound:
    """By a mail server."""

    one_recipient: Final = False
    no_files: Final = None

    def __init__(self, relay: MailRelay) -> None:
        self._relay = relay

    def send(self, mail: Outgoing, *, reference: str = "") -> Handed:
        """Hand it over; those of its recipients who were turned away, while others were not."""
        return Handed(turned=self._relay.hand_over(mail.envelope_from, mail.recipients, compose(mail)))

    def find(self, reference: str) -> str | None:
        """A mail server cannot be asked what it took."""
        return None

    def check(self) -> str:
        """Log in and out again, for `switchboard doctor`. Raises Unavailable."""
        return self._relay.check()
