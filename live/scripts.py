"""Lua scripts from files, one verb a file, called by keyword.

A script's first lines name its inputs, and the loader reads them, so that a slip in Python is a TypeError:

    local offer = KEYS[1]  -- hash: the offer
    local agent = ARGV[1]  -- who accepts

`-- include: log, timers` puts `shared/log.lua` and `shared/timers.lua`, and what those include, in front, each once;
an include may also be a generated text. A footer, such as the call of the verb with the time, comes last.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, ResponseError

from live.faults import unavailable_when_away

INPUT = re.compile(r"^local (\w+) = (KEYS|ARGV)\[(\d+)\]\s*--\s*\S")
INCLUDE = re.compile(r"^-- include: *(.+?)\s*$")
FAILED_AT = re.compile(r"user_script:(\d+)")
AT_ONCE = 250
"""Calls per round trip: enough to hide the wire, few enough that others get their turn."""

Value = str | int | float


class ScriptError(Exception):
    """A script refused, or failed. `word` is the first word of what it said; `place` the file and line, if known."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{message} ({place})" if place else message)
        self.word = message.split(" ", 1)[0]
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One verb, ready to run. `lines` tells which file and line each line of `text` came from."""

    name: str
    text: str
    sha: str
    keys: tuple[str, ...]
    arguments: tuple[str, ...]
    lines: tuple[str, ...]

    def order(self, values: Mapping[str, Value]) -> list[Value]:
        """The values in the script's own order; TypeError names what is missing or unknown."""
        wanted = (*self.keys, *self.arguments)
        if missing := [name for name in wanted if name not in values]:
            raise TypeError(f"{self.name} needs {', '.join(missing)}")
        if len(values) != len(wanted):
            raise TypeError(f"{self.name} knows no {', '.join(sorted(set(values) - set(wanted)))}")
        return [values[name] for name in wanted]

    def error(self, error: ResponseError) -> ScriptError:
        """What the server said, with the place in our files."""
        found = FAILED_AT.search(str(error))
        return ScriptError(str(error), self.lines[int(found[1]) - 1] if found else "")


class Scripts:
    """The scripts of one folder, on one connection pool. A server that forgot them (a flush, a restart) is reminded."""

    def __init__(
        self, redis: Redis, folder: Path, *, generated: Mapping[str, str] | None = None, footer: str = ""
    ) -> None:
        self._redis = redis
        self.scripts = {path.stem: read_script(path, generated or {}, footer) for path in sorted(folder.glob("*.lua"))}

    async def call(self, name: str, calls: Sequence[Mapping[str, Value]], tail: Sequence[Value] = ()) -> list[Any]:
        """Run one script once per mapping of inputs, in order; `tail` is appended to each call's arguments."""
        script = self.scripts[name]
        rows = [[*script.order(values), *tail] for values in calls]
        with unavailable_when_away():
            if len(rows) == 1:
                return [await self._one(script, rows[0])]
            answers: list[Any] = []
            for start in range(0, len(rows), AT_ONCE):
                answers += await self._some(script, rows[start : start + AT_ONCE])
            return answers

    async def _one(self, script: Script, row: Sequence[Value]) -> Any:
        try:
            return await self._redis.evalsha(script.sha, len(script.keys), *row)
        except NoScriptError:
            pass
        except ResponseError as error:
            raise script.error(error) from error
        try:
            return await self._redis.eval(script.text, len(script.keys), *row)
        except ResponseError as error:
            raise script.error(error) from error

    async def _some(self, script: Script, rows: Sequence[Sequence[Value]]) -> list[Any]:
        await self._redis.script_load(script.text)
        pipeline = self._redis.pipeline(transaction=False)
        for row in rows:
            pipeline.evalsha(script.sha, len(script.keys), *row)
        try:
            return list(await pipeline.execute())
        except ResponseError as error:
            raise script.error(error) from error


def read_script(path: Path, generated: Mapping[str, str], footer: str) -> Script:
    """A script's file with its includes in front and the footer behind."""
    parts: dict[str, list[str]] = {}
    _gather(path, generated, parts)
    parts["the footer"] = footer.splitlines()
    text = "\n".join(line for part in parts.values() for line in part) + "\n"
    inputs = [found for line in parts[path.name] if (found := INPUT.match(line))]
    return Script(
        name=path.stem,
        text=text,
        sha=hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
        keys=_named(path, inputs, "KEYS"),
        arguments=_named(path, inputs, "ARGV"),
        lines=tuple(f"{name}:{number}" for name, part in parts.items() for number in range(1, len(part) + 1)),
    )


def _gather(path: Path, generated: Mapping[str, str], parts: dict[str, list[str]]) -> None:
    own = path.read_text(encoding="utf-8").splitlines()
    for line in own:
        for name in re.split(r",\s*", found[1]) if (found := INCLUDE.match(line)) else ():
            if name in generated:
                parts.setdefault(name, generated[name].splitlines())
            elif f"shared/{name}.lua" not in parts:
                _gather(_shared(path) / f"{name}.lua", generated, parts)
    parts[path.name if path.parent.name != "shared" else f"shared/{path.name}"] = own


def _shared(path: Path) -> Path:
    return path.parent if path.parent.name == "shared" else path.parent / "shared"


def _named(path: Path, inputs: Sequence[re.Match[str]], table: str) -> tuple[str, ...]:
    found = {int(match[3]): match[1] for match in inputs if match[2] == table}
    if sorted(found) != list(range(1, len(found) + 1)):
        raise ValueError(f"{path.name}: its {table} lines do not count from 1 without a gap")
    return tuple(found[number] for number in sorted(found))
