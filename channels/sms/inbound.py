"""What the carrier tells us about texts: the form that all its messages share, see `channels.messages`."""

from channels.messages import text, text_change

__all__ = ["READERS", "text", "text_change"]

READERS = {"incoming": text, "status": text_change}
"""What reads each request under /sms/."""
