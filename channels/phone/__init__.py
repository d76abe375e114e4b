"""The telephone, by Twilio: calls in and out, prompts as TwiML, the softphone's tokens, and music to wait by."""
