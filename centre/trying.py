"""What a draft of the rules would have changed on past days, asked on the console and answered by a worker.

1. A question is kept in the live store for a day; one is asked at a time. Losing it costs a click, nothing else.
2. A worker answers it on a thread of its own, at a low priority, and writes how far it is every second.
3. Whoever watches may cancel it: the thread stops at its next step. One whose worker died is over after a while.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import structlog

from centre.parts import Parts
from centre.planning import Planning
from centre.what_if import DRAFT, WhatIf
from core.clock import to_ms
from core.days import past_days
from core.errors import Conflict, InvalidInput, SwitchboardError, Unavailable
from simulator.difference import Difference

log = structlog.get_logger()

JOB: Final = "what_if"
REPLICATIONS: Final = 5
MOST_DAYS: Final = 14
KEPT_S: Final = 86_400
SILENT_S: Final = 90
"""Without a word for so long, whoever answered it is gone."""
LOOK_EVERY_S: Final = 0.7
NICE: Final = 15
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
Question = Callable[[], Coroutine[Any, Any, Difference]]
OPEN: Final = (WAITING, RUNNING)
NOBODY: Final = "No worker answers, so the question cannot be asked now. Please try again later."
NO_DAYS: Final = "Nothing is recorded of those days yet. Choose days on which contacts came in."
GONE_QUIET: Final = "Whoever worked on it stopped without a word. Please ask again."
WENT_WRONG: Final = "It could not be worked out. The rules in force are untouched."


class Trying:
    """The question, its answer, and the work between them."""

    def __init__(self, parts: Parts, planning: Planning, what_if: WhatIf) -> None:
        self._parts, self._planning, self._what_if = parts, planning, what_if
        self._key = f"what-if:{parts.settings.division}"

    async def read(self) -> dict[str, Any] | None:
        """The question as it stands, without the text of the rules: see web/API.md."""
        asked = await self._asked()
        return None if asked is None else {name: value for name, value in asked.items() if name != "text"}

    async def ask(self, by: str, text: str, *, first: date, last: date) -> dict[str, Any]:
        """Have it worked out for whole days of the county, both included.

        ConfigInvalid for a draft that is wrong, InvalidInput for days that make no sense or of which there is nothing.
        """
        standing = await self._asked()
        if standing is not None and standing["state"] in OPEN:
            raise Conflict(f"{standing['by']} asked this just now. One is worked out at a time.")
        await self._planning.compile_aside(text, version=DRAFT)
        since, until = self._days(first, last)
        held = await self._parts.sql.read(lambda tx: tx.events.generations(to_ms(since), to_ms(until)))
        if not held:
            raise InvalidInput(NO_DAYS, field="first")
        asked = {
            "id": self._parts.ids.new("try"),
            "by": await self._parts.sql.read(lambda tx: tx.accounts.get(by).name),
            "text": text,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "state": WAITING,
            "share": 0.0,
            "at": self._parts.clock.now().isoformat(),
            "problem": None,
            "answer": None,
        }
        await self._keep(asked)
        try:
            await self._parts.live.jobs.ring(JOB, str(asked["id"]))
        except Unavailable:
            await self._end(asked, FAILED, problem=NOBODY)
            raise
        log.info("what_if_asked", by=by, first=asked["first"], last=asked["last"])
        return {name: value for name, value in asked.items() if name != "text"}

    async def cancel(self) -> None:
        """Work on it no more. What has ended already stays as it ended."""
        asked = await self._asked()
        if asked is not None and asked["state"] in OPEN:
            await self._parts.live.sessions.put(f"{self._key}:cancelled", {"id": asked["id"]}, KEPT_S)

    async def answer(self, id: str) -> None:
        """A worker's part: work it out. Nothing when it was cancelled, answered or asked anew meanwhile."""
        asked = await self._asked()
        if asked is None or asked["id"] != id or asked["state"] != WAITING:
            return
        asked = {**asked, "state": RUNNING}
        await self._keep(asked)
        work = _Work()
        found = asyncio.create_task(asyncio.to_thread(work.run, self._question(asked, work)))
        while not found.done():
            await asyncio.wait({found}, timeout=LOOK_EVERY_S)
            if not await self._is_wanted(asked, work):
                work.stop()
        await self._conclude(asked, found)

    def _question(self, asked: Mapping[str, Any], work: "_Work") -> Question:
        days = self._days(date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"]))

        async def draft() -> Difference:
            return await self._what_if.draft(asked["text"], *days, work.told, replications=REPLICATIONS)

        return draft

    async def _is_wanted(self, asked: dict[str, Any], work: "_Work") -> bool:
        standing = await self._asked()
        if standing is None or standing["id"] != asked["id"] or standing["state"] not in OPEN:
            return False
        await self._keep({**asked, "share": round(work.share, 3)})
        return True

    async def _conclude(self, asked: dict[str, Any], found: "asyncio.Task[Difference]") -> None:
        try:
            answer = _told(await found, self._labels())
        except _Stopped:
            return
        except SwitchboardError as error:
            await self._end(asked, FAILED, problem=NO_DAYS if isinstance(error, InvalidInput) else str(error))
        except Exception as error:
            log.exception("what_if_failed", error=type(error).__name__)
            await self._end(asked, FAILED, problem=WENT_WRONG)
        else:
            await self._end({**asked, "share": 1.0}, DONE, answer=answer)

    async def _asked(self) -> dict[str, Any] | None:
        asked = await self._parts.live.sessions.get(self._key)
        # Under a key of its own: whoever works on it writes at the same time.
        cancelled = await self._parts.live.sessions.get(f"{self._key}:cancelled")
        if asked is not None and cancelled is not None and cancelled["id"] == asked["id"]:
            return {**asked, "state": CANCELLED, "answer": None}
        if asked is None or asked["state"] not in OPEN:
            return asked
        silent = self._parts.clock.now() - datetime.fromisoformat(asked["heard"])
        if silent > timedelta(seconds=SILENT_S):
            return {**asked, "state": FAILED, "problem": GONE_QUIET}
        return asked

    async def _keep(self, asked: Mapping[str, Any]) -> None:
        heard = self._parts.clock.now().isoformat()
        await self._parts.live.sessions.put(self._key, {**asked, "heard": heard}, KEPT_S)

    async def _end(self, asked: Mapping[str, Any], state: str, **more: Any) -> None:
        await self._keep({**asked, "state": state, **more})

    def _days(self, first: date, last: date) -> tuple[datetime, datetime]:
        days = past_days(first, last, self._parts.clock.now(), self._parts.county.zone)
        if (last - first).days >= MOST_DAYS:
            raise InvalidInput(f"Choose {MOST_DAYS} days at most.", field="first")
        return days

    def _labels(self) -> Mapping[str, str]:
        return {id: service.label for id, service in self._parts.county.services.items()}


class _Stopped(Exception):
    """It was cancelled."""


class _Work:
    """One piece of work on a thread with a loop of its own: how far it is, and whether it is to stop."""

    def __init__(self) -> None:
        self.share = 0.0
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def told(self, share: float) -> None:
        """Hears how far it is, 0 to 1; ends the work when it is not wanted any more."""
        self.share = share
        if self._stopped.is_set():
            raise _Stopped

    def run(self, question: Question) -> Difference:
        """On a thread: others' work goes first."""
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        return asyncio.run(question())


def _told(found: Difference, labels: Mapping[str, str]) -> dict[str, Any]:
    """The answer with the services' own names, and who becomes unservable counted by service and channel."""
    answer = found.to_json()
    counts: dict[tuple[str, str], int] = {}
    for each in found.unservable:
        if not each.was_already:
            counts[each.service, each.channel] = counts.get((each.service, each.channel), 0) + 1
    return {
        "contacts": found.overall.contacts,
        "replications": found.replications,
        "generations": found.generations,
        "rows": [
            {**row, "label": labels.get(row["service"], row["service"]) or "Everybody"}
            for row in (answer["overall"], *answer["cells"])
        ],
        "unservable": [
            {"label": labels.get(service, service), "channel": channel, "contacts": count}
            for (service, channel), count in sorted(counts.items(), key=lambda each: -each[1])
        ],
    }
