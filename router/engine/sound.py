"""What the engine refuses at its edge, before anything is sent, so that nothing is ever half-applied. No I/O.

Compiled rules never make any of it; whoever calls the engine directly is told the place: `steps[1].needs[0].level`.
"""

import math
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from core.channel import Band, Channel
from core.errors import InvalidInput
from router.rules.document import MOST_SHARE, Order, Pick
from router.rules.plan import BAND_WIDTH, Plan, PlanStep
from skills.need import HIGHEST_LEVEL, LOWEST_LEVEL, Need, hard_only, requirement_text, requirement_texts
from skills.profile import AgentProfile

SOUND_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
SOUND_SKILL = re.compile(r"[^\s\x00-\x1f\x7f,:|!*;=]{1,100}")
"""Nothing that parts one skill from another where a requirement is spelt."""
REQUIREMENT = re.compile(rf"({'|'.join(Channel)})\|(.*?)(?:\*([0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]+)?))?")
NEED = re.compile(r"(.*):([0-9]{1,9})!?")
LONGEST_MS = BAND_WIDTH
"""Three hundred years; a replayed log's leases last that long, and all sums of moments keep their digits."""
MOST_AT_ONCE = 1_000
"""Of one channel; nobody's hands hold more, and a text of what they hold stays short."""
MOST_VERSIONS = 1_000_000_000
MOST_EPOCHS = 2**53
"""As far as the store counts one by one."""
ROUTES = 2_000
"""Remembered: most contacts go one of a few hundred ways."""


def sound_id(id: str, *, empty: bool = False) -> str:
    """An id as it is, when it may be part of a key and of a timer's name; InvalidInput otherwise."""
    if not (SOUND_ID.fullmatch(id) or (empty and not id)):
        raise InvalidInput("That is not an id.", field="id")
    return id


def sound_plan(plan: Plan) -> Plan:
    """A plan whose numbers and band can be; its route is looked at by `route_text`, its ids by `sound_id`."""
    if not isinstance(plan.band, Band):
        raise _refused("band", plan.band, f"it is one of {', '.join(Band)}")
    sound_moment("arrived_ms", plan.arrived_ms)
    sound_moment("due_ms", plan.due_ms)
    sound_length("preferred_ms", plan.preferred_ms)
    sound_length("offer_ms", plan.offer_ms)
    sound_length("wrap_ms", plan.wrap_ms)
    sound_version("rules_version", plan.rules_version)
    return plan


def sound_moment(name: str, at_ms: int) -> int:
    """A moment that has its place in an order key."""
    _whole(name, at_ms)
    if not 0 <= at_ms < BAND_WIDTH:
        raise _refused(name, at_ms, "a moment is in milliseconds since 1970")
    return at_ms


def sound_length(name: str, ms: int, *, least: int = 0) -> int:
    """How long something is to last."""
    _whole(name, ms)
    if ms < least:
        raise _refused(name, ms, f"it is {least} at least")
    if ms > LONGEST_MS:
        raise _refused(name, ms, "nothing lasts that long")
    return ms


def sound_lease(ms: int) -> int:
    """How long a sign of life holds. In a replay it may have run out before the moment at which that was seen."""
    return sound_length("lease_ms", ms, least=-LONGEST_MS)


def sound_count(name: str, count: int) -> int:
    """How many to look at in one go."""
    if _whole(name, count) < 1:
        raise _refused(name, count, "it is one at least")
    return count


def sound_version(name: str, version: int) -> int:
    """A version of the rules: one that is far too high would leave every later one behind."""
    if not 0 <= _whole(name, version) <= MOST_VERSIONS:
        raise _refused(name, version, f"versions are counted, from 0 to {MOST_VERSIONS}")
    return version


def sound_epoch(epoch: int) -> int:
    """The number of an offer."""
    if not 0 <= _whole("epoch", epoch) < MOST_EPOCHS:
        raise _refused("epoch", epoch, "no offer has that number")
    return epoch


def route_text(channel: Channel, steps: tuple[PlanStep, ...], weight: float) -> tuple[str, str]:
    """What is hard in every step, and the steps, as the scripts read them."""
    _sound_channel("channel", channel)
    _number("weight", weight)
    # True and 1.0 equal 1: among what is remembered they would be taken for it, and it for them.
    if not all(type(n) is int for step in steps for n in (step.after_ms, *(need.level for need in step.needs))):
        _sound_steps(steps)
    return _spelt(channel, steps, weight)


@lru_cache(ROUTES)
def _spelt(channel: Channel, steps: tuple[PlanStep, ...], weight: float) -> tuple[str, str]:
    _sound_steps(steps)
    if not 0 < weight < math.inf:
        raise _refused("weight", weight, "a weight is more than nothing, and not endless")
    hard = hard_only(need for step in steps for need in step.needs)
    asked = requirement_texts(channel, [step.needs for step in steps], weight)
    spelt = ";".join(f"{step.after_ms}={text}" for step, text in zip(steps, asked, strict=True))
    return requirement_text(channel, hard) if hard else "", spelt


def sound_rules(
    version: int, *, order: str = Order.DUE_FIRST, pick: str = Pick.FEWEST_SKILLS, share: float = 0
) -> None:
    """What a whole division goes by."""
    sound_version("version", version)
    for name, word, words in (("order", order, Order), ("pick", pick, Pick)):
        if word not in list(words):
            raise _refused(name, word, f"it is one of {', '.join(words)}")
    if not 0 <= _number("share", share) <= MOST_SHARE:
        raise _refused("share", share, f"a share of people's time is from 0 to {MOST_SHARE}")


def sound_requirements(requirements: Collection[str]) -> list[str]:
    """What rules are about to ask for, in its one order."""
    for text in requirements:
        found = REQUIREMENT.fullmatch(text)
        needs = [NEED.fullmatch(each) for each in found[2].split(",")] if found and found[2] else []
        if found is None or not all(needs) or not 0 < float(found[3] or 1) < math.inf:
            raise _refused("requirements", text, "a requirement is spelt `phone|bsl:3!,highways:1`")
        for need in filter(None, needs):
            _sound_level(f"requirements[{text!r}]", need[1], int(need[2]))
    return sorted(set(requirements))


def sound_profile(profile: AgentProfile) -> AgentProfile:
    """An agent who can be."""
    for skill, level in profile.skills.items():
        _sound_level(f"skills[{skill!r}]", skill, level)
    for channel, most in profile.capacity.items():
        _sound_channel("capacity", channel)
        if _whole(f"capacity[{channel.value!r}]", most) < 0:
            raise _refused(f"capacity[{channel.value!r}]", most, "nobody takes fewer than none")
        if most > MOST_AT_ONCE:
            raise _refused(f"capacity[{channel.value!r}]", most, f"nobody takes more than {MOST_AT_ONCE} at once")
    for held, more in profile.beside.items():
        _sound_channel("beside", held)
        for channel in more:
            _sound_channel(f"beside[{held.value!r}]", channel)
    for channel in profile.interruptible:
        _sound_channel("interruptible", channel)
    return profile


def _sound_steps(steps: Sequence[PlanStep]) -> None:
    if not steps or _whole("steps[0].after_ms", steps[0].after_ms) != 0:
        raise _refused("steps[0].after_ms", steps[0].after_ms if steps else "missing", "a route begins at 0")
    hard: set[Need] = set()
    since = 0
    for index, step in enumerate(steps):
        place = f"steps[{index}]"
        sound_length(f"{place}.after_ms", step.after_ms, least=-LONGEST_MS)
        if step.after_ms < since:
            raise _refused(f"{place}.after_ms", step.after_ms, "a step comes after the one before it")
        for number, need in enumerate(step.needs):
            _sound_level(f"{place}.needs[{number}].level", need.skill, need.level)
        kept = set(hard_only(step.needs))
        if gone := hard - kept:
            raise _refused(
                f"{place}.needs", f"without {min(gone).skill}", "what is hard is kept as it is in every step"
            )
        hard, since = kept, step.after_ms


def _sound_level(place: str, skill: str, level: int) -> None:
    if not (isinstance(skill, str) and SOUND_SKILL.fullmatch(skill)):
        raise _refused(place, skill, "that is no name of a skill")
    if not LOWEST_LEVEL <= _whole(place, level) <= HIGHEST_LEVEL:
        raise _refused(place, level, f"a level is from {LOWEST_LEVEL} to {HIGHEST_LEVEL}")


def _whole(place: str, number: int) -> int:
    if type(number) is not int:
        raise _refused(place, number, "it is a whole number")
    return number


def _number(place: str, number: float) -> float:
    if type(number) not in (int, float):
        raise _refused(place, number, "it is a number")
    return number


def _sound_channel(place: str, channel: Channel) -> None:
    if not isinstance(channel, Channel):
        raise _refused(place, channel, f"it is one of {', '.join(Channel)}")


def _refused(place: str, value: object, why: str) -> InvalidInput:
    return InvalidInput(f"{place} cannot be {str(value)[:60]!r}: {why}.", field=place)
