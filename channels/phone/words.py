"""What callers are told that no menu document says: their place in the queue, the wait, holding, apologies. Only words.

Honest: an estimate that is not known is not given, and a long one is not made to sound short. Where nobody is there, no
place is told, for it would be one in front of an empty desk.
"""

EMERGENCY = "If someone is in immediate danger, hang up and dial 999."
SORRY = (
    "I am sorry, something has gone wrong at our end, and it is not your fault. "
    f"Please call again in a few minutes. {EMERGENCY}"
)
ON_HOLD = "You are on hold. The person helping you will be back shortly."
INSTEAD = "You can press any key to leave us a message instead. We will call you back."
RING_BACK = (
    "If you would rather be rung back, press 1: you keep your place. Press any other key to leave us a message instead."
)
RING_BACK_KEY = "1"
RANG_AGAIN = "Thank you for ringing again. You have kept your place in the queue."
NOBODY_HERE = f"Nobody who may take your call is at a desk at the moment. {EMERGENCY}"
STAY = "Or stay on the line: your place is kept, and whoever comes in is asked at once."
RINGING = "We are asking somebody to take your call now."
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SOON_S = 60
LONG_S = 30 * 60


def in_our_place(council: str) -> str:
    """To callers whom nothing of ours answers."""
    return (
        f"{council}. {EMERGENCY} Our telephone system is not working at the moment. Please tell us your name, your "
        "number and what it is about after the tone. Then hang up. We will call you back."
    )


def place(position: int) -> str:
    """The place in the queue; 0 when it is not known."""
    if position < 1:
        return "You are in the queue, and we will answer as soon as we can."
    if position == 1:
        return "You are next in the queue."
    if position <= len(ORDINALS):
        return f"You are {ORDINALS[position - 1]} in the queue."
    return f"You are number {position} in the queue."


def estimate(low_s: int | None, high_s: int | None) -> str:
    """The wait, rounded to minutes people use; "" when there is nothing to go by."""
    if high_s is None or high_s < 0:
        return ""
    high = _minutes(high_s)
    low = min(_minutes(low_s), high) if low_s is not None else high
    if high_s <= SOON_S:
        return "We expect to answer within a minute."
    if high_s > LONG_S and low_s is not None and low_s >= LONG_S:
        return "The wait is likely to be more than half an hour."
    if low == high:
        return f"We expect to answer in about {high} minutes."
    return f"We expect to answer in {low} to {high} minutes."


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))
