"""Passing a contact on, to another service or to a colleague by name: whom there is, and the act itself.

1. The contact is planned anew, as the rules in force have it for its new service; a colleague has it to themselves for
   a while. Its arrival stays, so it loses no place.
2. The engine passes it on; then the record has it, and only then is the agent told that it is done.
3. A caller hears music at their place, and the agent's line ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from centre.calls import Calls
from centre.consultations import call_of, is_open
from centre.matters import mine
from centre.one_matter import PRESENT
from centre.parts import Parts
from centre.planning import PASSED_ON, Planning, keep_plan
from centre.put_right import put_right
from centre.rings import not_on_the_line
from core.channel import Channel
from core.clock import to_ms
from core.errors import Conflict, InvalidInput
from core.service import Service
from records.rows import Contact
from records.staff_rows import Account
from records.tx import Tx
from router.engine.states import Agent
from router.engine.views import AgentState
from router.engine.words import Word
from router.rules.plan import Plan
from skills.need import Need, hard_only, meets

log = structlog.get_logger()

CALL_MS = 2 * 60_000
WRITTEN_MS = 4 * 3_600_000
"""How long a colleague has a call or somebody who is there, or written work, to themselves before anybody who can help
may take it."""
NOT_READY = {Agent.BREAK: "On a break", Agent.PRESENT: "Not ready yet", Agent.ABSENT: "Not at work"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """Where a contact is to go: under this plan, to `colleague` first when one is named, and what is noted of it."""

    plan: Plan
    colleague: Account | None
    facts: dict[str, Any]
    note: str


class PassingOn:
    """Transfers. `agent` is an account's id."""

    def __init__(self, parts: Parts, planning: Planning, calls: Calls) -> None:
        self._parts = parts
        self._planning = planning
        self._calls = calls

    async def choices(self, agent: str, contact: str) -> dict[str, Any]:
        """`{own_s, services: [{id, label, parent_label, ready, free}], colleagues: [{id, name, can, free, says}]}`.

        `ready` and `free` count the others at work who can help with a service, and those of them with a hand free;
        `own_s` is for how many seconds a colleague would have it to themselves.
        """
        given = await mine(self._parts, agent, contact)
        board = await self._parts.engine.board()
        accounts, plans = await self._parts.sql.read(lambda tx: self._read(tx, given))
        states = {state.id: state for state in board.agents if state.id != agent}
        others = [account for account in accounts if account.id != agent and account.capacity]
        labels = self._parts.surroundings["services"]
        here = plans.get(given.service or "") or next(iter(plans.values()))
        return {
            "own_s": _own_ms(given) // 1000,
            "services": [_service(row, given, plans[row["id"]], others, states) for row in labels],
            "colleagues": [_colleague(each, given, here, states.get(each.id)) for each in others],
        }

    async def pass_on(
        self, agent: str, contact: str, *, service: str = "", colleague: str = "", reason: str = ""
    ) -> None:
        """To a service, or to a colleague. Conflict, with nothing done, when it cannot go there or is no longer here.

        Asked twice, it is done once.
        """
        kept = await self._parts.sql.read(lambda tx: tx.contacts.get(contact))
        if kept.agent_id is None and kept.facts.get(PASSED_ON, {}).get("by") == agent:
            return
        given = await mine(self._parts, agent, contact)
        if not reason.strip():
            raise InvalidInput("Say in a few words why you pass it on.", field="reason")
        if given.state != "active":
            raise Conflict("It cannot be passed on now: the conversation is not going on.")
        not_on_the_line(given)
        if is_open(given) or call_of(given):
            raise Conflict("A colleague is being asked. Hand the call over to them, or go back to the caller first.")
        wish = await self._wish(given, agent, service, colleague, reason.strip())
        if await self._parts.engine.transfer(wish.plan, agent, "passed_on") is Word.GONE:
            raise Conflict("It is no longer with you, so it was not passed on.")
        passed = await self._parts.sql.write(lambda tx: _keep(tx, given, agent, wish))
        if wish.plan.rules_version < await self._parts.engine.rules_version():
            # Published meanwhile: whoever follows those rules may not have known yet where it was sent.
            await self._parts.engine.replan(await self._parts.sql.write(lambda tx: self._anew(tx, contact)))
        log.info("contact_passed_on", contact=contact, agent=agent)
        if given.channel is Channel.PHONE:
            await self._calls.let_go(passed, agent, given.epoch)
        await self._parts.notices.tell("contact.changed", contact=contact, agent=agent)

    async def _wish(self, given: Contact, agent: str, service: str, colleague: str, reason: str) -> _Wish:
        """What the agent asked for, checked."""
        to = self._known(service) if service else None
        if to is not None and to.id == given.service and not colleague:
            raise InvalidInput(f"It is with {to.label} already. Choose another service.", field="service")
        if bool(service) == bool(colleague):
            raise InvalidInput("Choose a service or a colleague.", field="service")
        board = await self._parts.engine.board()
        state = next((each for each in board.agents if each.id == colleague), None)
        return await self._parts.sql.read(lambda tx: self._wished(tx, given, agent, to, (colleague, state), reason))

    def _wished(
        self,
        tx: Tx,
        given: Contact,
        agent: str,
        service: Service | None,
        colleague: tuple[str, AgentState | None],
        reason: str,
    ) -> _Wish:
        named = tx.accounts.get(colleague[0]) if colleague[0] else None
        facts = {
            "by": agent,
            "agent": named.id if named else None,
            "until_ms": to_ms(self._parts.clock.now()) + _own_ms(given),
            "words": f"From {tx.accounts.get(agent).name}: {reason}",
        }
        wanted = replace(given, service=service.id if service else given.service)
        wanted = replace(wanted, facts={**given.facts, PASSED_ON: facts})
        plan = self._planning.plan(tx, wanted)
        if named is not None:
            answer = _colleague(named, given, plan, colleague[1])
            if named.id == agent or not answer["can"]:
                raise Conflict(f"{named.name} cannot be given it now: {answer['says'].lower()}.")
        to = named.name if named else (service.label if service else "")
        return _Wish(plan=plan, colleague=named, facts=facts, note=f"Passed on to {to}: {reason}")

    def _anew(self, tx: Tx, contact: str) -> Plan:
        plan = self._planning.plan(tx, tx.contacts.get(contact, lock=True))
        keep_plan(tx, plan)
        return plan

    def _known(self, service: str) -> Service:
        found = self._parts.county.services.get(service)
        if found is None:
            raise InvalidInput("There is no such service.", field="service")
        return found

    def _read(self, tx: Tx, contact: Contact) -> tuple[list[Account], dict[str, Plan]]:
        services = self._parts.county.services
        return tx.accounts.list(), {each: self._planning.plan(tx, replace(contact, service=each)) for each in services}


def _own_ms(contact: Contact) -> int:
    waits_here = contact.channel is Channel.PHONE or contact.channel in PRESENT
    return CALL_MS if waits_here else WRITTEN_MS


def _needs(plan: Plan) -> Sequence[Need]:
    return plan.steps[0].needs


def _service(
    row: Mapping[str, Any],
    contact: Contact,
    plan: Plan,
    others: Sequence[Account],
    states: Mapping[str, AgentState],
) -> dict[str, Any]:
    able = [each.id for each in others if meets(each.skills, _needs(plan)) and each.capacity.get(contact.channel)]
    ready = [states[each] for each in able if each in states and states[each].state is Agent.READY]
    return {
        "id": row["id"],
        "label": row["label"],
        "parent_label": row["parent_label"],
        "ready": len(ready),
        "free": sum(contact.channel.value in state.may_take for state in ready),
    }


def _colleague(account: Account, contact: Contact, plan: Plan, state: AgentState | None) -> dict[str, Any]:
    free = state is not None and contact.channel.value in state.may_take
    why_not = _why_not(account, contact, plan, state)
    says = why_not or ("Free now" if free else "Ready, but busy: it is the next for them")
    return {"id": account.id, "name": account.name, "can": why_not is None, "free": free, "says": says}


def _why_not(account: Account, contact: Contact, plan: Plan, state: AgentState | None) -> str | None:
    """Why a colleague cannot be given this, as words for a list; None when they can."""
    if state is None or state.state is not Agent.READY:
        return NOT_READY[state.state if state else Agent.ABSENT]
    if not account.capacity.get(contact.channel):
        return "Does not take these"
    if not meets(account.skills, hard_only(_needs(plan))):
        return "May not take this service"
    if contact.channel is Channel.PHONE and not state.phone_ready:
        return "Their phone is not connected"
    return None


def _keep(tx: Tx, given: Contact, agent: str, wish: _Wish) -> Contact:
    """In the record, in one go. Somebody may have taken it in this very moment; then its state is theirs to say."""
    contact = tx.contacts.get(given.id, lock=True)
    plan = wish.plan
    tx.contacts.set_service(given.id, plan.service)
    if plan.service != given.service:
        put_right(tx, given, plan.service, agent)
    tx.contacts.merge_facts(given.id, {PASSED_ON: wish.facts})
    keep_plan(tx, plan)
    tx.messages.add(given.id, "note", wish.note, agent, key=f"pass-on:{given.id}:{given.epoch}")
    if given.case_id:
        owner = {"owner": wish.colleague.id} if wish.colleague else {}
        tx.cases.update(given.case_id, service=plan.service, **owner)
    if contact.agent_id == agent and contact.epoch == given.epoch:
        return tx.contacts.move(given.id, "waiting", epoch=given.epoch, at=tx.now)
    return tx.contacts.get(given.id)
