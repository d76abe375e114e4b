"""Commands that do one thing and end, or become another program."""

import asyncio
import os
import sys

from config.settings import load_settings
from switchboard.failing import Stopped


def sandbox() -> None:
    """Become the stand-in carrier, which imports nothing of ours."""
    from switchboard.surroundings import sandbox_environment

    settings = load_settings()
    if not settings.sandbox:
        raise Stopped("Twilio's settings are present, so there is no sandbox. Unset TWILIO_ACCOUNT_SID to use it.")
    command = [sys.executable, "-m", "sandbox"]
    os.execve(sys.executable, command, dict(os.environ) | sandbox_environment(settings))  # noqa: S606 - our own


def rebuild() -> None:
    """Clear the engine and restore every open contact from the record."""
    from runtime.parts import running
    from switchboard import logs

    settings = load_settings()
    logs.start("warning", "rebuild")

    async def clear_and_restore() -> int:
        async with running(settings) as runtime:
            return await runtime.centre.reconciling.rebuild(clear=True)

    count = asyncio.run(clear_and_restore())
    print(f"The live state was rebuilt from the record: {count} open contacts are back in their places.")
