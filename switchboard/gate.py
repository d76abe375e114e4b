"""A gate before which the children of `switchboard up` wait, loaded and ready, while the record is being prepared.

It is a pipe: reading ends when our end is closed, now or long ago, so a child that is started again walks through.
Should we die before, the kernel closes our end, and tells the children to stop besides.
"""

import os

from switchboard.surroundings import GATE


class Gate:
    """Ours. `readable` is the end that the children keep."""

    def __init__(self) -> None:
        self.readable, self._ours = os.pipe()
        self._closed = False

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
