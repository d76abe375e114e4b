"""What the carrier tells us about WhatsApp messages: the form of a text, with what only WhatsApp has.

Source: Twilio, "Twilio's request to your incoming message webhook URL" (ProfileName, ButtonText, Latitude, Longitude,
Label, Address).
"""

from dataclasses import replace

from channels.form import optional
from channels.messages import Form, Text, text, text_change

__all__ = ["READERS", "message", "text_change"]


def message(form: Form) -> Text:
    """What came in (`/whatsapp/incoming`). A button that was pressed, or a place that was sent, is said in words."""
    read = text(form)
    words = read.body.strip() or optional(form, "ButtonText") or _place(form) or ""
    return replace(read, body=words, name=optional(form, "ProfileName"))


def _place(form: Form) -> str | None:
    """Where they say it is; None when they sent no place."""
    lat, lng = form.get("Latitude"), form.get("Longitude")
    if not (lat and lng):
        return None
    named = ", ".join(each for each in (form.get("Label"), form.get("Address")) if each)
    return f"(a place on the map: {f'{named}, ' if named else ''}{lat}, {lng})"


READERS = {"incoming": message, "status": text_change}
"""What reads each request under /whatsapp/."""
