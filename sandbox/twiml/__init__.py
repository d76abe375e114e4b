"""TwiML as Twilio documents it: what a document may say, and why it would be refused."""

from sandbox.twiml.element import Element
from sandbox.twiml.parse import Fault, Refused, check, parse
from sandbox.twiml.table import Place

__all__ = ["Element", "Fault", "Place", "Refused", "check", "parse"]
