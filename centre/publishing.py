"""The routing rules and their versions: read, check, publish, roll back. What was published holds within a second."""

import asyncio
from functools import partial
from typing import Any

import structlog

from centre.believing import HELD
from centre.parts import Parts
from centre.planning import Planning, keep_plan
from core.errors import ConfigInvalid, Conflict, InvalidInput, Unavailable
from records.rows import Contact
from records.staff_rows import RuleVersion
from records.tx import Tx
from router.engine.words import Word
from router.rules import trying
from router.rules.plan import Plan

log = structlog.get_logger()

SHOWN = 50
CHUNK = 200
IN_TURNS = 1_000
"""Looked at by each look of a clock when nothing is known to be planned by older rules: a few milliseconds."""
SYSTEM = "Switchboard"


class Rules:
    """The supervisors' verbs about rules. Every version is kept; rolling back publishes an old text anew."""

    def __init__(self, parts: Parts, planning: Planning) -> None:
        self._parts = parts
        self._planning = planning
        self._keeping: set[asyncio.Task[None]] = set()
        self._followed: tuple[str | None, int] | None = None
        """The generation and the rules under which nobody was found any more who is planned by older ones."""
        self._looked_to = ""

    async def read(self) -> dict[str, Any]:
        """The rules in force."""
        current = await self._parts.sql.read(lambda tx: tx.rules.current())
        return _whole(_there(current))

    async def check(self, text: str) -> dict[str, Any]:
        """Everything that is wrong with a draft, at its line, and what is worth knowing before it is published."""
        try:
            draft = await self._planning.compile_aside(text, version=0)
        except ConfigInvalid as error:
            wrong = [{"line": each.line, "column": each.column, "message": each.message} for each in error.problems]
            return {"errors": wrong, "warnings": []}
        in_force = await self._parts.sql.read(self._planning.in_force)
        return {"errors": [], "warnings": await asyncio.to_thread(lambda: list(trying.warnings(draft, in_force)))}

    async def publish(self, by: str, text: str, why: str, based_on: int) -> dict[str, Any]:
        """A new version, in force at once. Conflict when somebody published after `based_on` was read."""
        if not why.strip():
            raise InvalidInput("Say why, so that others understand the change later.", field="why")
        rules = await self._planning.compile_aside(text, version=based_on + 1)

        def keep(tx: Tx) -> RuleVersion:
            current = tx.rules.current()
            if current is not None and current.n != based_on:
                raise Conflict(f"{current.by} has published version {current.n} meanwhile. Look at it, then try again.")
            return tx.rules.publish(text, _name(tx, by), why.strip(), based_on=based_on)

        version = await self._parts.sql.write(keep)
        if version.n == rules.version:
            self._planning.adopt(rules)
        return await self._in_force(version)

    async def versions(self) -> list[dict[str, Any]]:
        """The latest versions, newest first."""
        listed = await self._parts.sql.read(lambda tx: tx.rules.list(SHOWN))
        newest = max((version.n for version in listed), default=0)
        return [{**_line(version), "current": version.n == newest} for version in listed]

    async def version(self, number: int) -> dict[str, Any]:
        """One version, with its text."""
        return _whole(await self._parts.sql.read(lambda tx: tx.rules.get(number)))

    async def roll_back(self, by: str, version: int, why: str) -> dict[str, Any]:
        """Publish an earlier version's text again. ConfigInvalid when it makes no sense any more."""
        old = await self.version(version)
        await self._planning.compile_aside(old["text"], version=version, tried=False)

        return await self._in_force(await self._parts.sql.write(lambda tx: again(tx, version, _name(tx, by), why)))

    async def follow(self) -> int:
        """Bring the engine to the rules in the record, and those who wait under older ones with it. How many moved.

        All of them, until none is found any more. After that some at each look, in turns, for whoever was put aside, or
        was on their way, while rules were published.
        """
        generation = await self._parts.engine.generation()
        held = await self.hold(_there(await self._parts.sql.read(lambda tx: tx.rules.current())))
        if self._followed == (generation, held):
            ids, self._looked_to = await self._parts.engine.planned_page(held, self._looked_to, count=IN_TURNS)
            moved, plans = await self._replan(ids) if ids else (0, [])
        else:
            seen, moved, plans = await self._move(held)
            self._followed = None if seen else (generation, held)
        await self._keep(plans)
        return moved

    async def replanned(self, contact: str) -> Contact:
        """A contact of which the engine would not take the plan that the record has, planned by the rules in force."""
        return await self._parts.sql.write(partial(self._replan_one, contact))

    async def hold(self, version: RuleVersion) -> int:
        """The engine goes by this version from now on, or by the newer one that is in force by now; answers which.

        What it may ask for is compared with everybody first.
        """
        if await self._parts.engine.rules_version() >= version.n:
            return version.n
        rules = await self._parts.sql.read(self._planning.in_force)
        how = rules.defaults
        await self._parts.engine.prepare(await asyncio.to_thread(rules.requirements))
        await self._parts.engine.publish(rules.version, order=how.order, pick=how.pick, share=how.share)
        return rules.version

    async def _in_force(self, version: RuleVersion) -> dict[str, Any]:
        """Committed already: when the engine is away, or whatever else goes wrong, the clock follows up.

        The queues come first. The plans are written down behind the answer: should that be cut off, nothing is lost,
        for a rebuild plans whoever it puts back by the newest rules again.
        """
        try:
            _, moved, plans = await self._move(await self.hold(version))
        except Unavailable:
            log.warning("rules_wait_for_the_engine", version=version.n)
            moved, plans = 0, []
        except Exception as error:
            # Whoever published is not told that it failed: it is in force.
            log.error("rules_wait_for_the_clock", version=version.n, error=type(error).__name__, exc_info=error)
            moved, plans = 0, []
        log.info("rules_published", version=version.n, moved=moved)
        await self._parts.notices.tell("rules.published")
        keeping = asyncio.create_task(self._keep_quietly(plans))
        self._keeping.add(keeping)
        keeping.add_done_callback(self._keeping.discard)
        return {"version": version.n, "moved": moved}

    async def _move(self, held: int) -> tuple[int, int, list[Plan]]:
        """How many were planned by older rules, how many moved, and the new plans."""
        replanned: list[Plan] = []
        seen = moved = 0
        async for ids in self._parts.engine.planned_before(held):
            some, plans = await self._replan(ids)
            seen, moved, replanned = seen + len(ids), moved + some, replanned + plans
        return seen, moved, replanned

    async def _replan(self, ids: list[str]) -> tuple[int, list[Plan]]:
        plans = await self._parts.sql.read(partial(self._replanned, ids))
        words = await self._parts.engine.replan_many(plans)
        kept = [plan for plan, word in zip(plans, words, strict=True) if word is not Word.STALE]
        return sum(word is Word.MOVED for word in words), kept

    async def _keep(self, plans: list[Plan]) -> None:
        for start in range(0, len(plans), CHUNK):
            await self._parts.sql.write(partial(_keep, plans[start : start + CHUNK]))

    async def _keep_quietly(self, plans: list[Plan]) -> None:
        try:
            await self._keep(plans)
        except Unavailable:
            log.warning("plans_not_kept", contacts=len(plans))

    def _replan_one(self, contact: str, tx: Tx) -> Contact:
        held = tx.contacts.get(contact, lock=True)
        return keep_plan(tx, self._planning.plan(tx, held), held=held)

    def _replanned(self, ids: list[str], tx: Tx) -> list[Plan]:
        """Of those in hand by the record, it does not know yet who passed them on, and where to: another look will."""
        return self._planning.plans(tx, [each for each in tx.contacts.get_many(ids) if each.state not in HELD])


def again(tx: Tx, version: int, by: str, why: str) -> RuleVersion:
    """An earlier version's text as the newest in the record, by somebody's name; the clock brings the engine to it."""
    old, current = tx.rules.get(version), _there(tx.rules.current())
    if old.text == current.text:
        raise Conflict(f"Version {current.n} says the same as version {version} already.")
    reason = why.strip() or "Rolled back"
    return tx.rules.publish(old.text, by, f"{reason} (as version {version})", based_on=current.n)


def _keep(plans: list[Plan], tx: Tx) -> None:
    """What was passed on since was planned by rules as new."""
    for plan in plans:
        held = tx.contacts.get(plan.contact_id, lock=True)
        if (held.rules_version or 0) < plan.rules_version:
            keep_plan(tx, plan, held=held)


def _there(version: RuleVersion | None) -> RuleVersion:
    if version is None:
        raise Unavailable("No routing rules have been published yet.")
    return version


def _name(tx: Tx, account: str) -> str:
    return SYSTEM if account == SYSTEM else tx.accounts.get(account).name


def _line(version: RuleVersion) -> dict[str, Any]:
    return {"version": version.n, "by": version.by, "at": version.at.isoformat(), "why": version.why}


def _whole(version: RuleVersion) -> dict[str, Any]:
    return {**_line(version), "text": version.text}
