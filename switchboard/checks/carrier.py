"""Our account at the carrier, over its REST API: credentials, the number's webhook addresses, the softphones' app.

Asked with plain HTTP, as Twilio documents it (https://www.twilio.com/docs/iam/api/account and
https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
"""

from collections.abc import Iterator
from typing import Any, Final

import httpx

from channels.phone.addresses import PATIENCE
from config.settings import Settings
from core.errors import Refused, Unavailable
from switchboard.checks.finding import START, Finding, fine, tried, wrong

ADDRESSES: Final = {
    "voice_url": "/phone/incoming",
    "voice_fallback_url": "/phone/fallback",
    "status_callback": "/phone/status",
    "sms_url": "/sms/incoming",
}
"""What the number must be set to, below PUBLIC_URL."""
KEPT_BY_THE_CARRIER: Final = "https://handler.twilio.com/twiml/"
"""Where Twilio serves the documents that it keeps itself (TwiML Bins)."""


def carrier(settings: Settings) -> Iterator[Finding]:
    """Everything about the account; nothing more once it cannot be reached."""
    with httpx.Client(base_url=settings.twilio_base_url, timeout=settings.twilio_timeout_s) as http:
        account = _Account(http, settings)
        fix = "Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
        away = START if settings.sandbox else "Check the network, and TWILIO_BASE_URL."
        first = list(tried("Twilio account", account.state, fix, away=away))
        yield from first
        if any(each.fix for each in first):
            return
        yield from tried("Twilio API key", account.key, "Check TWILIO_API_KEY and TWILIO_API_SECRET.")
        yield from tried("Softphones' app", account.app, "Make a TwiML app and set TWILIO_TWIML_APP_SID to its SID.")
        yield from _number(account, settings)


def _number(account: "_Account", settings: Settings) -> Iterator[Finding]:
    try:
        number = account.number()
    except (Refused, Unavailable) as error:
        yield wrong("Number", str(error), "Set TWILIO_PHONE_NUMBER to a number of this account.")
        return
    yield fine("Number", f"{settings.twilio_phone_number} belongs to the account")
    for name, path in ADDRESSES.items():
        wanted, now = settings.public_url + path, str(number.get(name) or "")
        if now.split("#")[0] == wanted or _is_kept_by_the_carrier(name, now):
            yield fine(f"Number's {name}", now)
        else:
            yield wrong(f"Number's {name}", now or "is not set", f"Set it to {wanted}{PATIENCE} (method POST).")


def _is_kept_by_the_carrier(name: str, address: str) -> bool:
    """Whether a document of the carrier's own stands in for us (`switchboard phone fallback`)."""
    return name == "voice_fallback_url" and address.startswith(KEPT_BY_THE_CARRIER)


class _Account:
    """Questions to one account. Each raises Unavailable or Refused with a sentence."""

    def __init__(self, http: httpx.Client, settings: Settings) -> None:
        self._http = http
        self._settings = settings
        self._root = f"/2010-04-01/Accounts/{settings.twilio_account_sid}"
        self._own = (settings.twilio_account_sid, settings.twilio_auth_token)

    def state(self) -> str:
        state = str(self._get("", self._own).get("status"))
        if state != "active":
            raise Refused(f"The account is {state}, not active.")
        return "active"

    def key(self) -> str:
        if not self._settings.twilio_api_key:
            raise Refused("There is no API key, so the agents' softphones cannot register.")
        self._get("/IncomingPhoneNumbers", (self._settings.twilio_api_key, self._settings.twilio_api_secret))
        return "accepted"

    def app(self) -> str:
        sid = self._settings.twilio_twiml_app_sid
        if not sid:
            raise Refused("There is no TwiML app, so the agents' softphones cannot register.")
        return f"found: {self._get(f'/Applications/{sid}', self._own).get('friendly_name')}"

    def number(self) -> dict[str, Any]:
        wanted = self._settings.twilio_phone_number
        listed = self._get("/IncomingPhoneNumbers", self._own, PhoneNumber=wanted)
        found = [each for each in listed.get("incoming_phone_numbers", []) if each.get("phone_number") == wanted]
        if not found:
            raise Refused(f"{wanted} is not a number of this account.")
        return dict(found[0])

    def _get(self, path: str, credentials: tuple[str, str], **query: str) -> dict[str, Any]:
        try:
            answer = self._http.get(f"{self._root}{path}.json", auth=credentials, params=query)
            answer.raise_for_status()
            return dict(answer.json())
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise Refused(_REFUSALS.get(status, f"The carrier answered {status}.")) from error
        except (httpx.TransportError, ValueError) as error:
            raise Unavailable(f"{self._settings.twilio_base_url} does not answer.") from error


_REFUSALS: Final = {
    401: "The carrier does not accept these credentials.",
    403: "The carrier does not allow this with these credentials.",
    404: "The carrier does not know it.",
}
"""Twilio's HTTP answers, in our words."""
