"""What RQ calls, by name. Each is three lines: the work is the centre's, the row in the outbox is the memory."""

from worker.hands import Hands

_hands: Hands | None = None


def use(hands: Hands | None) -> None:
    """Whose hands this process's jobs go to."""
    global _hands
    _hands = hands


def deliver(outbox_id: str) -> None:
    """Deliver one row of the outbox."""
    assert _hands is not None, "jobs run in `switchboard worker` only"
    _hands.give(lambda centre: centre.outbox.deliver(outbox_id))


def what_if(id: str) -> None:
    """Work out a question about the rules."""
    assert _hands is not None, "jobs run in `switchboard worker` only"
    _hands.give(lambda centre: centre.trying.answer(id))
