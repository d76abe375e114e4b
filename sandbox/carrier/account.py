"""The account's number and application: where its calls and texts are told, as set in the console of a real account."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Self

from sandbox.carrier.whatsapp import SCHEME, WORDS
from sandbox.settings import NUMBER_SID, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Webhook addresses. Their names are the REST API's."""

    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"

    def updated(self, params: Mapping[str, str]) -> Self:
        """With the values that a REST update names in its own way (VoiceUrl)."""
        given = {field.name: params[_camel(field.name)] for field in fields(self) if _camel(field.name) in params}
        return replace(self, **given)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


class Account:
    """One account with one number, one TwiML application and perhaps a WhatsApp sender."""

    def __init__(self, settings: Settings) -> None:
        base, overrides = settings.webhook_url, settings.webhook_overrides
        self.sid = settings.account_sid
        self.application_sid = settings.application_sid
        self.number_sid = NUMBER_SID
        self.number = settings.number
        self.whatsapp = f"{SCHEME}{settings.whatsapp_number}" if settings.whatsapp_number else ""
        self.whatsapp_url = f"{base}/whatsapp/incoming{overrides}"
        self.templates = {settings.whatsapp_template: WORDS} if settings.whatsapp_template else {}
        self.addresses = Addresses(
            voice_url=f"{base}/phone/incoming{overrides}",
            voice_fallback_url=f"{base}/phone/fallback{overrides}",
            status_callback=f"{base}/phone/status{overrides}",
            sms_url=f"{base}/sms/incoming{overrides}",
        )

    def owns(self, number: str) -> bool:
        """A number for calls and texts, or the WhatsApp sender with its scheme."""
        return number == self.number or (bool(self.whatsapp) and number == self.whatsapp)

    def update(self, params: Mapping[str, str]) -> None:
        self.addresses = self.addresses.updated(params)
