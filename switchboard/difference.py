"""What a draft of the rules would have changed, for a person who looks at it: who is lost first, then the figures."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rich.table import Table
from rich.text import Text

from core.channel import Channel
from simulator.difference import Compared, Difference
from simulator.statistics import Estimate
from switchboard.simulating import ALARM, SMALL, count, figure, on_paper, table

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def length(seconds: float) -> str:
    """A length as people say it."""
    for unit, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if abs(seconds) >= 2 * unit:
            return f"{figure(seconds / unit, 2)} {name}"
    return f"{figure(seconds, 2)} s"


def percent(value: float) -> str:
    return f"{value:.1%}"


def points(value: float) -> str:
    """A change of a share."""
    return f"{100 * value:.1f} points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as it is told here: what it is called, how it and a change of it are written, and what less of it is."""

    called: str
    written: Callable[[float], str]
    changed: Callable[[float], str] | None = None
    is_less_better: bool = True


SHOWN: Final[Mapping[str, Shown]] = {
    "mean_answer": Shown(called="answered after, mean", written=length),
    "p80_answer": Shown(called="80% answered within", written=length),
    "target_kept": Shown(called="target kept", written=percent, changed=points, is_less_better=False),
    "worst_wait": Shown(called="worst wait", written=length),
    "answered": Shown(called="answered", written=count, is_less_better=False),
    "abandoned": Shown(called="gave up", written=count),
    "still_waiting": Shown(called="still waiting at the end", written=count),
}
IN_CELLS: Final = {
    "mean_answer": "answered\nafter",
    "target_kept": "target\nkept",
    "worst_wait": "worst\nwait",
    "abandoned": "gave\nup",
}
BETTER, WORSE = "green", "red"

LEGEND: Final = (
    "recorded: as it was. again: the recorded rules, lived again; how far off that is, is the model's own error.",
    "change: draft less again, with its 95% interval; what chance alone may explain has a ~ before it. By service, one "
    "figure alone is what does not change beyond chance.",
    "Who gave up leaves when they did, unless they are answered sooner. How long the others would have waited nobody "
    "saw: it is estimated from those who gave up, so where waits get longer, who gives up is a guess.",
)


def show(found: Difference, days: str, rules: str) -> None:
    """Prints it: `days` and `rules` are what was asked about."""
    console = on_paper()
    times = "once" if found.replications == 1 else f"{found.replications} times"
    console.print(f"What {rules} would have changed, {days}", style="bold", markup=False)
    came = "1 contact" if found.overall.contacts == 1 else f"{found.overall.contacts:,} contacts"
    console.print(
        f"{came}, lived again {times} under the recorded rules and under the draft, {found.wall_seconds:.1f} s"
    )
    if found.generations > 1:
        console.print(
            f"The live store was emptied {found.generations - 1} times in between; everybody signed in again then."
        )
    for lost in _lost(found):
        console.print(lost)
    console.print()
    console.print(_overall(found.overall))
    if len(found.cells) > 1:
        console.print(_cells(found))
    for line in LEGEND:
        console.print(line, style="dim")


def _lost(found: Difference) -> Iterator[Text]:
    """Whom nobody at work could serve: above all else, and by service and channel."""
    for is_new, says in (
        (True, "nobody who was at work could have served them under the draft"),
        (False, "nobody who was at work could serve them, under the draft or before"),
    ):
        counts = Counter((each.service, each.channel) for each in found.unservable if each.was_already is not is_new)
        for (service, channel), lost in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
            told = f"{lost:,} of {service}, {_spelt(channel)}: {says}."
            yield Text(f"! {told}", style=ALARM) if is_new else Text(told)
    if all(each.was_already for each in found.unservable):
        yield Text("Nobody becomes unservable: whom somebody could serve before, somebody could serve under the draft.")


def _overall(compared: Compared) -> Table:
    shown = table("everybody", "recorded", "again", "draft", "change")
    for measure, how in SHOWN.items():
        recorded = compared.recorded[measure]
        again, draft = compared.again[measure].value, compared.draft[measure].value
        values = ["–" if each is None else how.written(each) for each in (recorded, again, draft)]
        shown.add_row(how.called, *values, _change(compared.difference[measure], how))
    return shown


def _change(change: Estimate, how: Shown) -> Text:
    """Draft less again, and how far that may be off."""
    if change.value is None:
        return Text("–")
    if change.value == 0 and change.error in (0, None):
        return Text("none")
    written, half = how.changed or how.written, ""
    if change.low is not None and change.high is not None and change.high - change.low > SMALL * abs(change.value):
        half = f" ± {written((change.high - change.low) / 2)}"
    told = f"{'+' if change.value > 0 else '−'}{written(abs(change.value))}{half}"
    return Text(told if _is_sure(change) else f"~ {told}", style=_look(change, how))


def _cells(found: Difference) -> Table:
    """Each service on each channel: a figure alone where nothing changed beyond chance, else from what to what."""
    shown = table("service, channel", "came", *IN_CELLS.values(), "unservable", breaking=IN_CELLS.values())
    lost = Counter((each.service, each.channel) for each in found.unservable)
    for cell in found.cells:
        alone = lost[cell.service, cell.channel] if cell.channel else 0
        of = f"{cell.service}, {_spelt(cell.channel)}" if cell.channel else "everybody"
        shown.add_row(
            Text(f"! {of}" if alone else of, style=ALARM if alone else ""),
            f"{cell.contacts:,}",
            *(_from_to(cell, measure) for measure in IN_CELLS),
            Text(f"{alone:,}" if alone else "", style=ALARM),
        )
    return shown


def _from_to(cell: Compared, measure: str) -> Text:
    how, change = SHOWN[measure], cell.difference[measure]
    again, draft = cell.again[measure].value, cell.draft[measure].value
    if again is None and draft is None:
        return Text("–")
    before, after = ("–" if each is None else how.written(each) for each in (again, draft))
    if again is not None and draft is not None and (before == after or not _is_sure(change)):
        return Text(before)
    return Text(f"{before} → {after}", style=_look(change, how))


def _is_sure(change: Estimate) -> bool:
    """Whether chance alone would hardly have it. One replication cannot say, and is taken at its word."""
    if change.value is None or change.low is None or change.high is None:
        return change.value is not None and change.value != 0
    return change.low > 0 or change.high < 0


def _look(change: Estimate, how: Shown) -> str:
    if change.value is None or not _is_sure(change):
        return ""
    return BETTER if (change.value < 0) is how.is_less_better else WORSE


def _spelt(channel: Channel | None) -> str:
    return (channel or "").replace("_", " ")
