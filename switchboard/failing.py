"""How a command fails: one sentence a problem on standard error, exit code 1, no traceback for what was foreseen."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import ConfigInvalid, SwitchboardError


class Stopped(Exception):
    """A command cannot go on. The message is what the person at the terminal reads."""


def sentences(error: Exception) -> list[str]:
    """What to tell about an error, a line a problem."""
    if isinstance(error, ConfigInvalid):
        return [str(problem) for problem in error.problems]
    return [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turns every error raised on purpose into its sentences and exit code 1."""
    try:
        yield
    except (SwitchboardError, Stopped) as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
