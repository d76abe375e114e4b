"""Whether a voice request is Twilio's. Over https Twilio signs a call's address without its port; both are accepted."""

from channels.signature import HEADER, Verifier

__all__ = ["HEADER", "Verifier"]
