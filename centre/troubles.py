"""What needs a person, as the board lists it: nobody to take a call, rules that broke, what did not arrive. Pure."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from centre.reach import Unreached
from centre.set_aside import CARRIERS, FILES
from core.clock import from_ms
from records.mailboxes import TroubledMailbox
from records.quarantine import Quarantined
from records.rows import OutboxRow, Referral
from router.engine.states import Agent
from router.engine.views import AgentState

KINDS = {
    "text": "A text was not sent",
    "letter": "A letter was not sent",
    "mail": "An email was not sent",
    "referral": "A referral has not arrived",
    "recording": "A spoken message could not be fetched",
    "token": "A partner has not given its number",
    "hang_up": "A line could not be ended",
    "requeue": "A caller could not be put back into the queue",
    "scan": "A scanned file could not be read",
    "lesson": "Learning from the examples went wrong",
    "line_over": "A caller who has gone could not be taken out of the queue",
    "withdrawal": "A request that its resident withdrew could not be taken out of the queue",
}
RULES_BROKE = (
    "Version {version} of the routing rules does not work as it is written. What does not is left out: at worst, "
    "everybody is routed by their service alone. Publish rules that pass. {why}"
)
AWAY = "{name} has gone with {count} in hand. Give it to somebody else, under “Act…” beside their name."
STATE_BROKE = "The live state contradicts itself. {first}{more} `switchboard rebuild` puts it right from the record."


def of_reach(found: Iterable[Unreached], label: Callable[[str], str]) -> list[dict[str, Any]]:
    """`Safeguarding: 2 wait, and nobody here may take it.`"""
    return [
        {
            "id": f"unreached-{each.service}-{number}",
            "kind": "unreached",
            "text": f"{label(each.service)}: {each.count} {'waits' if each.count == 1 else 'wait'}, and {each.why}.",
            "since": each.since.isoformat(),
            "action": None,
            "state": "waiting",
        }
        for number, each in enumerate(found)
    ]


def of_rules(version: int, why: str | None) -> list[dict[str, Any]]:
    """The rules in force that do not fit the county's folder any more, or one of which breaks."""
    if why is None:
        return []
    text = RULES_BROKE.format(version=version, why=why)
    return [{"id": "rules", "kind": "rules", "text": text, "since": None, "action": None, "state": "broken"}]


def of_away(names: Mapping[str, str], agents: Iterable[AgentState]) -> list[dict[str, Any]]:
    """Agents who have gone, with written work still in their hands: it waits for them until somebody takes it up."""
    return [
        {
            "id": f"away-{each.id}",
            "kind": "away",
            "text": AWAY.format(name=names[each.id], count=len(each.in_hand)),
            "since": from_ms(each.since_ms).isoformat(),
            "action": None,
            "state": "waiting",
        }
        for each in agents
        if each.state is Agent.ABSENT and each.in_hand and each.id in names
    ]


def of_state(broken: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What contradicts itself in the live state, as one problem: people can only have it rebuilt."""
    if broken is None:
        return []
    count = len(broken["problems"]) + broken["more"]
    more = f" And {count - 1} more like it." if count > 1 else ""
    text = STATE_BROKE.format(first=broken["problems"][0], more=more)
    since = from_ms(broken["since_ms"]).isoformat()
    return [{"id": "check", "kind": "check", "text": text, "since": since, "action": None, "state": "broken"}]


def of_mail(mailboxes: list[TroubledMailbox], quarantined: list[Quarantined]) -> list[dict[str, Any]]:
    """Mailboxes that cannot be read, messages that could not become a contact, and requests of the carrier's."""
    boxes = [
        {
            "id": f"mailbox-{each.name}",
            "kind": "mailbox",
            "text": f"{each.name}: {each.problem}",
            "since": each.problem_since.isoformat(),
            "action": None,
            "state": "waiting",
        }
        for each in mailboxes
    ]
    return boxes + [
        {
            "id": each.id,
            "kind": "quarantine",
            "text": f"{_what(each)} {each.reason}",
            "since": each.at.isoformat(),
            "action": "settle",
            "state": "waiting",
        }
        for each in quarantined
    ]


def _what(item: Quarantined) -> str:
    if item.mailbox.startswith(CARRIERS):
        return f"A request of the carrier's, {item.mailbox.removeprefix(CARRIERS)}, could not be read."
    if item.mailbox.startswith(FILES):
        return "A file that came with a text was put aside."
    return f"An email to {item.mailbox} became no contact."


def _which(row: OutboxRow) -> str:
    """`: Front desk/letter.pdf`, of a scan whose own sentence does not name the file."""
    place = PurePosixPath(str(row.payload.get("place") or ""))
    named = row.kind == "scan" and place.name and place.name not in (row.error or "")
    return f": {place}" if named else ""


def of_outbox(rows: list[OutboxRow], referrals: list[Referral]) -> list[dict[str, Any]]:
    """What did not get through. A referral shows its own sentence, which says where it was going."""
    said = {each.id: f"{each.destination}: {each.problem}" for each in referrals}
    shown = [
        {
            "id": row.id,
            "kind": row.kind,
            "text": f"{KINDS.get(row.kind, row.kind)}{_which(row)}. {said.get(row.subject_id, row.error or '')}",
            "since": row.created_at.isoformat(),
            "action": "try_again",
            "state": row.state,
            # Of a scan that is still in its folder there is nothing to save.
            "file": row.kind == "scan" and "path" in row.payload,
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
