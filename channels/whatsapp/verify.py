"""Whether a WhatsApp message's request is Twilio's. It is signed as a text's is."""

from channels.signature import HEADER, Verifier

__all__ = ["HEADER", "Verifier"]
