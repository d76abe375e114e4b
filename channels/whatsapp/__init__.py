"""WhatsApp messages, by Twilio: what is said there and not in a text, our sender, and why one did not arrive."""
