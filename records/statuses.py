"""The orders in which a carrier's words about a message and a call go forward, and never back.

Callbacks come twice, late and out of order. Each list is a total order, so whatever order they come in, the same word
is left standing. The words are Twilio's: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
and https://www.twilio.com/docs/voice/api/call-resource#call-status-values. A word that is not listed moves nothing.
"""

from typing import Final

MESSAGE: Final = (
    "draft",
    "accepted",
    "scheduled",
    "queued",
    "sending",
    "sent",
    "canceled",
    "failed",
    "undelivered",
    "delivered",
    "read",
)
MESSAGE_FAILED: Final = frozenset({"canceled", "failed", "undelivered"})

CALL: Final = (
    "queued",
    "initiated",
    "ringing",
    "in-progress",
    "canceled",
    "no-answer",
    "busy",
    "failed",
    "completed",
)
CALL_ENDED: Final = frozenset({"canceled", "no-answer", "busy", "failed", "completed"})


def is_further(order: tuple[str, ...], now: str, new: str) -> bool:
    """Whether `new` comes after `now` in `order`."""
    if new not in order:
        return False
    return now not in order or order.index(new) > order.index(now)


def before(order: tuple[str, ...], status: str) -> tuple[str, ...]:
    """All words that `status` goes forward from; empty for a word that is not listed."""
    return order[: order.index(status)] if status in order else ()
