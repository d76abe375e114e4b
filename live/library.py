"""Lua verbs as one library of functions in the server: a verb a file, called by keyword.

What a verb means is not known here.

A script that is sent by its hash is run from its first line at every call, and building some eighty functions and
tables anew took longer than most verbs do. A library is built once, when it is loaded.

A verb's first lines name its inputs, and the loader reads them, so that a slip in Python is a TypeError:

    local prefix = KEYS[1]  -- the division's tagged prefix
    local agent = ARGV[1]   -- who accepts

`-- include: log, timers` puts `shared/log.lua` and `shared/timers.lua`, and what those include, in front, each once; an
include may also be a generated text. Every verb is a function of its inputs and the time, `verbs.accept({…}, now)`, and
may call the others so. A name such as `key.timers` is looked at before the server sees it.

A verb with a line `-- reads only` is one that the server lets write nothing, and may be asked of a replica.

A library is named by its content, so two versions of the house can run on one server.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from live.faults import unavailable_when_away
from live.together import Together

INPUT = re.compile(r"^local (\w+) = (KEYS|ARGV)\[(\d+)\]\s*--\s*\S")
READS_ONLY = re.compile(r"^-- reads only$", re.MULTILINE)
INCLUDE = re.compile(r"^-- include: *(.+?)\s*$")
NAME = re.compile(r"\bkey\.(\w+)")
FAILED_AT = re.compile(r"user_function:(\d+)")
NOT_LOADED = "Function not found"
THERE_ALREADY = "already exists"
AT_ONCE = 250
"""Calls per round trip: enough to hide the wire, few enough that others get their turn."""
PLAIN_ENTRY = """local KEYS
local function enter(verb)
  return function(keys, args)
    KEYS = keys
    return verb(args)
  end
end"""
"""How a verb is entered that needs nothing but its inputs."""

Value = str | int | float | bytes
Call = tuple[Any, ...]
"""A function's name, how many of its arguments are keys, and those."""


class VerbFailed(Exception):
    """A verb refused, or failed. `word` is the first word of what it said; `place` the file and line, if known."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{message} ({place})" if place else message)
        self.word = message.split(" ", 1)[0]
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb's inputs, in its own order."""

    name: str
    keys: tuple[str, ...]
    arguments: tuple[str, ...]
    reads_only: bool = False


@dataclass(slots=True)
class Linked:
    """A library's text as it is put together, with the place that each of its lines came from."""

    shared: Sequence[Path]
    generated: Mapping[str, str]
    keys: Collection[str]
    lines: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    have: set[str] = field(default_factory=set)

    def add(self, name: str, text: str) -> None:
        for number, line in enumerate(text.splitlines(), 1):
            self.places.append(f"{name}:{number}")
            self.lines.append(line)
            for found in NAME.finditer(line):
                if found[1] not in self.keys:
                    raise ValueError(f"{self.places[-1]}: there is no key `{found[1]}`")

    def include(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self.have:
                continue
            self.have.add(name)
            if name in self.generated:
                self.add(name, self.generated[name])
            else:
                path = next(path for folder in self.shared if (path := folder / f"{name}.lua").exists())
                text = path.read_text(encoding="utf-8")
                self.include(included(text))
                self.add(f"shared/{name}.lua", text)


class Library:
    """The verbs of some folders, on one connection pool. A server that does not have them yet is given them.

    `entry`, a shared file or a generated text, says how the server enters a verb: it defines `enter(verb, guarded)`. A
    verb is guarded when it includes `guard`. `keys` are the names that there are for `key.…`, which `generated` spells.
    """

    def __init__(
        self,
        redis: Redis,
        folders: Sequence[Path],
        *,
        entry: str,
        generated: Mapping[str, str] | None = None,
        keys: Collection[str] = (),
    ) -> None:
        self._redis = redis
        linked = Linked([folder / "shared" for folder in folders], generated or {}, keys)
        paths = [path for folder in folders for path in sorted(folder.glob("*.lua"))]
        self.verbs = {path.stem: _verb(path) for path in paths}
        linked.add("the library", "local verbs = {}")
        linked.include([entry])
        guarded = [path.stem for path in paths if _link(linked, path)]
        body = "\n".join(linked.lines)
        self.name = f"switchboard_{hashlib.sha256(body.encode()).hexdigest()[:16]}"
        registered = "\n".join(self._registered(verb, verb.name in guarded) for verb in self.verbs.values())
        self._reading = {f"{self.name}_{verb.name}" for verb in self.verbs.values() if verb.reads_only}
        # The first line stands in front, so every line of ours is one further down.
        self.text = f"#!lua name={self.name}\n{body}\n{registered}\n"
        self._places = ("the library", *linked.places)
        self._together = Together(self._each)

    def _registered(self, verb: Verb, guarded: bool) -> str:
        flags = "'no-writes'" if verb.reads_only else ""
        callback = f"enter(verbs.{verb.name}, {str(guarded).lower()})"
        name = f"{self.name}_{verb.name}"
        return f"redis.register_function{{function_name = '{name}', callback = {callback}, flags = {{{flags}}}}}"

    async def call(self, name: str, calls: Sequence[Mapping[str, Value]], tail: Sequence[Value] = ()) -> list[Any]:
        """Run one verb once per mapping of inputs, in order; `tail` is appended to each call's arguments.

        Calls that are made in one turn of the event loop share a round trip, however many parts of the house make them.
        """
        verb = self.verbs[name]
        rows = [[*ordered(name, (*verb.keys, *verb.arguments), values), *tail] for values in calls]
        with unavailable_when_away():
            if len(rows) == 1:
                return [await self._together.ask((f"{self.name}_{name}", len(verb.keys), *map(_sent, rows[0])))]
            answers: list[Any] = []
            for start in range(0, len(rows), AT_ONCE):
                answers += await self._some(verb, rows[start : start + AT_ONCE])
            return answers

    async def load(self) -> None:
        """Give the server the library, unless it has it."""
        try:
            await self._redis.function_load(self.text)
        except ResponseError as error:
            if THERE_ALREADY not in str(error):
                raise self._error(error) from error

    async def _some(self, verb: Verb, rows: Sequence[Sequence[Value]]) -> list[Any]:
        return await self._run([(f"{self.name}_{verb.name}", len(verb.keys), *map(_sent, row)) for row in rows])

    async def _run(self, calls: Sequence[Call]) -> list[Any]:
        answers = await self._each(calls)
        for answer in answers:
            if isinstance(answer, VerbFailed):
                raise answer
        return answers

    async def _each(self, calls: Sequence[Call]) -> list[Any]:
        """Their answers in order, failures among them. A server that lacks the library ran none, and is given it."""
        answers = await self._pipelined(calls)
        if any(isinstance(answer, ResponseError) and NOT_LOADED in str(answer) for answer in answers):
            await self.load()
            answers = await self._pipelined(calls)
        return [self._error(answer) if isinstance(answer, ResponseError) else answer for answer in answers]

    async def _pipelined(self, calls: Sequence[Call]) -> list[Any]:
        if len(calls) == 1:
            try:
                return [await self._by(self._redis, calls[0])]
            except ResponseError as error:
                return [error]
        pipeline = self._redis.pipeline(transaction=False)
        for call in calls:
            self._by(pipeline, call)
        return list(await pipeline.execute(raise_on_error=False))

    def _by(self, server: Redis, call: Call) -> Any:
        return (server.fcall_ro if call[0] in self._reading else server.fcall)(*call)

    def _error(self, error: ResponseError) -> VerbFailed:
        """What the server said, with the place in our files."""
        found = FAILED_AT.search(str(error))
        return VerbFailed(str(error), self._places[int(found[1]) - 1] if found else "")


def _sent(value: Value) -> str | bytes:
    return value if isinstance(value, bytes) else str(value)


def included(text: str) -> list[str]:
    """The names that a file's header asks for."""
    return [
        name for line in text.splitlines() if (found := INCLUDE.match(line)) for name in re.split(r",\s*", found[1])
    ]


def _verb(path: Path) -> Verb:
    text = path.read_text(encoding="utf-8")
    keys, arguments = inputs_of(path.name, text)
    reads_only = READS_ONLY.search(text) is not None
    return Verb(name=path.stem, keys=keys, arguments=arguments, reads_only=reads_only)


def _link(linked: Linked, path: Path) -> bool:
    """A verb's file as a function of its inputs and the time; whether it is guarded."""
    text = path.read_text(encoding="utf-8")
    names = included(text)
    linked.include(names)
    linked.add("the library", f"function verbs.{path.stem}(ARGV, now)")
    linked.add(path.name, text)
    linked.add("the library", "return verb(now)\nend")
    return "guard" in names


def ordered(name: str, wanted: Sequence[str], values: Mapping[str, Value]) -> list[Value]:
    """The values in the order in which they are wanted; TypeError names what is missing or unknown."""
    if missing := [each for each in wanted if each not in values]:
        raise TypeError(f"{name} needs {', '.join(missing)}")
    if len(values) != len(wanted):
        raise TypeError(f"{name} knows no {', '.join(sorted(set(values) - set(wanted)))}")
    return [values[each] for each in wanted]


def inputs_of(file: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a verb's keys and arguments, as its lines say them."""
    inputs = [found for line in text.splitlines() if (found := INPUT.match(line))]
    return _named(file, inputs, "KEYS"), _named(file, inputs, "ARGV")


def _named(file: str, inputs: Sequence[re.Match[str]], table: str) -> tuple[str, ...]:
    found = {int(match[3]): match[1] for match in inputs if match[2] == table}
    if sorted(found) != list(range(1, len(found) + 1)):
        raise ValueError(f"{file}: its {table} lines do not count from 1 without a gap")
    return tuple(found[number] for number in sorted(found))
