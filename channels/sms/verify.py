"""Whether a text's request is Twilio's. Twilio signs a text's address with its port, if any; both are accepted."""

from channels.signature import HEADER, Verifier

__all__ = ["HEADER", "Verifier"]
