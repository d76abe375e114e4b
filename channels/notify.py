"""GOV.UK Notify's REST side, which texts, emails and letters share: one client, and what its failures mean.

Failures are those of `channels.carrier`: Unavailable (surely not done), Refused (with a sentence), OutcomeUnknown.
Every notification carries our own reference, by which an attempt that ended without an answer is looked up.
https://docs.notifications.service.gov.uk/rest-api.html
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from channels.carrier import never_connected
from core.errors import InvalidInput, NotAllowed, NotFound, OutcomeUnknown, Refused, Unavailable

logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
"""Its own log lines repeat what Notify says of a recipient."""

NAME: Final = "notify:"
"""How the record tells a notification from the carrier's own."""

LATER: Final = frozenset({429, 503})
REFUSALS: Final[Mapping[str, str]] = {
    "team-only API key": "Notify's key reaches only your own team. Use a live key in NOTIFY_API_KEY.",
    "trial mode": "Your service at Notify is in trial mode: it reaches only your own team.",
    "Missing personalisation": "The template at Notify asks for something that we do not fill in. See docs/notify.md.",
    "Template not found": "Notify does not know the template. Check the templates' ids in the settings.",
    "Template has been deleted": "The template at Notify has been deleted. Choose another one.",
    "email_reply_to_id": "Notify does not know the reply-to address. Check `notify_reply_to` in MAILBOXES.",
    "email_address": "Notify says that this is not an address that can be written to.",
    "phone_number": "Notify says that this is not a number that can be texted.",
    "Cannot send letters": "Your service at Notify may not send letters yet. Ask Notify to allow it.",
    "postcode": "Notify does not know the address: its last line must be a real postcode or a country.",
    "Must be a real address": "Notify does not know the address: its last line must be a real postcode or a country.",
}
"""A part of what Notify says, and what a person here can do about it. Its own words may name the recipient."""
OF_THE_DAY: Final = "send limits"
"""In what Notify says with a 429 when a service has sent as much as it may in a day; otherwise it is only too fast."""
LIMIT_OF_THE_DAY: Final = (
    "Notify's limit of the day is reached. Nothing was sent; it is tried again. Ask Notify for a higher limit."
)
KEY: Final = "Notify does not accept our key. Check NOTIFY_API_KEY, and this machine's clock."
OTHER: Final = "Notify refused it (answer {status})."
FATES: Final[Mapping[str, str]] = {
    "created": "queued",
    "pending-virus-check": "queued",
    "pending": "sending",
    "accepted": "sending",
    "sending": "sending",
    "sent": "sent",
    "delivered": "delivered",
    "received": "delivered",
    "cancelled": "canceled",
    "permanent-failure": "undelivered",
    "temporary-failure": "undelivered",
    "technical-failure": "failed",
    "virus-scan-failed": "failed",
    "validation-failed": "failed",
}
"""Notify's words for a notification, and ours. A letter that is `received` is printed and in the post."""
PROBLEMS: Final[Mapping[str, str]] = {
    "permanent-failure": "Notify says that it can never be delivered there.",
    "temporary-failure": "Notify could not deliver it: the phone was off, or the mailbox was full. It may work later.",
    "technical-failure": "Something went wrong at Notify. It was not delivered.",
    "virus-scan-failed": "Notify found a virus in it.",
    "validation-failed": "Notify cannot print it: something stands too near to the edge, or in the window.",
}


GONE: Final = "permanent-failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a notification, in our words; `status` is None for a word that we do not know.

    `gone`: where it went to, nothing can be delivered, now or later.
    """

    status: str | None
    problem: str | None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What Notify tells of its own accord: of which notification, by its name and by our own reference for it.

    `told` is its word for the state, `raw` all that it sent, which may name the recipient.
    """

    name: str
    reference: str | None
    fate: Fate
    told: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyAccount:
    """Our service at Notify."""

    key: str
    base_url: str
    timeout_s: float = 10.0


class Notify:
    """Safe to use from several threads: the library's client is not, so each question has one of its own."""

    def __init__(self, account: NotifyAccount) -> None:
        self._account = account

    def text(self, to: str, template: str, text: str, reference: str) -> str:
        """Sends one; under which name we know it. The template holds nothing but `((text))`."""
        with translated(sending=True):
            answer = self._client().send_sms_notification(
                phone_number=to, template_id=template, personalisation={"text": text}, reference=reference
            )
            return _name(answer)

    def email(self, to: str, template: str, subject: str, text: str, reference: str, reply_to: str = "") -> str:
        """Sends one to one address. The template's subject is `((subject))`, its text `((text))`."""
        with translated(sending=True):
            answer = self._client().send_email_notification(
                email_address=to,
                template_id=template,
                personalisation={"subject": subject, "text": text},
                reference=reference,
                email_reply_to_id=reply_to or None,
            )
            return _name(answer)

    def letter(self, template: str, personalisation: Mapping[str, str], reference: str) -> str:
        """Sends one that Notify lays out by a template of its own."""
        with translated(sending=True):
            answer = self._client().send_letter_notification(
                template_id=template, personalisation=dict(personalisation), reference=reference
            )
            return _name(answer)

    def printed(self, pdf: Any, reference: str, postage: str) -> str:
        """Sends one that is a PDF already, given as an open file."""
        with translated(sending=True):
            answer = self._client().send_precompiled_letter_notification(
                reference=reference, pdf_file=pdf, postage=postage
            )
            return _name(answer)

    def find(self, reference: str) -> str | None:
        """The name of what was sent with this reference; None when Notify has none."""
        with translated(sending=False):
            listed = self._client().get_all_notifications(reference=reference)["notifications"]
            same = [each for each in listed if each.get("reference") == reference]
            return _name(same[0]) if same else None

    def fate(self, name: str) -> Fate:
        """What became of it. Raises NotFound when Notify does not keep it any more (it does for seven days)."""
        with translated(sending=False):
            told = str(self._client().get_notification_by_id(name.removeprefix(NAME))["status"])
        return _fate(told)

    def check(self) -> str:
        """That the key is taken: how many templates it sees. Sends nothing."""
        with translated(sending=False):
            count = len(self._client().get_all_templates()["templates"])
        return f"the key is accepted; it sees {count} template{'' if count == 1 else 's'}"

    def _client(self) -> Any:
        account = self._account
        return NotificationsAPIClient(account.key, base_url=account.base_url, timeout=account.timeout_s)  # type: ignore[no-untyped-call]


def receipt(body: Mapping[str, Any]) -> Receipt:
    """A delivery receipt, as Notify posts it. Raises InvalidInput for what is none; whom it went to is only kept."""
    name, status, reference = body.get("id"), body.get("status"), body.get("reference")
    if not (isinstance(name, str) and name and isinstance(status, str) and status):
        raise InvalidInput("The request is no delivery receipt.", field="status")
    return Receipt(
        name=f"{NAME}{name}",
        reference=reference if isinstance(reference, str) else None,
        fate=_fate(status),
        told=status,
        raw=dict(body),
    )


def _fate(told: str) -> Fate:
    return Fate(status=FATES.get(told), problem=PROBLEMS.get(told), gone=told == GONE)


@contextmanager
def translated(*, sending: bool) -> Iterator[None]:
    """Turns the client's errors into ours. `sending` is true for what must not happen twice."""
    try:
        yield
    except APIError as error:
        raise _of(error, sending) from None
    except (KeyError, TypeError, IndexError):
        # An answer that is not what Notify's documents promise, such as a proxy's own page.
        raise _not_known(sending) from None


def _of(error: APIError, sending: bool) -> Exception:
    if error.response is None:
        cause = error.__cause__
        if isinstance(cause, requests.RequestException) and _nothing_sent(cause):
            return Unavailable("Notify cannot be reached. Nothing was sent.")
        return _not_known(sending)
    status = error.status_code
    if status == 429 and OF_THE_DAY in str(error.message).lower():
        return Unavailable(LIMIT_OF_THE_DAY)
    if status in LATER:
        return Unavailable("Notify is busy and did nothing. It is safe to try again.")
    if status >= 500 or status < 400:
        return _not_known(sending)
    if status == 403 and "team-only" not in str(error.message):
        return NotAllowed(KEY)
    if status == 404:
        return NotFound("Notify does not know it.")
    said = str(error.message)
    return Refused(next((ours for part, ours in REFUSALS.items() if part in said), OTHER.format(status=status)))


def _nothing_sent(cause: requests.RequestException) -> bool:
    return isinstance(cause, requests.ConnectTimeout) or never_connected(cause)


def _not_known(sending: bool) -> Exception:
    if sending:
        return OutcomeUnknown("Notify did not answer in time: it may have been sent.")
    return Unavailable("Notify did not answer. It is safe to ask again.")


def _name(answer: Mapping[str, Any]) -> str:
    return f"{NAME}{answer['id']}"
