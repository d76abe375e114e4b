"""What the carrier tells us about WhatsApp messages: the form of a text, with what only WhatsApp has.

Source: Twilio, "Twilio's request to your incoming message webhook URL" (ProfileName, ButtonText, Latitude, Longitude,
Label, Address).
"""

from dataclasses import replace

from channels.form import optional
from channels.messages import Form, Spot, Text, stored, text, text_change

__all__ = ["READERS", "message", "text_change"]


def message(form: Form) -> Text:
    """What came in (`/whatsapp/incoming`). A button that was pressed, or a place that was sent, is said in words."""
    form = {name: stored(value) for name, value in form.items()}
    read, spot = text(form), _spot(form)
    words = read.body.strip() or optional(form, "ButtonText") or (_said(spot) if spot else "")
    return replace(read, body=words, name=optional(form, "ProfileName"), spot=spot)


def _spot(form: Form) -> Spot | None:
    """Where they say it is; None when they sent no place, or half a one."""
    try:
        lat, lng = float(form.get("Latitude", "")), float(form.get("Longitude", ""))
    except ValueError:
        return None
    if not (abs(lat) <= 90 and abs(lng) <= 180):
        return None
    return Spot(lat=lat, lng=lng, named=", ".join(each for each in (form.get("Label"), form.get("Address")) if each))


def _said(spot: Spot) -> str:
    return f"(a place on the map: {f'{spot.named}, ' if spot.named else ''}{spot.lat:.8g}, {spot.lng:.8g})"


READERS = {"incoming": message, "status": text_change}
"""What reads each request under /whatsapp/."""
