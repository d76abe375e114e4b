"""Why the carrier could not deliver one of our WhatsApp messages, in words that tell an agent what to do.

Source: Twilio, "Error and warning dictionary", 63001 to 63999, and 21610.
"""

from typing import Final

from channels.sms.failures import OPTED_OUT

STOPPED: Final = "They have asked for no more WhatsApp messages from us (STOP). Please reach them another way."

OUTSIDE: Final = 63016
"""The carrier's word that free words may go no more."""
NOT_SENT: Final = {
    63003: "That number is not on WhatsApp, as far as the carrier knows. Ring them, or send a text.",
    63005: "WhatsApp did not take what was in it. Say it in plain words.",
    63007: "The carrier has no WhatsApp sender of ours by that number. Check TWILIO_WHATSAPP_NUMBER.",
    63012: "WhatsApp had a fault of its own. Try again.",
    63013: "WhatsApp's rules do not allow this message. Reach them another way.",
    63015: "Twilio's test sender writes only to those who have joined it.",
    OUTSIDE: "More than 24 hours had passed since they last wrote, so WhatsApp took no words of our own. Ring them, or "
    "write another way.",
    63018: "WhatsApp has had too many messages from us just now. Try again later.",
    63021: "WhatsApp did not take what was in it. Say it in plain words.",
    63024: "WhatsApp does not deliver to that number: it is not there, or its app is old. Ring them, or send a text.",
    63032: "WhatsApp does not deliver this message to them, and does not say why. Reach them another way.",
    63033: "They have blocked us on WhatsApp. Reach them another way.",
    63040: "WhatsApp has rejected our approved message. Check TWILIO_WHATSAPP_TEMPLATE.",
    63041: "WhatsApp has paused our approved message. Reach them another way.",
    63042: "WhatsApp has withdrawn our approved message. Check TWILIO_WHATSAPP_TEMPLATE.",
    63049: "WhatsApp chose not to deliver it to them. Reach them another way.",
}
"""What is told by a status callback, or, of some, at once."""

WHY: Final = {OPTED_OUT: STOPPED, **NOT_SENT}


def why(code: int | None) -> str | None:
    """The sentence of a status callback's code; None when it has none."""
    if code is None:
        return None
    return WHY.get(code, f"The carrier could not deliver it (error {code}).")
