"""Referrals by mail: text that a person reads, and the same as JSON for a system that reads its mailbox.

The Message-ID is made from the referral's id, so that every attempt is the same message: mail systems and people
recognise a second copy. There is nothing to look up afterwards; an attempt cut off between the message and the mail
server's answer raises OutcomeUnknown and is left to a person.
"""

import json
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from core.errors import OutcomeUnknown, Unavailable
from referrals.partner import INTERRUPTED, Parcel, PartnerRefused, Receipt

ANSWER_S: Final = 15.0
PORTS: Final = {"smtp": 25, "smtps": 465}
SEVEN_BIT: Final = SMTP.clone(cte_type="7bit")
"""Lines end as SMTP wants them, and no mail server on the way needs to know more than ASCII."""

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Mailbox:
    """One mail server that takes our mail. `url` is `smtp://user:password@host:port`, or `smtps://`."""

    def __init__(self, *, url: str, sender: str, council: str, answer_s: float = ANSWER_S) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._council = council
        self._answer_s = answer_s

    def deliver(self, parcel: Parcel, *, first: bool, interrupted: bool = False) -> Receipt:
        """Hand the message to the mail server. That it took it is not yet an acknowledgement by the specialists."""
        if interrupted:
            raise OutcomeUnknown(INTERRUPTED)
        destination = parcel.service.destination
        if destination is None:
            raise PartnerRefused("This service has no mailbox to refer to.")
        message = compose(parcel, sender=self._sender, to=destination.to, council=self._council)
        with _Session(self._connect()) as smtp:
            _hand_over(smtp, self._sender, destination.to, message)
        return Receipt()

    def look_up(self, parcel: Parcel) -> Receipt | None:
        """A mail server cannot be asked what it took."""
        raise Unavailable("A mailbox cannot be searched from here; please ask the people who read it.")

    def check(self) -> str:
        """Log in and out again."""
        with _Session(self._connect()) as smtp:
            code, _ = smtp.noop()
        return f"answers on {self._url.hostname} ({code})"

    def close(self) -> None:
        """Every delivery has a connection of its own; nothing is held."""

    def _connect(self) -> smtplib.SMTP:
        if not self._url.hostname:
            raise Unavailable("SMTP_URL is not set, so referrals by mail cannot be sent.")
        try:
            return self._logged_in(self._url, self._url.hostname)
        except smtplib.SMTPAuthenticationError as error:
            raise Unavailable("The mail server did not accept our name and password. Check SMTP_URL.") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("The mail server could not be reached.") from error

    def _logged_in(self, url: SplitResult, host: str) -> smtplib.SMTP:
        port = url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=self._answer_s, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(host, port, timeout=self._answer_s)
        try:
            self._secure(smtp, url, host)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _secure(self, smtp: smtplib.SMTP, url: SplitResult, host: str) -> None:
        smtp.ehlo_or_helo_if_needed()
        if url.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        elif url.scheme == "smtp" and url.username and host not in LOOPBACK:
            raise Unavailable("The mail server offers no encryption, so our password was not sent. Use smtps://.")
        if url.username:
            smtp.login(unquote(url.username), unquote(url.password or ""))


class _Session:
    """An open connection that says goodbye if it still can; what goes wrong then no longer matters."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def __enter__(self) -> smtplib.SMTP:
        return self._smtp

    def __exit__(self, *_: object) -> None:
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()


def _hand_over(smtp: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> None:
    """Sender, recipient, message, one step at a time: only the last can leave its outcome in doubt."""
    try:
        _raise_unless_taken(*smtp.mail(sender))
        _raise_unless_taken(*smtp.rcpt(to))
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Unavailable("The mail server went away before the message was sent.") from error
    try:
        code, words = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        _raise_unless_taken(error.smtp_code, _bytes(error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown("The mail server's answer was lost. The referral may have been sent.") from error
    else:
        _raise_unless_taken(code, words)


def _raise_unless_taken(code: int, words: bytes) -> None:
    if 200 <= code < 300:
        return
    if 400 <= code < 500:
        raise Unavailable(f"The mail server said not now ({code}).")
    said = words.decode("utf-8", "replace")[:500]
    raise PartnerRefused(f"The mail server refused the referral ({code}).", words=said)


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def compose(parcel: Parcel, *, sender: str, to: str, council: str) -> EmailMessage:
    """The message, the same on every attempt. RFC 3834's header keeps other people's robots from answering it."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["Subject"] = f"Referral {parcel.reference}: {parcel.service.label}"
    message["From"] = f"{council} contact centre <{sender}>"
    message["To"] = to
    message["Date"] = format_datetime(parcel.made_at)
    message["Message-ID"] = f"<{parcel.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Switchboard-Referral"] = parcel.id
    message.set_content(_text(parcel))
    body = json.dumps(as_data(parcel), indent=2, ensure_ascii=False).encode()
    message.add_attachment(body, maintype="application", subtype="json", filename=f"{parcel.reference}.json")
    return message


def as_data(parcel: Parcel) -> dict[str, object]:
    """The parcel as JSON. `version` changes when a field is renamed or goes."""
    place = parcel.place
    return {
        "version": 1,
        "referral": parcel.id,
        "case": parcel.reference,
        "service": parcel.service.id,
        "made_at": parcel.made_at.isoformat(),
        "summary": parcel.summary,
        "fields": dict(parcel.fields),
        "place": {"text": place.text, "lat": place.lat, "lng": place.lng} if place else None,
        "reporter": {"name": parcel.reporter.name, "phone": parcel.reporter.phone, "email": parcel.reporter.email},
    }


def _text(parcel: Parcel) -> str:
    said = [(each.label, parcel.fields.get(each.name, "")) for each in parcel.service.fields]
    where = parcel.place.text if parcel.place else ""
    who = parcel.reporter
    rows = [
        ("Case", parcel.reference),
        ("Service", parcel.service.label),
        *said,
        ("Place", where),
        ("Reported by", who.name),
        ("Telephone", who.phone),
        ("Email", who.email),
    ]
    lines = [f"{label}: {value}" for label, value in rows if value]
    told = [parcel.summary, ""] if parcel.summary else []
    return "\n".join([*told, *lines, "", "The attached file holds the same for your system."])
