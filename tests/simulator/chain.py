"""Small floors solved exactly: a Markov chain over who is idle, longest first, and who waits, in order of arrival.

First come, longest idle, finite lines; every length is exponential, and an agent's talks last alike whoever is served.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.scenario import Scenario, needs_of
from simulator.streams import Floats
from skills.need import meets

State = tuple[tuple[int, ...], tuple[int, ...]]
"""Agents who are idle, longest first, and the types of those who wait, first come first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """`rates` and `leaving` (of one who waits) by type, per mean talk; `agents` are the types that each can serve."""

    rates: Sequence[float]
    agents: Sequence[frozenset[int]]
    leaving: Sequence[float]
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """`blocked` is of those who come; by type, of those who enter: mean wait, who leaves, who is answered at once."""

    blocked: float
    mean_wait: Sequence[float]
    abandoned: Sequence[float]
    at_once: Sequence[float]
    utilisation: Sequence[float]


def solve(floor: Floor) -> Solved:
    """The stationary shares of all states, and what follows from them by Little's law."""
    states, rates = _explored(floor)
    chain = np.zeros((len(states), len(states)))
    for (here, there), rate in rates.items():
        chain[there, here] += rate
        chain[here, here] -= rate
    chain[-1] = 1
    shares = np.linalg.solve(chain, np.eye(len(states))[-1])
    blocked = _share(shares, [_is_full(floor, state) for state in states])
    entered = [rate * (1 - blocked) for rate in floor.rates]
    waiting = [_share(shares, [queue.count(type) for _, queue in states]) for type in _types(floor)]
    free = [
        _share(shares, [not _is_full(floor, state) and _who(floor, state, type) is not None for state in states])
        for type in _types(floor)
    ]
    return Solved(
        blocked=blocked,
        mean_wait=[waiting[type] / entered[type] for type in _types(floor)],
        abandoned=[floor.leaving[type] * waiting[type] / entered[type] for type in _types(floor)],
        at_once=[each / (1 - blocked) for each in free],
        utilisation=[1 - _share(shares, [agent in idle for idle, _ in states]) for agent in range(len(floor.agents))],
    )


def floor_of(scenario: Scenario) -> Floor:
    """A scenario with rates and patience that hold at all times, and one agent a group."""
    return Floor(
        rates=[contact.rate[0].rate for contact in scenario.contacts],
        leaving=[1 / contact.patience[0].exponential if contact.patience else 0 for contact in scenario.contacts],
        agents=[
            frozenset(
                type for type, contact in enumerate(scenario.contacts) if meets(group.skills, needs_of(contact.needs))
            )
            for group in scenario.agents
        ],
        lines=scenario.lines or 0,
    )


def _share(shares: Floats, of: Sequence[float]) -> float:
    return float(shares @ np.asarray(of, dtype=np.float64))


def _explored(floor: Floor) -> tuple[list[State], dict[tuple[int, int], float]]:
    """Every state that can be reached from an empty floor, and the rates between them by their places."""
    states: list[State] = [(tuple(range(len(floor.agents))), ())]
    places = {states[0]: 0}
    rates: dict[tuple[int, int], float] = {}
    for here, state in enumerate(states):
        for then, rate in _moves(floor, state):
            if then not in places:
                places[then] = len(states)
                states.append(then)
            pair = here, places[then]
            rates[pair] = rates.get(pair, 0) + rate
    return states, rates


def _moves(floor: Floor, state: State) -> Iterator[tuple[State, float]]:
    idle, queue = state
    for type in _types(floor) if not _is_full(floor, state) else ():
        agent = _who(floor, state, type)
        yield (idle, (*queue, type)) if agent is None else (_without(idle, idle.index(agent)), queue), floor.rates[type]
    for agent in set(range(len(floor.agents))) - set(idle):
        served = next((place for place, type in enumerate(queue) if type in floor.agents[agent]), None)
        yield ((*idle, agent), queue) if served is None else (idle, _without(queue, served)), 1.0
    for place, type in enumerate(queue):
        if floor.leaving[type]:
            yield (idle, _without(queue, place)), floor.leaving[type]


def _who(floor: Floor, state: State, type: int) -> int | None:
    """Who is given one that comes now."""
    return next((agent for agent in state[0] if type in floor.agents[agent]), None)


def _is_full(floor: Floor, state: State) -> bool:
    return len(floor.agents) - len(state[0]) + len(state[1]) >= floor.lines


def _types(floor: Floor) -> range:
    return range(len(floor.rates))


def _without(row: tuple[int, ...], place: int) -> tuple[int, ...]:
    return row[:place] + row[place + 1 :]
