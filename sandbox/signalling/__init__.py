"""Signalling for softphones: the websocket `/signal`, speaking what the Voice SDK 2.18 speaks with its own cloud.

The protocol is private to that SDK. A test runs the real one against this, so that a version that breaks it is seen.
Nothing here knows TwiML or mixes sound: calls come from the carrier, sound goes to the mixer.
"""

from sandbox.signalling.routes import router

__all__ = ["router"]
