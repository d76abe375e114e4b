"""`switchboard simulate --from DAY --to DAY --rules FILE`: what a draft of the rules would have changed, as a table."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from centre.what_if import REPLICATIONS
from config.county import load_county
from config.settings import load_settings
from core.channel import Channel
from core.errors import ConfigInvalid
from simulator.difference import Compared, Difference
from simulator.statistics import Estimate
from switchboard import logs
from switchboard.days import typed_days
from switchboard.failing import Stopped, sentences
from switchboard.simulating import WRONG_FILE, bar

SHOWN: Final[Mapping[str, tuple[str, float, str]]] = {
    "mean_answer": ("answer, mean", 1, " s"),
    "p80_answer": ("answer, 80% by", 1, " s"),
    "target_kept": ("target kept", 100, "%"),
    "worst_wait": ("worst wait", 1, " s"),
    "abandoned": ("gave up", 1, ""),
    "still_waiting": ("still waiting", 1, ""),
}
"""Each figure: what it is called here, by how much it is multiplied, and its unit."""


def drafted(
    path: Path, since: datetime, until: datetime, *, as_json: bool, replications: int | None, seed: int | None
) -> int:
    """Prints the difference; the days are whole ones. The exit code is 2 when the draft is wrong."""
    from runtime.parts import open_centre

    settings = load_settings()
    logs.start("warning", "simulate")
    county = load_county(settings.county_folder, open_all_hours=settings.open_all_hours)
    text, span = _read(path), typed_days(county, since, until)

    async def lived() -> Difference:
        async with open_centre(settings, county) as centre:
            with bar("recorded days") as told:
                return await centre.what_if.draft(
                    text, *span, told, replications=replications or REPLICATIONS, seed=1 if seed is None else seed
                )

    try:
        found = asyncio.run(lived())
    except ConfigInvalid as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        return WRONG_FILE
    if as_json:
        days = {"from": f"{since:%Y-%m-%d}", "to": f"{until:%Y-%m-%d}"}
        print(json.dumps(days | found.to_json(), indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Stopped(f"The rules in {path} cannot be read.") from None


def _print(found: Difference) -> None:
    console = Console(highlight=False)
    times = "replication" if found.replications == 1 else "replications"
    console.print(f"{found.overall.contacts:,} contacts, {found.replications} {times}, {found.wall_seconds:.1f} s")
    if found.generations > 1:
        console.print(f"The days span {found.generations} generations: at each flush everybody signs in again.")
    for compared in (found.overall, *found.cells):
        console.print(_table(compared))
    _print_unservable(console, found)


def _table(compared: Compared) -> Table:
    of = f"{compared.service}, {_spelt(compared.channel)}" if compared.channel else "everybody"
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, pad_edge=False, title_justify="left")
    table.title = f"{of}: {compared.contacts:,}"
    for column in ("", "recorded", "again", "draft", "difference"):
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    for measure, (called, factor, unit) in SHOWN.items():
        values = [kind[measure].times(factor) for kind in (compared.again, compared.draft)]
        recorded = compared.recorded[measure]
        told = "–" if recorded is None else f"{recorded * factor:,.1f}{unit}"
        changed = _told(compared.difference[measure].times(factor), unit, "+,.1f")
        table.add_row(called, told, *(_told(each, unit, ",.1f") for each in values), changed)
    return table


def _told(estimate: Estimate, unit: str, style: str) -> str:
    if estimate.value is None:
        return "–"
    half = "" if estimate.high is None else f" ± {estimate.high - estimate.value:.1f}"
    return f"{estimate.value:{style}}{half}{unit}"


def _print_unservable(console: Console, found: Difference) -> None:
    new = Counter((each.service, each.channel) for each in found.unservable if not each.was_already)
    if not new:
        console.print("Nobody becomes unservable.")
    for (service, channel), count in new.most_common():
        console.print(f"Becomes unservable: {count:,} of {service}, {_spelt(channel)}.")


def _spelt(channel: Channel) -> str:
    return channel.replace("_", " ")
