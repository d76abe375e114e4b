"""Tends one mailbox of the house whose settings are in the environment, until it is killed. A process of its own.

Its lease is short, so that the next process need not wait for the one that was killed.
"""

import asyncio
import sys

import intake.mailboxes
from config.settings import load_settings
from runtime.parts import running


async def main() -> None:
    intake.mailboxes.LEASE_S = 0.2  # type: ignore[misc]
    intake.mailboxes.NOT_MINE_S = 0.05  # type: ignore[misc]
    async with running(load_settings()) as runtime:
        # What guesses the service is loaded first, as it is in a process that has been up for a while.
        await runtime.centre.guessing.about("a missed bin")
        print("ready", file=sys.stderr, flush=True)
        await asyncio.gather(
            *(intake.mailboxes.tend(runtime.centre.emails, box) for box in runtime.centre.emails.mailboxes)
        )


if __name__ == "__main__":
    asyncio.run(main())
