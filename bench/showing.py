"""How figures are shown: a table or one JSON object on standard output, the progress on standard error."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.estimates import HOLDS
from bench.figures import BARS, Bar, Measured, Verdict, verdict

COLOURS = {Verdict.PASS: "green", Verdict.FAIL: "bold red", Verdict.NOT_JUDGED: "yellow"}


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error that starts afresh with each thing that is measured; gone at the end."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("starting the server", total=1.0)
        yield lambda doing, done: shown.update(task, description=doing, completed=done)


def as_json(measured: Mapping[str, Measured], *, quick: bool) -> str:
    """One object: a number for each key, under `detail` what each was made of, and `quick` where it is not judged."""
    figures: dict[str, object] = {key: round(measured[key].figure, 3) for key in BARS if key in measured}
    told: dict[str, object] = {"quick": True} if quick else {}
    return json.dumps({**told, **figures, "detail": {key: measured[key].detail for key in BARS if key in measured}})


def table(measured: Mapping[str, Measured], *, quick: bool) -> None:
    """A row for each figure with its bar, and the word for it."""
    shown = Table("figure", "what", "measured", "bar", "", box=None, header_style="bold")
    for key, bar in BARS.items():
        if key in measured:
            _row(shown, key, bar, measured[key].figure, quick)
            for means, (figure, other) in measured[key].also.items():
                _row(shown, "", other, figure, quick, means)
    Console().print(shown)
    if quick:
        Console().print("Small sizes show that everything works; only a whole run is judged.")


def _row(shown: Table, key: str, bar: Bar, figure: float, quick: bool, means: str = "") -> None:
    word = verdict(bar, figure, quick=quick)
    shown.add_row(key, means or bar.means, f"{figure:,.4g}{bar.unit}", str(bar), f"[{COLOURS[word]}]{word}")


def estimates(found: Mapping[str, Mapping[str, float]], *, as_json: bool) -> None:
    """How often what people were told held."""
    if as_json:
        print(json.dumps({name: {key: round(share, 4) for key, share in row.items()} for name, row in found.items()}))
        return
    columns = ("scenario, order and kind", "were told", "held", "sooner", "later", "left before", "")
    shown = Table(*columns, box=None, header_style="bold")
    for name, row in found.items():
        word = Verdict.PASS if HOLDS[0] <= row["inside"] <= HOLDS[1] else Verdict.FAIL
        shares = [f"{row[key]:.1%}" for key in ("inside", "sooner", "later", "left_before")]
        shown.add_row(name, f"{row['told']:,.0f}", *shares, f"[{COLOURS[word]}]{word}")
    Console().print(shown)


def letters(
    bars: Mapping[str, Bar], figures: Mapping[str, float], detail: Mapping[str, Mapping[str, float]], *, as_json: bool
) -> None:
    """How well scanned post was read, beside its bars; then what each kind of page came to."""
    if as_json:
        print(json.dumps({**{key: round(figure, 4) for key, figure in figures.items()}, "detail": detail}))
        return
    shown = Table("figure", "what", "measured", "bar", "", box=None, header_style="bold")
    for key, bar in bars.items():
        _row(shown, key, bar, figures[key], quick=False)
    Console().print(shown)
    kinds = Table("kind", *next(iter(detail.values())), box=None, header_style="bold")
    for kind, row in detail.items():
        kinds.add_row(kind, *(f"{figure:,.4g}" for figure in row.values()))
    Console().print(kinds)
