"""A resident's own voicemail: it answers a call that has rung long enough, greets, beeps, and listens for a while.

To the carrier this is a call that was answered; only who listens knows better, unless the caller asked for detection.
"""

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sandbox.carrier.line import Line

VOICEMAIL: Final = "voicemail"
GREETING: Final = "I cannot answer now. Please leave a message after the tone."
GREETS_S: Final = 4.0
LISTENS_S: Final = 60.0


def answers_after(line: "Line") -> float | None:
    """After how many seconds of ringing a voicemail answers this line; None when none does.

    A number has one as long as a phone page is open for it: one that nobody holds rings in vain.
    """
    carrier = line.carrier
    return carrier.settings.voicemail_after_s if carrier.phones.anyone(line.call.called) else None


async def take_message(line: "Line", room: str) -> None:
    """What whoever rang hears in the conference; then silence until it is over."""
    line.pinned = VOICEMAIL
    line.doing(VOICEMAIL)
    line.hear("say", GREETING)
    await line.carrier.clock.sleep(GREETS_S)
    await line.carrier.media.beep(room)
    line.hear("beep", "")
    await line.carrier.clock.sleep(LISTENS_S)
    line.hang_up()


def begin(line: "Line", room: str) -> "asyncio.Task[None] | None":
    """Take the message beside the line's stay in a conference; None when a person answered."""
    return asyncio.create_task(take_message(line, room)) if line.machine else None
