"""The settings of GOV.UK Notify, which is used where a template is named. Each stands in `settings` as one line."""

from typing import Any, Final

from config import derived
from config.fields import asked

_ID: Final = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"

API_KEY: Final[Any] = asked(
    "",
    shown="nothing: Notify is not used",
    means="Key of our service at GOV.UK Notify.",
    must_be="a key as Notify shows it: a name and two ids",
    pattern=rf".*{_ID}-{_ID}",
    secret=True,
)
BASE_URL: Final[Any] = asked(
    made=derived.notify_base_url,
    shown="`https://api.notifications.service.gov.uk`, or the sandbox",
    means="Where requests to Notify go.",
    must_be="an http:// or https:// address without a path",
    pattern=r"https?://[^/\s]+/?",
)
SMS_TEMPLATE: Final[Any] = asked(
    "",
    shown="nothing: texts leave by Twilio",
    means="Notify's template for texts, which holds `((text))` and nothing else. With it texts leave by Notify.",
    must_be="a template's id",
    pattern=_ID,
)
LETTER_TEMPLATE: Final[Any] = asked(
    "",
    shown="nothing: letters are laid into OUTGOING_POST_FOLDER",
    means="`paper`, and Notify prints our own PDF; or a template with `((subject))`, `((text))` and `((reference))`.",
    must_be="`paper`, or a template's id",
    pattern=rf"paper|{_ID}",
)
POSTAGE: Final[Any] = asked(
    "second",
    means="How Notify posts our own PDF; a template says it itself.",
    must_be="first, second or economy",
    pattern="first|second|economy",
)
EMAIL_TEMPLATE: Final[Any] = asked(
    "",
    shown="nothing: emails leave by SMTP_URL",
    means="Notify's template for emails to residents: subject `((subject))`, text `((text))`.",
    must_be="a template's id",
    pattern=_ID,
)
CALLBACK_TOKEN: Final[Any] = asked(
    "",
    shown="nothing: what became of things is asked for every five minutes",
    means="Bearer token with which Notify tells what became of things at `PUBLIC_URL/notify/status`.",
    must_be="at least 16 characters, without spaces",
    pattern=r"\S{16,}",
    secret=True,
)
