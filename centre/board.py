"""The supervisor's board: who waits, what agents do, how today goes, what needs a person. Always the whole of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from centre import troubles
from centre.aside_view import asides
from centre.checking import Checking
from centre.desk_view import by_service
from centre.parts import Parts
from centre.planning import Planning
from centre.reach import Unreached, unreached
from core.channel import Channel
from core.clock import from_ms
from core.days import day_start
from core.service import Service
from records.counts import Today
from records.mailboxes import TroubledMailbox
from records.quarantine import Quarantined
from records.rows import OutboxRow, Referral, Waiting
from records.staff_rows import Account, RuleVersion
from records.tx import Tx
from router.engine import views

LOOKED_AT = 1000
"""Waiting contacts whose needs are looked at, those due first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What the record has for the board, at one moment."""

    today: Today
    accounts: list[Account]
    outbox: list[OutboxRow]
    mailboxes: list[TroubledMailbox]
    quarantined: list[Quarantined]
    referrals: list[Referral]
    rules: RuleVersion | None
    rules_trouble: str | None
    waiting: list[Waiting]
    aside: list[dict[str, Any]]
    acts: list[dict[str, Any]]


class Board:
    """BoardView, from the engine's state and the record."""

    def __init__(self, parts: Parts, planning: Planning, checking: Checking) -> None:
        self._parts = parts
        self._planning = planning
        self._checking = checking

    async def view(self) -> dict[str, Any]:
        """The whole board."""
        now = self._parts.clock.now()
        board = await self._parts.engine.board()
        broken = await self._checking.broken()
        kept = await self._parts.sql.read(lambda tx: self._read(tx, now))
        states = {state.id: state for state in board.agents}
        missed = self._unreached(kept, board, now)
        out_of_reach = {each.service for each in missed}
        rules = kept.rules
        return {
            "at": now.isoformat(),
            "services": [
                {**row, "unreached": row["service"] in out_of_reach} for row in by_service(board.queues, self._label)
            ],
            "agents": [
                self._agent(account, states.get(account.id))
                for account in kept.accounts
                if account.role == "agent" or account.id in states
            ],
            "aside": kept.aside,
            "acts": kept.acts,
            "today": _today(kept.today),
            "today_by_service": [self._day_of(service, kept.today) for service in self._parts.county.services.values()],
            "hours": [
                {"hour": hour.hour, "arrived": hour.arrived, "answered": hour.answered, "abandoned": hour.abandoned}
                for hour in kept.today.hours
            ],
            "problems": [
                *troubles.of_state(broken),
                *troubles.of_away({account.id: account.name for account in kept.accounts}, board.agents),
                *troubles.of_reach(missed, self._label),
                *troubles.of_rules(rules.n if rules else 0, kept.rules_trouble),
                *troubles.of_outbox(kept.outbox, kept.referrals),
                *troubles.of_mail(kept.mailboxes, kept.quarantined),
            ],
            "rules": {
                "version": rules.n if rules else 0,
                "at": rules.at.isoformat() if rules else None,
                "by": rules.by if rules else None,
            },
        }

    def _unreached(self, kept: "_Kept", board: views.Board, now: datetime) -> list[Unreached]:
        county = self._parts.county
        return unreached(
            kept.waiting,
            {account.id: account for account in kept.accounts},
            board.agents,
            county.services,
            {name: county.is_open(name, now) for name in county.calendars},
        )

    def _read(self, tx: Tx, now: datetime) -> "_Kept":
        start, rules = day_start(now, self._parts.county.zone), tx.rules.current()
        return _Kept(
            today=tx.counts.today(start, start + timedelta(days=1)),
            accounts=tx.accounts.list(),
            outbox=tx.outbox.problems(),
            mailboxes=tx.mailboxes.troubled(),
            quarantined=tx.quarantine.open(),
            referrals=tx.referrals.problems(),
            rules=rules,
            rules_trouble=self._planning.trouble(tx) if rules else None,
            waiting=tx.contacts.waiting(LOOKED_AT),
            aside=asides(tx, self._label),
            acts=_acts(tx, start),
        )

    def _day_of(self, service: Service, today: Today) -> dict[str, Any]:
        counts = [count for (id, _), count in today.by_service.items() if id == service.id]
        return {
            "service": service.id,
            "label": service.label,
            "arrived": sum(each.arrived for each in counts),
            "answered": sum(each.answered for each in counts),
            "answered_in_target": sum(each.answered_in_target for each in counts),
            "abandoned": sum(each.abandoned for each in counts),
            "target_s": service.targets_s.get(Channel.PHONE),
        }

    def _agent(self, account: Account, state: views.AgentState | None) -> dict[str, Any]:
        return {
            "id": account.id,
            "name": account.name,
            "state": state.state.value if state else "absent",
            "reason": (state.reason or None) if state else None,
            "since": (from_ms(state.since_ms) if state else account.since).isoformat(),
            "in_hand": [
                {
                    "contact": each.contact,
                    "channel": each.channel,
                    "service_label": self._label(each.service),
                    "state": each.state.value,
                    "since": from_ms(each.since_ms).isoformat(),
                }
                for each in (state.in_hand if state else ())
            ],
        }

    def _label(self, service: str) -> str:
        known = self._parts.county.services.get(service)
        return known.label if known else service


def _acts(tx: Tx, since: datetime) -> list[dict[str, Any]]:
    """What supervisors did today, the newest first."""
    names = {account.id: account.name for account in tx.accounts.list()}
    return [
        {
            "id": act.id,
            "at": act.at.isoformat(),
            "by": names.get(act.by),
            "did": act.did,
            "agent": names.get(act.agent_id or ""),
            "contact": act.contact_id,
            "why": act.why,
        }
        for act in tx.acts.recent()
        if act.at >= since
    ]


def _today(today: Today) -> dict[str, Any]:
    total = today.total
    return {
        "arrived": total.arrived,
        "answered": total.answered,
        "abandoned": total.abandoned,
        "settled": total.settled,
        "referred": total.referred,
        "served": total.served,
        "answered_in_target": total.answered_in_target,
        "answered_total": total.answered,
    }
