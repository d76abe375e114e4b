"""`switchboard simulate`: a scenario run with a progress bar, and a table or one JSON object of what it comes to."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from core.errors import ConfigInvalid
from simulator.result import Estimates, Result
from simulator.running import Progress as Told
from simulator.running import simulate as run
from simulator.scenario import read_scenario
from simulator.statistics import Estimate
from switchboard.failing import sentences

WRONG_FILE = 2


def simulate(path: Path, *, as_json: bool, replications: int | None, seed: int | None) -> int:
    """Prints what the scenario comes to. Returns the exit code: 2 when the file is wrong, and then nothing was run."""
    try:
        scenario = read_scenario(path)
    except ConfigInvalid as error:
        for line in sentences(error):
            print(line, file=sys.stderr)
        return WRONG_FILE
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
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _print(result: Result) -> None:
    console = Console()
    times = "replication" if result.replications == 1 else "replications"
    console.print(f"{result.name}: {result.replications} {times}, {result.wall_seconds:.1f} s", highlight=False)
    contacts = _table("", "came", "blocked", "served", "gave up", "mean wait", "at once", "in time")
    for name, estimates in result.types.items():
        contacts.add_row(name, *_row(estimates))
    contacts.add_section()
    contacts.add_row("all", *_row({"arrived": _just(result.contacts), **result.overall}))
    console.print(contacts)
    agents = _table("", "busy", "unevenness")
    for name, utilisation in result.groups.items():
        agents.add_row(name, _share(utilisation), "–" if result.cv[name] is None else f"{result.cv[name]:.2f}")
    console.print(agents)


def _row(estimates: Estimates) -> list[str]:
    return [
        _told(estimates["arrived"], ",.0f"),
        _share(estimates["blocked_fraction"]),
        _told(estimates["served"], ",.0f"),
        _told(estimates["abandoned"], ",.0f"),
        _told(estimates["mean_wait"], ".3g", " s", sure=True),
        _share(estimates["immediate_fraction"]) if "immediate_fraction" in estimates else "",
        _share(estimates["service_level"]),
    ]


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    return table


def _just(value: float) -> Estimate:
    return Estimate(value=value, low=None, high=None)


def _share(estimate: Estimate) -> str:
    return _told(estimate.times(100), ".1f", "%")


def _told(estimate: Estimate, style: str, unit: str = "", *, sure: bool = False) -> str:
    """A value, how far it may be off, and its unit."""
    if estimate.value is None:
        return "–"
    half = "" if estimate.high is None or not sure else f" ± {estimate.high - estimate.value:.2g}"
    return f"{estimate.value:{style}}{half}{unit}"
