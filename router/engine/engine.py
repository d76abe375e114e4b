"""The routing engine: each verb is one Lua script, and this is how the rest of the house calls them.

The life of a contact, and the verb that moves it:

1. `arrive` puts it in the bucket of its requirement, or offers it at once to the best free agent.
2. `accept` is a compare-and-set on the offer's epoch: of any number who try, one gets it. `decline` and an expired
   offer put it back in its place, with a cool-down for that agent and that contact only.
3. A call then has a short time to `connect`; `media_failed` puts it back in its place. Text is active at once.
4. `wrap` starts the wrap-up lease, `close` ends it and frees the agent, who is matched in the same script.
5. A resident who leaves first is `withdraw`n, and the ring stops. An agent who drops out `give_back`s.
6. `take_line` and `free_line` stand around a call that the agent makes to the resident of a written contact.
7. Aside from that path: `transfer` and `hand_over` to others, `park` and `call_back` until a time, `merge`.

Agents' verbs are in `floor`, reading in `reading`, generations and rebuilding in `upkeep`.
Nobody here knows SQL or HTTP.
"""

from collections.abc import Sequence

from router.engine import estimate
from router.engine.base import plan_text, spoken
from router.engine.floor import Floor
from router.engine.reading import Reading
from router.engine.sound import sound_length, sound_moment
from router.engine.states import Ended
from router.engine.upkeep import Upkeep
from router.engine.views import Place
from router.engine.words import Accepted, Withdrawn, Word
from router.rules.plan import Plan

REPLANS_AT_ONCE = 50
"""Some milliseconds of the server."""


class Engine(Floor, Reading, Upkeep):
    """One division's routing, safe to call from any number of processes at once.

    Every verb may be repeated: the second time answers as the first did and changes nothing. All of them raise
    Unavailable when the store is away, or while it has no generation (just flushed, not yet rebuilt).
    """

    async def arrive(self, plan: Plan, *, force: bool = False) -> Word:
        """Take a contact in: `waiting` or `offered`; `already` when it is known, or was and has closed.

        `force` lets a closed one in again, as when a resident answers a text conversation that had ended.
        """
        return Word(await self._call("arrive", plan=plan_text(plan), force=int(force)))

    async def tell_place(self, contact: str) -> Place | None:
        """`place`, for a resident who is told it now: a later one is no worse without cause, and waits are learnt."""
        answer = await self._ask("tell_place", contact=contact)
        return estimate.place(**answer) if answer else None

    async def accept(self, contact: str, agent: str, epoch: int) -> Accepted:
        """An agent takes what rings: `accepted` for one alone, `late` (with who won, if anybody), or `gone`."""
        word, winner = await self._call("accept", contact=contact, agent=agent, epoch=epoch)
        return Accepted(word=Word(word), winner=winner or None)

    async def decline(self, contact: str, agent: str, epoch: int, reason: str) -> Word:
        """An agent will not take it: `declined` and a cool-down of a minute for the two, or `late`, or `gone`."""
        return Word(await self._call("decline", contact=contact, agent=agent, epoch=epoch, reason=spoken(reason)))

    async def connect(self, contact: str, agent: str, epoch: int) -> Word:
        """The two are speaking: `connected`, or `gone` when that offer is over."""
        return Word(await self._call("connect", contact=contact, agent=agent, epoch=epoch))

    async def media_failed(self, contact: str, agent: str, epoch: int) -> Word:
        """The agent's leg never came up: `returned` to its place, or `gone` when it is no longer connecting."""
        return Word(await self._call("media_failed", contact=contact, agent=agent, epoch=epoch))

    async def give_back(self, contact: str, reason: str, *, agent: str = "") -> Word:
        """An active contact goes back to its original place: `returned`, or `gone` when it was not active.

        Here and below, an `agent` who is named must have it in hand, or it is `gone`: after a hand over a late word of
        theirs must not touch what is a colleague's.
        """
        return Word(await self._call("give_back", contact=contact, reason=spoken(reason), agent=agent))

    async def withdraw(self, contact: str, reason: str, *, into: str = "") -> Withdrawn:
        """The resident left, or nobody is to be offered this any more: `withdrawn`, or `gone` when it is too late.

        `reason` is an `Ended` word, kept as the contact's outcome; `into` the contact that a merged one is part of.
        """
        word, agent = await self._call("withdraw", contact=contact, reason=spoken(reason), into=into)
        return Withdrawn(word=Word(word), agent=agent or None)

    async def merge(self, contact: str, into: str) -> Withdrawn:
        """A duplicate ends as part of another: `withdrawn` (with whose ring stops).

        `gone` when it is in hand, over, or joined elsewhere, or when the other one is over, or the same.
        """
        return await self.withdraw(contact, Ended.MERGED, into=into)

    async def park(self, contact: str, until_ms: int, reason: str, *, agent: str = "") -> Word:
        """Put aside until a moment, then back at the place of its arrival: `parked`, or `gone`."""
        sound_moment("until_ms", until_ms)
        return Word(
            await self._call("park", contact=contact, did="park", till=until_ms, reason=spoken(reason), agent=agent)
        )

    async def call_back(self, contact: str, at_ms: int, reason: str, *, agent: str = "") -> Word:
        """Promised a call at a moment; it keeps the place of its arrival: `callback`, or `gone`."""
        sound_moment("at_ms", at_ms)
        return Word(
            await self._call("park", contact=contact, did="call_back", till=at_ms, reason=spoken(reason), agent=agent)
        )

    async def take_up(self, contact: str, reason: str) -> Word:
        """What was put aside comes back before its time: `waiting`, or `gone` when it was not put aside."""
        return Word(await self._call("take_up", contact=contact, reason=spoken(reason)))

    async def take_line(self, contact: str, agent: str) -> Word:
        """The agent rings the resident of what they have in hand, which then takes their phone beside its own channel.

        `taken`; `busy` when they hold all the calls they may, `absent` when their phone is not ready, or `gone`.
        A promised call is on their phone already, and nothing is refused.
        """
        return Word(await self._call("take_line", contact=contact, agent=agent))

    async def free_line(self, contact: str, agent: str) -> Word:
        """That call is over, the contact stays: `freed`, or `gone` when nobody was rung about it."""
        return Word(await self._call("free_line", contact=contact, agent=agent))

    async def transfer(self, plan: Plan, agent: str, reason: str) -> Word:
        """Pass a contact on under a new plan, a service's or a colleague's (`preferred`): `returned` or `gone`.

        It waits at the place of its arrival, and is not offered to the same agent for a minute.
        """
        return Word(await self._call("transfer", plan=plan_text(plan), agent=agent, reason=spoken(reason)))

    async def hand_over(self, contact: str, agent: str, consultation: str) -> Word:
        """After a consultation the contact is the colleague's who took that question: `accepted`, or `gone`.

        `unfit`, with nothing done, when they lack a skill that the contact is never given without.
        """
        return Word(await self._call("hand_over", contact=contact, agent=agent, consultation=consultation))

    async def wrap(self, contact: str, *, agent: str = "") -> Word:
        """The conversation is over, its notes are not: `wrapping`, or `gone` when it was not active."""
        return Word(await self._call("wrap", contact=contact, agent=agent))

    async def extend_wrap(self, contact: str, ms: int) -> Word:
        """A wrap-up gets `ms` more: `extended`, or `gone`. None at all is InvalidInput: `close` ends it."""
        sound_length("ms", ms, least=1)
        return Word(await self._call("extend_wrap", contact=contact, more=ms))

    async def close(self, contact: str, outcome: str, *, by: str = "agent", agent: str = "") -> Word:
        """It is done with: `closed`, or `gone` when it was neither active nor in wrap-up. `by` is kept in the log."""
        return Word(await self._call("close", contact=contact, outcome=spoken(outcome), by=spoken(by), agent=agent))

    async def replan(self, plan: Plan) -> Word:
        """Another plan for a contact: `moved`, `same`, `stale` (planned by newer rules already) or `gone`.

        Its arrival stays. One in hand stays there, and would wait again by the new plan. An offer that a now
        hard skill forbids is superseded; any other offer stands.
        """
        return Word(await self._call("replan", plan=plan_text(plan), older=0))

    async def replan_many(self, plans: Sequence[Plan]) -> list[Word]:
        """`replan` by newer rules for many, some in a round trip: nobody else is heard while the server works one off.

        One that these very rules planned already, and otherwise, is `stale`: who passed it on knows better.
        """
        texts: list[dict[str, str | int]] = [{"plan": plan_text(plan), "older": 1} for plan in plans]
        some = [texts[start : start + REPLANS_AT_ONCE] for start in range(0, len(texts), REPLANS_AT_ONCE)]
        return [Word(word) for each in some for word in await self._call_many("replan", each)]
