"""The supervisor's board: who waits, what agents do, how today goes, what needs a person. Always the whole of it."""

from datetime import datetime, time, timedelta
from typing import Any

from centre.checking import Checking
from centre.desk_view import by_service
from centre.parts import Parts
from centre.promises import COUNTY_TIME
from core.channel import Channel
from core.clock import from_ms
from records.counts import Today
from records.rows import Account, OutboxRow, Referral, RuleVersion
from records.tx import Tx
from router.engine.views import AgentState

KINDS = {
    "text": "A text was not sent",
    "referral": "A referral has not arrived",
    "recording": "A spoken message could not be fetched",
    "token": "A partner has not given its number",
    "hang_up": "A line could not be ended",
    "requeue": "A caller could not be put back into the queue",
    "line_over": "A caller who has gone could not be taken out of the queue",
}


class Board:
    """BoardView, from the engine's state and the record."""

    def __init__(self, parts: Parts, checking: Checking) -> None:
        self._parts = parts
        self._checking = checking

    async def view(self) -> dict[str, Any]:
        """The whole board."""
        now = self._parts.clock.now()
        board = await self._parts.engine.board()
        broken = await self._checking.broken()
        today, accounts, problems, referrals, rules = await self._parts.sql.read(lambda tx: _read(tx, now))
        states = {state.id: state for state in board.agents}
        return {
            "at": now.isoformat(),
            "services": [self._with_target(row) for row in by_service(board.queues, self._label)],
            "agents": [
                self._agent(account, states.get(account.id))
                for account in accounts
                if account.role == "agent" or account.id in states
            ],
            "today": _today(today),
            "hours": [
                {"hour": hour.hour, "arrived": hour.arrived, "answered": hour.answered, "abandoned": hour.abandoned}
                for hour in today.hours
            ],
            "problems": [*_broken(broken), *_problems(problems, referrals)],
            "rules": {
                "version": rules.n if rules else 0,
                "at": rules.at.isoformat() if rules else None,
                "by": rules.by if rules else None,
            },
        }

    def _with_target(self, row: dict[str, Any]) -> dict[str, Any]:
        service = self._parts.county.services.get(row["service"])
        targets = [
            service.targets_s[Channel(channel)]
            for channel in row["channels"]
            if service and Channel(channel) in service.targets_s
        ]
        return {**row, "target_s": min(targets, default=None)}

    def _agent(self, account: Account, state: AgentState | None) -> dict[str, Any]:
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


def day_start(now: datetime) -> datetime:
    """Midnight of the county's own day."""
    return datetime.combine(now.astimezone(COUNTY_TIME).date(), time(), COUNTY_TIME)


def _read(tx: Tx, now: datetime) -> tuple[Today, list[Account], list[OutboxRow], list[Referral], RuleVersion | None]:
    start = day_start(now)
    return (
        tx.counts.today(start, start + timedelta(days=1)),
        tx.accounts.list(),
        tx.outbox.problems(),
        tx.referrals.problems(),
        tx.rules.current(),
    )


def _today(today: Today) -> dict[str, Any]:
    total = today.total
    return {
        "arrived": total.arrived,
        "answered": total.answered,
        "abandoned": total.abandoned,
        "settled": total.settled,
        "referred": total.referred,
        "closed": total.closed,
        "answered_in_target": total.answered_in_target,
        "answered_total": total.answered,
    }


def _broken(broken: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What contradicts itself in the live state, as one problem: people can only have it rebuilt."""
    if broken is None:
        return []
    told, count = broken["problems"], len(broken["problems"]) + broken["more"]
    more = f" And {count - 1} more like it." if count > 1 else ""
    text = f"The live state contradicts itself. {told[0]}{more} `switchboard rebuild` puts it right from the record."
    since = from_ms(broken["since_ms"]).isoformat()
    return [{"id": "check", "kind": "check", "text": text, "since": since, "action": None, "state": "broken"}]


def _problems(rows: list[OutboxRow], referrals: list[Referral]) -> list[dict[str, Any]]:
    """What did not get through. A referral shows its own sentence, which says where it was going."""
    said = {each.id: f"{each.destination}: {each.problem}" for each in referrals}
    shown = [
        {
            "id": row.id,
            "kind": row.kind,
            "text": f"{KINDS.get(row.kind, row.kind)}. {said.get(row.subject_id, row.error or '')}",
            "since": row.created_at.isoformat(),
            "action": "try_again",
            "state": row.state,
        }
        for row in rows
    ]
    covered = {row.subject_id for row in rows}
    return shown + [
        {
            "id": each.id,
            "kind": "referral",
            "text": said[each.id],
            "since": each.moved_at.isoformat(),
            "action": None,
            "state": each.state,
        }
        for each in referrals
        if each.id not in covered
    ]
