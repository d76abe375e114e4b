"""`switchboard simulate`: a scenario run with a progress bar, and a table or one JSON object of what it comes to."""

import json
import math
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from core.errors import ConfigInvalid
from simulator.remarks import remarked
from simulator.result import Estimates, Result
from simulator.running import Progress as Told
from simulator.running import simulate as run
from simulator.statistics import Estimate
from switchboard.failing import MISUSED, sentences

ALARM = "bold red"
WIDTH = 140
UNITS = (
    (172_800, 86_400, "days"),
    (10_000, 3_600, "h"),
    (0.001, 1, "s"),
    (1e-6, 1e-6, "µs"),
    (1e-9, 1e-9, "ns"),
    (0, 1, "s"),
)
"""From how many seconds on a length is told in units of so many seconds, and their name."""
SMALL = 1e-6
"""An interval that is less than this of its value is none."""
SHORTEST = 1e-9
"""What is less, and not nothing, is told as a power of ten."""


def simulate(path: Path, *, as_json: bool, replications: int | None, seed: int | None) -> int:
    """Prints what the scenario comes to. Returns the exit code: 2 when the file is wrong, and then nothing was run."""
    try:
        scenario, remarks = remarked(path)
    except ConfigInvalid as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        return MISUSED
    for remark in remarks:
        print(remark, file=sys.stderr)
    with bar(scenario.name) as told:
        result = run(scenario, seed=seed, replications=replications, progress=told)
    if as_json:
        print(json.dumps(result.to_json(), indent=2, ensure_ascii=False))
    else:
        _print(result)
    return 0


@contextmanager
def bar(name: str) -> Iterator[Told]:
    """On standard error, so that what is printed can be piped away."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _print(result: Result) -> None:
    console = on_paper()
    times = "replication" if result.replications == 1 else "replications"
    console.print(f"{result.name}: {result.replications} {times}, {result.wall_seconds:.1f} s", markup=False)
    for name, estimates in result.types.items():
        if _any(estimates["unservable"]):
            console.print(Text(f"! {name}: {_unservable(estimates)}", style=ALARM))
        if _any(estimates["never_served"]):
            console.print(Text(f"! {name}: {_never_served(estimates)}", style=ALARM))
    columns = ("came", "blocked", "served", "gave up", "never\nserved", "mean wait", "at once", "in time")
    contacts = table("", *columns)
    for name, estimates in result.types.items():
        contacts.add_row(_marked(name, estimates), *_row(estimates))
    contacts.add_section()
    contacts.add_row("all", *_row({"arrived": _just(result.contacts), **result.overall}))
    console.print(contacts)
    agents = table("", "busy", "unevenness")
    for name, utilisation in result.groups.items():
        agents.add_row(Text(name), _share(utilisation), "–" if result.cv[name] is None else f"{result.cv[name]:.2f}")
    console.print(agents)


def on_paper() -> Console:
    """Standard output; where nobody says how wide it is, wide enough that no figure is cut."""
    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH)


def _any(estimate: Estimate) -> bool:
    return bool(estimate.value)


def _unservable(estimates: Estimates) -> str:
    """In a sentence: this must not be read off a column."""
    lost, came = estimates["unservable"].value or 0, estimates["arrived"].value or 0
    entered = came * (1 - (estimates["blocked_fraction"].value or 0))
    if lost >= entered * (1 - 1e-9):
        return f"nobody who is ever at work has the skills for these. All {count(came)} wait in vain."
    return f"{count(lost)} of {count(came)} came when nobody with the skills was to be at work any more."


def _never_served(estimates: Estimates) -> str:
    """Who still waited at the end, and where to look: not every cause is a skill."""
    never, came = estimates["never_served"].value or 0, estimates["arrived"].value or 0
    return (
        f"{count(never)} of {count(came)} still waited when all was over. Look at who may serve these: how many they "
        "are, until when they are at work (`count`, `breaks`), and what offers come to (`answer_after`, `decline`)."
    )


def _marked(name: str, estimates: Estimates) -> Text:
    is_alarming = _any(estimates["unservable"]) or _any(estimates["never_served"])
    return Text(f"! {name}", style=ALARM) if is_alarming else Text(name)


def _row(estimates: Estimates) -> list[str | Text]:
    never = estimates["never_served"]
    return [
        count(estimates["arrived"].value),
        _share(estimates["blocked_fraction"]),
        count(estimates["served"].value),
        count(estimates["abandoned"].value),
        Text(count(never.value), style=ALARM if _any(never) else ""),
        _wait(estimates["mean_wait"]),
        _share(estimates["immediate_fraction"]) if "immediate_fraction" in estimates else "",
        _share(estimates["service_level"]),
    ]


def table(first: str, *columns: str, breaking: Collection[str] = ()) -> Table:
    """A table whose first column says what a row is about. What is in `breaking` goes on below where room is short."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, pad_edge=False)
    table.add_column(first, no_wrap=not breaking, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=column not in breaking)
    return table


def _just(value: float) -> Estimate:
    return Estimate(value=value, low=None, high=None)


def _share(estimate: Estimate) -> str:
    return "–" if estimate.value is None else f"{estimate.value:.1%}"


def _wait(estimate: Estimate) -> str:
    """How long, in the unit that fits, and how far it may be off."""
    if estimate.value is None:
        return "–"
    most = estimate.value if estimate.high is None else estimate.high
    unit, name = next((unit, name) for least, unit, name in UNITS if most >= least)
    value, off = estimate.value / unit, (most - estimate.value) / unit
    off = off if off > SMALL * value else 0
    if 0 < most < SHORTEST:
        return f"{estimate.value:.2e}{f' ± {most - estimate.value:.1e}' if off else ''} s"
    return f"{figure(value, 3)}{'' if estimate.high is None else f' ± {figure(off, 2)}'} {name}"


def count(value: float | None) -> str:
    """How many, which may be a mean: never none where there are some."""
    if value is None:
        return "–"
    if 0 < abs(value) < 0.1:
        return figure(value, 1)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}".removesuffix(".0")


def figure(value: float, digits: int) -> str:
    """A number with so many digits that say something, and never as a power of ten."""
    behind = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
    return f"{value:,.{max(0, behind)}f}"
