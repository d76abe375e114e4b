"""What a scenario may say but hardly means: it is run, and told of. Pure, but for `remarked`."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import NormalDist
from typing import Final

from core.document import Document, in_order
from core.document import Path as Place
from core.errors import Problem
from router.rules.document import Order
from simulator.scenario import Found, Scenario, ends, scenario_in, text_of
from simulator.scene import MS_PER_S, OFFER_MS
from simulator.shapes import Distribution, Span

OFFER_S: Final = OFFER_MS / MS_PER_S
MANY: Final = 0.1
"""Of the offers: so many that lapse are told."""


def remarked(path: Path) -> tuple[Scenario, list[Problem]]:
    """The scenario in a file, and what to tell of it; raises ConfigInvalid with every problem at its line."""
    document = Document(text_of(path), file=str(path), keep_first=True)
    scenario = scenario_in(document)
    return scenario, in_order([document.problem(place, f"Warning: {told}") for place, told in remarks(scenario)])


def remarks(scenario: Scenario) -> Iterator[Found]:
    """Each with its place."""
    for key in ("horizon", "warmup") if scenario.day else ():
        if key in scenario.model_fields_set:
            yield (key,), "this means nothing beside a `day`, which is counted from its `open` to its `close`."
    if scenario.day is None and "after_close" in scenario.model_fields_set:
        yield ("after_close",), "this means nothing without a `day`: whoever waits at the end is served anyhow."
    yield from _of_contacts(scenario)
    for number, group in enumerate(scenario.agents):
        for key, spans in (("count", group.count), ("breaks", group.breaks)):
            yield from _outside(spans, scenario, ("agents", number, key))
        if group.answer_after:
            yield from _lapses(group.answer_after, scenario, ("agents", number, "answer_after"))


def _of_contacts(scenario: Scenario) -> Iterator[Found]:
    for number, contact in enumerate(scenario.contacts):
        if contact.weight != 1 and scenario.order is not Order.WEIGHTED_WAIT:
            told = f"this means nothing under the order `{scenario.order}`: it is for `weighted_wait`."
            yield ("contacts", number, "weight"), told
        for key, spans in (("rate", contact.rate), ("patience", contact.patience)):
            yield from _outside(spans, scenario, ("contacts", number, key))


def _outside(spans: Sequence[Span], scenario: Scenario, at: Place) -> Iterator[Found]:
    for number, span in enumerate(spans):
        if scenario.day and span.end <= scenario.day.opens:
            yield (
                (*at, number),
                f"this period means nothing: it is over when contacts first come, at {scenario.day.opens:g}.",
            )
        if span.begin >= ends(scenario):
            yield (
                (*at, number),
                f"this period means nothing: it begins when contacts come no more, at {ends(scenario):g}.",
            )


def _lapses(answer_after: Distribution, scenario: Scenario, at: Place) -> Iterator[Found]:
    lapsed = beyond(answer_after, OFFER_S / scenario.time_unit)
    if lapsed >= MANY:
        many = "every offer" if lapsed == 1 else f"{lapsed:.0%} of the offers"
        yield at, f"an offer stands for {OFFER_S:g} s, so {many} here would lapse before anybody answers."


def beyond(distribution: Distribution, length: float) -> float:
    """The share of a distribution that is longer than `length`, above 0."""
    if distribution.exponential is not None:
        return math.exp(-length / distribution.exponential)
    if distribution.lognormal is not None:
        mean, cv = distribution.lognormal
        sigma = math.sqrt(math.log1p(cv**2))
        return 1 - NormalDist(math.log(mean) - sigma**2 / 2, sigma).cdf(math.log(length))
    return float(distribution.mean > length)
