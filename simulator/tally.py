"""What one replication came to, counted in stretches of equal length so that one alone can still say how sure it is."""

import itertools
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from simulator.scenario import Scenario, begins, ends, most, served_until
from simulator.streams import Draws, Floats

BATCHES: Final = 20


class How(IntEnum):
    """How a contact ended, as `world.lua` counts; those still there when all is over have not."""

    STILL_THERE = 0
    SERVED = 1
    ABANDONED = 2
    BLOCKED = 3


class Measure(IntEnum):
    """What is counted of each type.

    `JUDGED` are those that its target was kept or broken for; `NEVER_SERVED` still waited when all was over;
    `UNSERVABLE` are those for whom nobody who was at work after they came, however long they waited, had the skills.
    """

    ARRIVED = 0
    BLOCKED = 1
    ENTERED = 2
    SERVED = 3
    ABANDONED = 4
    WAITED = 5
    AT_ONCE = 6
    WITHIN = 7
    JUDGED = 8
    NEVER_SERVED = 9
    UNSERVABLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """`types` is batches × types × measures; `busy` and `there` are batches × desks, in the scenario's unit of time.

    A row of `told`, for each who was told how long they would wait: their type, where within that their wait ended (up
    to 1 sooner than told, up to 2 inside, beyond 2 later), and 1 when they were answered then, 0 when they left.
    """

    types: Floats
    told: Floats
    busy: Floats
    there: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the loop told.

    A row of `contacts`: number, how, desk, answered or gone at, talked until, free at, at once, and from when until
    when it was told that it would be answered (-1: it was not told).

    A row of `staff`: desk, at, whether it is there from then on. Contacts and desks count from 1.
    """

    contacts: Floats
    staff: Floats


def tally(scenario: Scenario, draws: Draws, story: Story) -> Tally:
    """Contacts are counted by when they arrived, desks by the clock."""
    edges = np.linspace(begins(scenario), ends(scenario), BATCHES + 1)
    busy, there = _desks(scenario, story, edges)
    types = _types(scenario, draws, story, edges)
    return Tally(types=types, told=_told(scenario, draws, story, edges), busy=busy, there=there)


def _types(scenario: Scenario, draws: Draws, story: Story, edges: Floats) -> Floats:
    count = len(draws.at)
    rows = story.contacts[np.argsort(story.contacts[:, 0])]
    number = rows[:, 0].astype(np.int64) - 1
    how = np.zeros(count)
    how[number] = rows[:, 1]
    waited = max(float(rows[:, 5].max(initial=0)), edges[-1]) - draws.at
    waited[number] = rows[:, 3] - draws.at[number]
    at_once = np.zeros(count)
    at_once[number] = rows[:, 6]

    target = np.array([np.nan if kind.target is None else kind.target for kind in scenario.contacts])
    has_target = ~np.isnan(target[draws.type.astype(np.int64)])
    late = waited > np.nan_to_num(target[draws.type.astype(np.int64)])
    served, abandoned, blocked = how == How.SERVED, how == How.ABANDONED, how == How.BLOCKED
    measures = {
        Measure.ARRIVED: np.ones(count),
        Measure.BLOCKED: blocked,
        Measure.ENTERED: ~blocked,
        Measure.SERVED: served,
        Measure.ABANDONED: abandoned,
        Measure.WAITED: np.where(blocked, 0, waited),
        Measure.AT_ONCE: at_once,
        Measure.WITHIN: has_target & served & ~late,
        Measure.JUDGED: has_target & (served | (abandoned & late)),
    }
    hope = np.array([served_until(kind, scenario) for kind in scenario.contacts])
    measures |= {
        Measure.NEVER_SERVED: how == How.STILL_THERE,
        Measure.UNSERVABLE: ~blocked & (draws.at >= hope[draws.type.astype(np.int64)]),
    }
    batch = np.searchsorted(edges, draws.at, "right") - 1
    counted = (batch >= 0) & (batch < BATCHES)
    kinds = len(scenario.contacts)
    cell = (batch * kinds + draws.type.astype(np.int64))[counted]
    sums = [np.bincount(cell, weights=measures[measure][counted], minlength=BATCHES * kinds) for measure in Measure]
    return np.stack(sums, axis=1, dtype=np.float64).reshape(BATCHES, kinds, len(Measure))


def _told(scenario: Scenario, draws: Draws, story: Story, edges: Floats) -> Floats:
    """Of those who arrived in the counted time."""
    rows = story.contacts[np.isin(story.contacts[:, 1], (How.SERVED, How.ABANDONED)) & (story.contacts[:, 8] >= 0)]
    number = rows[:, 0].astype(np.int64) - 1
    arrived = draws.at[number]
    counted = (arrived >= edges[0]) & (arrived < edges[-1])
    rows, arrived, kind = rows[counted], arrived[counted], draws.type[number[counted]]
    waited, low, high = rows[:, 3] - arrived, rows[:, 7] - arrived, rows[:, 8] - arrived
    ends = [np.zeros(len(rows)), low, high, np.maximum(high, waited) + 1]
    place = np.zeros(len(rows))
    for begin, end in itertools.pairwise(ends):
        inside = np.clip((waited - begin) / np.maximum(end - begin, 1e-9), 0, 1)
        place += np.where(end > begin, inside, waited >= begin)
    return np.stack([kind, place, rows[:, 1] == How.SERVED], axis=1, dtype=np.float64)


def _desks(scenario: Scenario, story: Story, edges: Floats) -> tuple[Floats, Floats]:
    desks = sum(most(group) for group in scenario.agents)
    busy, there = np.zeros((BATCHES, desks)), np.zeros((BATCHES, desks))
    served = story.contacts[story.contacts[:, 1] == How.SERVED]
    served = served[np.argsort(served[:, 2], kind="stable")]
    firsts = np.searchsorted(served[:, 2], np.arange(1, desks + 2))
    for desk in range(desks):
        mine = served[firsts[desk] : firsts[desk + 1]]
        held = mine[:, [3, 5]]
        busy[:, desk] = covered(held, edges)
        # Whoever still finishes what they hold after their time is there as well.
        at_work = np.concatenate([held, _stays(story.staff[story.staff[:, 0] == desk + 1])])
        there[:, desk] = covered(at_work, edges)
    return busy, there


def _stays(changes: Floats) -> Floats:
    """From each change until the next, where somebody is there in between."""
    until = np.append(changes[1:, 1], np.inf)[: len(changes)]
    return np.stack([changes[:, 1], until], axis=1).compress(changes[:, 2] == 1, axis=0)


def covered(spans: Floats, edges: Floats) -> Floats:
    """How much of the time between each edge and the next lies in at least one of the spans."""
    if len(spans) == 0:
        return np.zeros(len(edges) - 1)
    spans = np.minimum(spans[np.argsort(spans[:, 0])], edges[-1])
    until = np.maximum.accumulate(spans[:, 1])
    is_first = np.append(True, spans[1:, 0] > until[:-1])
    begin, end = spans[is_first, 0], until[np.append(is_first[1:], True)]
    before = np.append(0.0, np.cumsum(end - begin))
    index = np.searchsorted(begin, edges, "right")
    over = np.where(index > 0, np.maximum(0.0, end[np.maximum(index - 1, 0)] - edges), 0.0)
    inside: Floats = np.diff(before[index] - over)
    return inside
