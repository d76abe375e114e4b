"""The control API: what a person does with a phone, and what a test may look at. Not part of Twilio's own."""
