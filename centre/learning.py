"""A lesson is learned: a worker takes it from the outbox, a child process learns, the record keeps what came of it.

1. A supervisor's change asks for a lesson; the row in the outbox is the memory, the bell may be lost.
2. The worker reads the examples and starts a child of low priority, bounded in memory and time. The child learns,
   checks what it learned on the shipped messages, and says how far it is.
3. What passes the check goes live by its row alone: every process looks there (`guessing`). What does not is refused,
   with the examples that made trouble, and the one before it holds.
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from centre import lesson_child
from centre.holding import held
from centre.parts import Parts
from config.learned import weights_sum
from core.errors import Unavailable
from core.lesson import Did
from records.rows import OutboxRow
from records.taught_rows import LessonRow, Taught
from records.tx import Tx

log = structlog.get_logger()

LESSON: Final = "lesson"
"""The kind of outbox row."""
LONGEST_S: Final = 600
"""It takes some 10 s of a processor: this is for a machine with much else to do."""
PROGRESS_KEPT_S: Final = 120
LOOK_EVERY_S: Final = 0.5
WITHDRAWN_KEPT: Final = timedelta(days=30)
ROOT: Final = Path(__file__).parents[1]

NO_MODEL: Final = "The sentence model is not installed, so examples are kept but not learned from."
OTHER_CHECK: Final = "The fixed check does not belong to the shipped weights. Ask whoever installed Switchboard."
TOO_LONG: Final = "Learning took too long and was stopped. The guess goes by what it knew before."
WENT_WRONG: Final = "Learning went wrong on our side. The guess goes by what it knew before; please learn again."
SAYS: Final = {lesson_child.MODEL: NO_MODEL, lesson_child.CHECK: OTHER_CHECK}


class Learning:
    """The worker's part."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._one_at_a_time = asyncio.Lock()

    async def deliver(self, row: OutboxRow) -> dict[str, Any]:
        """Learn one lesson, unless it is over or a later one was asked for."""
        n = int(row.payload["n"])
        async with held(self._parts, row), self._one_at_a_time:
            begun = await self._parts.sql.write(lambda tx: self._begun(tx, n))
            if begun is None:
                return {"state": "over"}
            await self._tell()
            said = await self._learned(n, begun)
            ended = await self._parts.sql.write(lambda tx: _end(tx, n, said))
        log.info("lesson_ended", lesson=n, state=ended.state, examples=ended.examples)
        await self._tell()
        return {"state": ended.state}

    async def progress(self, n: int) -> float:
        """How far a lesson is, 0 to 1."""
        told = await self._parts.live.sessions.get(self._key)
        return float(told["share"]) if told and told["n"] == n else 0.0

    @property
    def _key(self) -> str:
        return f"lesson:{self._parts.settings.division}"

    def _begun(self, tx: Tx, n: int) -> list[Taught] | None:
        """The examples to learn from: those whose service the county still has."""
        tx.taught.forget(tx.now - WITHDRAWN_KEPT)
        known = {*self._parts.county.services, "unsure"}
        examples = [each for each in tx.taught.now() if each.about in known]
        return examples if tx.lessons.begin(n, len(examples), weights_sum()) else None

    async def _learned(self, n: int, examples: list[Taught]) -> dict[str, Any]:
        if not examples:
            return {}
        told = [{"id": each.id, "text": each.text, "about": each.about} for each in examples]
        work = _Child(json.dumps({"county": str(self._parts.settings.county_folder.resolve()), "examples": told}))
        found = asyncio.create_task(asyncio.to_thread(work.run))
        try:
            while not found.done():
                await asyncio.wait({found}, timeout=LOOK_EVERY_S)
                await self._note(n, work.share)
            return await found
        finally:
            # A worker that is asked to stop does not wait for it: the row's lease runs out, another begins again.
            work.stop()

    async def _note(self, n: int, share: float) -> None:
        try:
            await self._parts.live.sessions.put(self._key, {"n": n, "share": share}, PROGRESS_KEPT_S)
        except Unavailable:
            log.warning("lesson_progress_not_told", lesson=n)

    async def _tell(self) -> None:
        try:
            await self._parts.notices.tell("lesson.moved")
        except Unavailable:
            log.warning("lesson_not_told")


def _end(tx: Tx, n: int, said: dict[str, Any]) -> LessonRow:
    """Nothing said is nothing taught: as shipped."""
    if "problem" in said:
        return tx.lessons.end(n, Did.FAIL, problem=SAYS.get(said["problem"], said["problem"]))
    report = said.get("report")
    if report and report["worse"]:
        return tx.lessons.end(n, Did.REFUSE, report=report)
    return tx.lessons.end(n, Did.STAND, report=report, correction=said.get("correction"))


class _Child:
    """One child process, waited for on a thread."""

    def __init__(self, work: str) -> None:
        self.share = 0.0
        self._work = work
        self._process: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """End it, should it still run."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def run(self) -> dict[str, Any]:
        """Its last line, or a problem."""
        try:
            with _started() as process:
                self._process = process
                watch = threading.Timer(LONGEST_S, process.kill)
                watch.start()
                last = self._heard(process)
                watch.cancel()
        except (OSError, ValueError) as error:
            return _went_wrong(type(error).__name__)
        if last is None:
            return {"problem": TOO_LONG} if process.returncode else _went_wrong("silent")
        if last.get("problem") == lesson_child.MISTAKE:
            return _went_wrong(str(last.get("error")))
        return last

    def _heard(self, process: "subprocess.Popen[str]") -> dict[str, Any] | None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(self._work)
        process.stdin.close()
        last: dict[str, Any] | None = None
        for line in process.stdout:
            told = json.loads(line)
            if "share" in told:
                self.share = float(told["share"])
            else:
                last = told
        return last


def _started() -> "subprocess.Popen[str]":
    # Several threads would only take the processors from those who wait on the telephone.
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "centre.lesson_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **alone},
        cwd=ROOT,
    )


def _went_wrong(error: str) -> dict[str, Any]:
    log.error("lesson_went_wrong", error=error)
    return {"problem": WENT_WRONG}
