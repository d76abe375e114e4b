"""A gate before which the children of `switchboard up` wait, loaded and ready, while the record is being prepared.

It is a pipe: reading ends when our end is closed, now or long ago, so a child that is started again walks through.
Should we die before, the kernel closes our end, and tells the children to stop besides.

Beside it lies what whoever prepared has read already, so that the others need not read it again: a file without a name,
written once, before the gate opens.
"""

import os
import pickle
import tempfile
from typing import Any

from switchboard.surroundings import GATE, HANDED


class Gate:
    """Ours. `kept` are the ends that the children keep."""

    def __init__(self) -> None:
        self.readable, self._ours = os.pipe()
        self._handed = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as we do
        self.handed = self._handed.fileno()
        self._closed = False

    @property
    def kept(self) -> tuple[int, int]:
        """Our children's file descriptors."""
        return self.readable, self.handed

    def open(self) -> None:
        """Let everybody through, from now on."""
        if not self._closed:
            os.close(self._ours)
            self._closed = True


def wait_outside() -> bool:
    """As a child: wait until the gate is open. False when there is no gate: nobody has prepared anything for us."""
    number = os.environ.get(GATE)
    if number is None:
        return False
    os.read(int(number), 1)
    return True


def hand_over(thing: Any) -> None:
    """As the child that prepares: leave this for the others. Nothing when there are none."""
    number = os.environ.get(HANDED)
    if number is not None:
        os.pwrite(int(number), pickle.dumps(thing), 0)


def handed_over() -> Any:
    """As a child behind the gate: what was left for us, or None."""
    number = os.environ.get(HANDED)
    size = os.fstat(int(number)).st_size if number is not None else 0
    if number is None or not size:
        return None
    return pickle.loads(os.pread(int(number), size, 0))  # noqa: S301  # written by our own sibling, into no file of anybody's
