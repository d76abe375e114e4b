"""Made-up agents and contacts of a county of any size. The same size is the same county every time.

Skill `sN` is asked for by requirement N. Each profile has some of them, at levels 1 to 4; so level 5 of anything is
something that nobody has. No I/O.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from core.channel import CHANNEL_BANDS, Channel
from core.ids import Ids
from router.rules.plan import Plan, PlanStep
from skills.need import HIGHEST_LEVEL, Need
from skills.profile import AgentProfile

FOR_GOOD_MS = 10**10
SEED = 1888
ANYBODY_AFTER_MS = 180_000
SERVICES = 40
AGENT = "agt_"


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """How many agents, spread evenly over how many profiles, each with `breadth` of `requirements`.

    Half of the profiles are `busy`, with the first half of the requirements, the others are quiet, with the rest: so
    that somebody may be idle beside a backlog that is not theirs.
    """

    agents: int
    profiles: int
    requirements: int
    breadth: int

    def profile_skills(self) -> list[dict[str, int]]:
        """Skill levels of each profile."""
        chance = random.Random(SEED)  # noqa: S311  # nothing is kept secret by it
        halves = (range(self.requirements // 2), range(self.requirements // 2, self.requirements))
        return [
            {f"s{number}": chance.randint(1, 4) for number in chance.sample(halves[row % 2], self.breadth)}
            for row in range(self.profiles)
        ]

    def requirement(self, turn: int, half: int) -> int:
        """One of the requirements of a half (0: busy, 1: quiet), by turns."""
        width = self.requirements // 2
        return half * width + turn % width

    def half(self, agent: str) -> int:
        """Which half an agent of `staff` serves."""
        return int(agent.removeprefix(AGENT)) % 2

    def staff(self, channel: Channel) -> Iterator[AgentProfile]:
        """Every agent; those with an even number serve the busy half."""
        skills = self.profile_skills()
        for row in range(self.agents):
            yield AgentProfile(id=f"{AGENT}{row:026d}", skills=skills[row % self.profiles], capacity={channel: 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Residents:
    """Makes contacts of one channel that are due a while after they came.

    Their offers and wrap-ups are as long as the county's; none runs out, for no clock runs while we measure.
    """

    ids: Ids
    channel: Channel

    def asks(self, number: int, at_ms: int, *, level: int = 1, steps: bool = True, rules: int = 1) -> Plan:
        """A contact with requirement `number`, which anybody may serve after three minutes when it has `steps`."""
        own = PlanStep(needs=(Need(skill=f"s{number}", level=level),))
        anybody = (PlanStep(needs=(), after_ms=ANYBODY_AFTER_MS),) if steps else ()
        return Plan(
            contact_id=self.ids.new("con"),
            channel=self.channel,
            service=f"highways/service-{number % SERVICES}",
            band=CHANNEL_BANDS[self.channel],
            arrived_ms=at_ms,
            due_ms=at_ms + 60_000,
            steps=(own, *anybody),
            rules_version=rules,
            offer_ms=20_000 if self.channel is Channel.PHONE else 45_000,
            wrap_ms=60_000 if self.channel is Channel.PHONE else 30_000,
            reason="the service itself",
        )

    def asks_what_nobody_has(self, number: int, at_ms: int) -> Plan:
        """A contact that no agent can serve."""
        return self.asks(number, at_ms, level=HIGHEST_LEVEL, steps=False)
