"""A scenario: read from its file, and checked as a whole before anything runs. `docs/scenario.md` is its reference.

All times stay in the scenario's own unit; only what is printed is in seconds.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from core.channel import CHANNEL_BANDS, Band, Channel
from core.document import Document, in_order
from core.document import Path as Place
from core.errors import ConfigInvalid, Problem
from simulator.readable import Known, readable
from simulator.shapes import EVERY_TYPE, AfterClose, ContactType, Distribution, Group, Needs, Shapes, Span
from skills.need import Need, meets

MOST_CONTACTS = 20_000_000
"""Of one replication: beyond it the draws alone would not fit a small machine."""

MOST_AGENTS = 50_000
"""At once, of all groups: each has a desk in the engine before the day begins."""

MOST_SECONDS = 25_000_000
"""Until contacts come no more, 289 days: ten times as long, and twice for good measure, the engine keeps a lease."""

Scenario = Shapes
Found = tuple[Place, str]


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file; raises ConfigInvalid with every problem at its line."""
    return scenario_of(text_of(path), file=str(path))


def text_of(path: Path) -> str:
    """A file's text; raises ConfigInvalid when it cannot be had, with why."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        why = "There is no such file."
    except IsADirectoryError:
        why = "This is a folder, and no file."
    except UnicodeDecodeError:
        why = "This file is not UTF-8 text."
    except OSError as error:
        why = f"This file cannot be read: {error.strerror or type(error).__name__}."
    raise ConfigInvalid([Problem(message=why, file=str(path))])


def scenario_of(text: str, *, file: str = "") -> Scenario:
    """The scenario that a text is; raises ConfigInvalid with every problem at its line."""
    return scenario_in(Document(text, file=file, keep_first=True))


def scenario_in(document: Document) -> Scenario:
    """The scenario that a document, read with `keep_first`, is; raises ConfigInvalid like `scenario_of`."""
    misshapen = [problem for _, problem in document.twice]
    wrong = [tuple(place) for place, _ in document.twice]
    try:
        scenario, known = Scenario.model_validate(document.values), Known()
    except ValidationError as error:
        misshapen += document.validation(error)
        wrong += [details["loc"] for details in error.errors()]
    if wrong:
        scenario, known = readable(document.values, wrong)
    problems = [*misshapen, *(document.problem(place, message) for place, message in _problems(scenario, known))]
    if problems:
        raise ConfigInvalid(in_order(problems))
    return scenario


def begins(scenario: Scenario) -> float:
    """From when contacts are counted."""
    return scenario.day.opens if scenario.day else scenario.warmup


def ends(scenario: Scenario) -> float:
    """Until when contacts come."""
    return scenario.day.closes if scenario.day else scenario.warmup + (scenario.horizon or 0)


def needs_of(needs: Needs) -> tuple[Need, ...]:
    """All of a scenario's needs are soft."""
    return tuple(Need(skill=skill, level=level) for skill, level in sorted(needs.items()))


def band_of(contact: ContactType) -> Band:
    return contact.band or CHANNEL_BANDS[contact.channel]


def capacity_of(group: Group, scenario: Scenario) -> Mapping[Channel, int]:
    """How many of each channel at once; one of any where the group does not say."""
    return group.capacity or {contact.channel: 1 for contact in scenario.contacts}


def service_of(group: Group, type: str) -> Distribution | None:
    """How long an agent of the group serves a contact of a type; None when the group has no time for it."""
    return group.service.get(type) or group.service.get(EVERY_TYPE)


def can_serve(group: Group, contact: ContactType, scenario: Scenario) -> bool:
    """Whether the group may ever be given such a contact, relaxed or not."""
    steps = (contact.needs, *(step.needs for step in contact.relax))
    return contact.channel in capacity_of(group, scenario) and any(meets(group.skills, needs_of(s)) for s in steps)


def served_until(contact: ContactType, scenario: Scenario) -> float:
    """Who comes before this moment may be given to somebody at work then or later; -inf where nobody ever may."""
    steps = ((0.0, contact.needs), *((step.after, step.needs) for step in contact.relax))
    return max(
        (
            _at_work_until(group, scenario) - after
            for group in scenario.agents
            for after, needs in steps
            if contact.channel in capacity_of(group, scenario) and meets(group.skills, needs_of(needs))
        ),
        default=-math.inf,
    )


def _at_work_until(group: Group, scenario: Scenario) -> float:
    """Whoever is there at the end stays until all are served, unless the day ends for all."""
    end = ends(scenario)
    spans = [span for span in group.count if span.count and span.begin < end]
    if any(span.end >= end for span in spans):
        return end if scenario.day and scenario.after_close is AfterClose.ABANDON else math.inf
    return max((span.end for span in spans), default=-math.inf)


def expected(contact: ContactType, scenario: Scenario) -> float:
    """How many such contacts a replication has on average."""
    first = scenario.day.opens if scenario.day else 0.0
    last = ends(scenario)
    return sum(max(0.0, min(span.end, last) - max(span.begin, first)) * span.rate for span in contact.rate)


def _problems(scenario: Scenario, known: Known) -> Iterator[Found]:
    if scenario.day is None and scenario.horizon is None and known.whole:
        yield ("name",), "There must be a horizon, or a day."
    if scenario.day is None and scenario.after_close is AfterClose.ABANDON and known.all_of(("day",)):
        yield ("after_close",), "This is about the close of a `day`, and there is none."
    for key in ("contacts", "agents"):
        if not getattr(scenario, key) and known.all_of((key,)):
            yield (key,), "There must be at least one."
    yield from _twice([contact.type for contact in scenario.contacts], ("contacts",), "type")
    yield from _twice([group.group for group in scenario.agents], ("agents",), "group")
    for number, contact in enumerate(scenario.contacts):
        yield from _in_contact(contact, scenario, ("contacts", number), known)
    for number, group in enumerate(scenario.agents):
        yield from _in_group(group, scenario, ("agents", number), known)
    yield from _too_much(scenario, known)


def _too_much(scenario: Scenario, known: Known) -> Iterator[Found]:
    if known.whole and sum(expected(contact, scenario) for contact in scenario.contacts) > MOST_CONTACTS:
        yield ("contacts",), f"A replication would have more than {MOST_CONTACTS:,} contacts."
    if known.whole and ends(scenario) * scenario.time_unit > MOST_SECONDS:
        key = next(key for key in ("time_unit", "day", "horizon") if key in scenario.model_fields_set)
        yield (key,), f"Contacts would come for more than {MOST_SECONDS:,} seconds."
    if sum(most(group) for group in scenario.agents) > MOST_AGENTS:
        yield ("agents",), f"There would be more than {MOST_AGENTS:,} agents at once."
    for number, contact in enumerate(scenario.contacts) if known.whole else ():
        lengths: list[tuple[Place, float]] = [(("target",), contact.target or 0.0)]
        lengths += [(("relax", step, "after"), each.after) for step, each in enumerate(contact.relax)]
        for place, length in lengths:
            if length * scenario.time_unit > MOST_SECONDS:
                yield ("contacts", number, *place), f"This is more than {MOST_SECONDS:,} seconds."


def most(group: Group) -> int:
    """How many agents of a group are ever there at once."""
    return max((span.count for span in group.count), default=0)


def _twice(names: Sequence[str], at: Place, key: str) -> Iterator[Found]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (*at, number, key), f"There are two of the name `{name}`."


def _in_contact(contact: ContactType, scenario: Scenario, at: Place, known: Known) -> Iterator[Found]:
    yield from _overlaps(contact.rate, (*at, "rate"))
    yield from _overlaps(contact.patience, (*at, "patience"))
    before, needs = 0.0, contact.needs
    for number, step in enumerate(contact.relax):
        if step.after <= before:
            yield (*at, "relax", number, "after"), "Each step must come later than the one before."
        if known.all_of((*at, "needs")) and any(level > needs.get(skill, 0) for skill, level in step.needs.items()):
            yield (*at, "relax", number, "needs"), "A step can only ask for less than the one before."
        before, needs = step.after, step.needs
    may_be_served = contact.patience or any(can_serve(group, contact, scenario) for group in scenario.agents)
    if not may_be_served and known.all_of(at, ("agents",)):
        yield (*at, "type"), "Nobody can serve these, and they wait for ever."


def _in_group(group: Group, scenario: Scenario, at: Place, known: Known) -> Iterator[Found]:
    yield from _overlaps(group.count, (*at, "count"))
    yield from _overlaps(group.breaks, (*at, "breaks"))
    types = {contact.type for contact in scenario.contacts}
    for type in sorted(group.service.keys() - types - {EVERY_TYPE}) if known.types else ():
        yield (*at, "service", type), f"There is no type of contact `{type}`."
    for number, contact in enumerate(scenario.contacts):
        has_no_time = can_serve(group, contact, scenario) and service_of(group, contact.type) is None
        if has_no_time and known.all_of(at, ("contacts", number)):
            yield (*at, "service"), f"This does not say how long `{contact.type}` takes, which the group may be given."


def _overlaps(spans: Sequence[Span], at: Place) -> Iterator[Found]:
    for number, (one, other) in enumerate(itertools.pairwise(spans), 1):
        if other.begin < one.end:
            yield (*at, number, "from"), "Periods must follow one another."
