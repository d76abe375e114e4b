"""Who watches which number: phone pages and robots are told what happens to its calls and texts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

Event = dict[str, Any]
WAITING_MOST: Final = 1000


class Phones:
    """A number's listeners. A listener that stops reading loses the oldest events, never the carrier's time."""

    def __init__(self) -> None:
        self._ears: dict[str, list[asyncio.Queue[Event]]] = {}

    @contextmanager
    def listening(self, number: str) -> Iterator[asyncio.Queue[Event]]:
        ear: asyncio.Queue[Event] = asyncio.Queue(WAITING_MOST)
        self._ears.setdefault(number, []).append(ear)
        try:
            yield ear
        finally:
            self._ears[number].remove(ear)
            if not self._ears[number]:
                del self._ears[number]

    def tell(self, number: str, event: Event) -> None:
        for ear in self._ears.get(number, ()):
            if ear.full():
                ear.get_nowait()
            ear.put_nowait(event)

    def anyone(self, number: str) -> bool:
        return number in self._ears
