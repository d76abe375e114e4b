"""The agents' verbs: sign in, beat, ready, break, leave. Whatever frees an agent matches them in the same script."""

from core.channel import Channel
from router.engine.base import Base, spoken
from router.engine.sound import sound_lease, sound_profile
from router.engine.words import Word
from skills.profile import AgentProfile

PRESENCE_MS = 15_000


class Floor(Base):
    """What agents, and their desks, do."""

    async def sign_in(self, profile: AgentProfile, *, phone_ready: bool = False, lease_ms: int = PRESENCE_MS) -> Word:
        """An agent is at their desk, or has another profile: answers their state.

        Offers that a new profile no longer fits are withdrawn; what is in hand stays. Raises InvalidInput for a level
        or a number of contacts that cannot be.
        """
        sound_profile(profile)
        sound_lease(lease_ms)
        return Word(await self._call("sign_in", **desk_values(profile, phone_ready=phone_ready, lease_ms=lease_ms)))

    async def beat(self, agent: str, *, phone_ready: bool, lease_ms: int = PRESENCE_MS) -> Word:
        """A sign of life: answers the agent's state, or `unknown` (after a flush): then sign in and say ready again.

        One whose presence lapsed less than two minutes ago while ready is ready again.
        """
        sound_lease(lease_ms)
        return Word(await self._call("beat", agent=agent, phone_ready=int(phone_ready), lease_ms=lease_ms))

    async def ready(self, agent: str) -> Word:
        """Offer me things: `ready`, `absent` (beat first) or `unknown`."""
        return Word(await self._call("agent_did", agent=agent, did="ready", reason=""))

    async def take_break(self, agent: str, reason: str) -> Word:
        """Offer me nothing: `break`, `absent` or `unknown`. What rings is withdrawn, what is in hand stays."""
        return Word(await self._call("agent_did", agent=agent, did="break", reason=spoken(reason)))

    async def leave(self, agent: str) -> Word:
        """Gone home: `absent` or `unknown`. A live call is unharmed."""
        return Word(await self._call("agent_did", agent=agent, did="leave", reason=""))


def desk_values(profile: AgentProfile, *, phone_ready: bool, lease_ms: int) -> dict[str, str | int]:
    """What an agent signs in with, as the verb reads it and in its order."""
    return {
        "agent": profile.id,
        "skills": ",".join(f"{skill}:{level}" for skill, level in sorted(profile.skills.items())),
        "takes": ",".join(f"{channel}:{most}" for channel, most in sorted(profile.capacity.items()) if most > 0),
        "apart": _apart(profile),
        "breaks_off": "".join(f",{channel}" for channel in sorted(profile.interruptible)) + ",",
        "phone_ready": int(phone_ready),
        "lease_ms": lease_ms,
    }


def _apart(profile: AgentProfile) -> str:
    """`,phone>sms,`: what may not be offered beside what; commas all round, so that Lua looks one up plainly."""
    pairs = [
        f"{held}>{more}"
        for held in Channel
        for more in sorted(profile.capacity)
        if more != held and more not in profile.beside.get(held, frozenset())
    ]
    return f",{','.join(pairs)},"
