"""A stand-in carrier that behaves over HTTP as Twilio does.

It imports nothing of the engine that it stands in front of.
"""
