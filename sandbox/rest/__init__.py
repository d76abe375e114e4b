"""Twilio's REST API, as far as an application of this kind uses it."""
