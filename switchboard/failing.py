"""How a command fails: one sentence a problem on standard error, no traceback for what was foreseen.

The exit code is 1; 2 where what was asked for can never be, as it is for an option that there is not.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import ConfigInvalid, SwitchboardError

FAILED, MISUSED = 1, 2


class Stopped(Exception):
    """A command cannot go on. The message is what the person at the terminal reads."""


def sentences(error: Exception) -> list[str]:
    """What to tell about an error, a line a problem."""
    if isinstance(error, ConfigInvalid):
        return [str(problem) for problem in error.problems]
    return [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]


class Misused(Stopped):
    """What was asked for can never be, however often it is tried."""


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turns every error raised on purpose into its sentences and its exit code."""
    try:
        yield
    except (SwitchboardError, Stopped) as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        raise SystemExit(MISUSED if isinstance(error, Misused) else FAILED) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
