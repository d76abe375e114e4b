"""What chance decides, drawn before a replication begins: a stream of its own for each purpose and type of contact.

So a change of one type, or of the rules, leaves every other draw as it was, and runs can be compared.
"""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.scenario import Scenario, ends
from simulator.shapes import ContactType

Floats = NDArray[np.float64]

FOR_EVER = -1.0
SEEDS = 2**31 - 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """All contacts of a replication, by arrival.

    `patience` is FOR_EVER for those who never leave. A service time is made of `exponential` (mean 1) or `normal`
    (standard), whichever the agent's distribution asks for. `seed`, from 1, is for what each of its offers decides.
    """

    at: Floats
    type: Floats
    patience: Floats
    exponential: Floats
    normal: Floats
    seed: Floats


def draw(scenario: Scenario, seed: int, replication: int) -> Draws:
    """The contacts of one replication; the same numbers give the same contacts."""
    each = [_of_type(number, contact, scenario, seed, replication) for number, contact in enumerate(scenario.contacts)]
    table = np.concatenate(each, axis=1)
    table = table[:, np.argsort(table[0], kind="stable")]
    return Draws(at=table[0], type=table[1], patience=table[2], exponential=table[3], normal=table[4], seed=table[5])


def _of_type(number: int, contact: ContactType, scenario: Scenario, seed: int, replication: int) -> Floats:
    def stream(purpose: str) -> np.random.Generator:
        names = (zlib.crc32(purpose.encode()), zlib.crc32(contact.type.encode()))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, replication, *names))))

    factor = contact.rate_factor
    busyness = stream("rate factor").gamma(factor.gamma, 1 / factor.gamma) if factor else 1.0
    at = _arrivals(contact, scenario, busyness, stream("arrivals"))
    count = len(at)
    return np.stack(
        [
            at,
            np.full(count, float(number)),
            _patience(contact, at, stream("patience").standard_exponential(count)),
            stream("service").standard_exponential(count),
            stream("service, normal").standard_normal(count),
            stream("offers").integers(1, SEEDS, count, endpoint=True).astype(np.float64),
        ]
    )


def _arrivals(contact: ContactType, scenario: Scenario, busyness: float, stream: np.random.Generator) -> Floats:
    """A Poisson process whose rate is constant within each period."""
    opens, closes = scenario.day.opens if scenario.day else 0.0, ends(scenario)
    found = [np.empty(0)]
    for span in contact.rate:
        begin, end = max(span.begin, opens), min(span.end, closes)
        if end > begin:
            count = stream.poisson(span.rate * busyness * (end - begin))
            found.append(np.sort(stream.uniform(begin, end, count)))
    return np.concatenate(found)


def _patience(contact: ContactType, at: Floats, drawn: Floats) -> Floats:
    patience = np.full(len(at), FOR_EVER)
    for span in contact.patience:
        inside = (at >= span.begin) & (at < span.end)
        patience[inside] = drawn[inside] * span.exponential
    return patience
