"""Texts, by Twilio: in, out, and what their words and lengths mean."""
