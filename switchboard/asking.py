"""Commands that ask the live state something: why, dump, check."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from centre.centre import Centre
from config.settings import load_settings
from switchboard import logs

INDENT = 2


def why(id: str, *, as_json: bool) -> None:
    """Print why a contact is where it is, or why an offer went where it went."""
    told = _ask("why", lambda centre: centre.why.why(id))
    print(json.dumps(told, indent=INDENT, ensure_ascii=False) if as_json else "\n".join(_lines(told)))


def dump() -> None:
    """Print the whole live state."""
    print(json.dumps(_ask("dump", lambda centre: centre.checking.dump()), indent=INDENT, ensure_ascii=False))


def check() -> int:
    """Print what is not as it should be; exit code 1 if anything is."""
    found = _ask("check", lambda centre: centre.checking.whole())
    for problem in found:
        print(problem)
    if not found:
        print("The live state is sound.")
    return int(bool(found))


def _lines(told: dict[str, Any]) -> list[str]:
    """The sentences; then who was looked at, and the story of the offers."""
    lines = [*told["sentences"], *([told["says"]] if "says" in told else [])]
    for title, rows in (("Agents", told.get("agents")), ("Offers", told.get("offers"))):
        if rows:
            lines += ["", f"{title}:"]
            lines += [f"  {row['says']}{' ' + row['why'] if row.get('why') else ''}" for row in rows]
    if told.get("agents_more"):
        lines.append(f"  and {told['agents_more']} more who were not looked at")
    return lines


def _ask(name: str, question: Callable[[Centre], Awaitable[Any]]) -> Any:
    from runtime.parts import open_centre

    settings = load_settings()
    logs.start("warning", name)

    async def answer() -> Any:
        async with open_centre(settings) as centre:
            return await question(centre)

    return asyncio.run(answer())
