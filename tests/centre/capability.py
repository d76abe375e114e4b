"""One cell of the promise: a contact about a service on a channel, from its arrival to its place on the timeline."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from core.channel import Channel
from core.service import Service
from referrals.states import State
from tests.centre.house import House
from tests.centre.ways_in import FOUND, WAYS, Resident, answer_to

PAGE: Final = Path(__file__).parents[2] / "docs" / "capability.md"
HEAD: Final = """# Every service on every channel

Each cell below is a test that has passed, from end to end, on real stores. A contact comes in through the channel's
own door (a signed webhook of the carrier, a mail, a scanned page, the public form, the chat's page, reception), is
queued with the service, rings at the desk of somebody who has the skill, and there alone, is taken, referred with all
that the specialists must be told, delivered to them (Open311, or their mailbox), closed with an outcome, and found on
the resident's timeline.

The word in a cell says how the service was found:

| word | means |
|---|---|
| menu | the caller pressed keys |
| own form | the resident filled in the service's own form |
| reception | whoever gave the ticket chose it |
| guessed | it was read from the resident's own words |
| chosen | it could not be told before, or raised a false alarm: whoever took it chose it, or passed it on to others |

The messages are the first for each service among those on which guessing is measured (see [Which service is it
about?](which-service.md)); nothing was learned from them. Nobody asks for "Post to be indexed": it is what an agent
makes of a letter.

A form is filled with words that say nothing ("As it was told to us"), and is read together with its own name. Of *Care
and support at home* and *Anything else* that is enough for a false alarm: the two went to the safeguarding team, which
passed them on. Short requests for personal care may do so as well. Rather once too often than once too seldom.

`make docs` writes this page: it runs every cell again, which takes a minute or two. `make test` runs a part of the
cells, one for each service and several for each channel, and `make prove` all of them; both fail when a cell does, or
is not as it says here.

"""
COLUMNS: Final[Mapping[Channel, str]] = {
    Channel.PHONE: "phone",
    Channel.SMS: "text",
    Channel.WHATSAPP: "WhatsApp",
    Channel.EMAIL: "email",
    Channel.LETTER: "letter",
    Channel.WEB_FORM: "web",
    Channel.CHAT: "chat",
    Channel.WALK_IN: "in person",
}
CHOSEN: Final = "chosen"
HOWS: Final = frozenset({*FOUND.values(), CHOSEN})
Cell = tuple[str, Channel]
REACHED: Final = (State.SENT, State.ACKNOWLEDGED, State.ACCEPTED)
TAKES: Final = {channel.value: 1 for channel in Channel}


@contextmanager
def crew(house: House) -> Iterator[dict[str, str]]:
    """One agent for each skill, who has no other; their user names by skill. Gone afterwards."""
    skills = sorted({each.skill for each in house.county.services.values()})
    names = {skill: f"knows-{skill}" for skill in skills}
    for skill, name in names.items():
        made = house.do(
            lambda tx, skill=skill, name=name: tx.accounts.create(  # type: ignore[misc]
                name, name, "agent", "-", skills={skill: 5}, capacity=TAKES
            )
        )
        house.staff[name] = made.id
        house.robot(name)
    try:
        yield names
    finally:
        with closing(sqlite3.connect(house.home / "switchboard.db", isolation_level=None)) as file:
            file.execute("DELETE FROM accounts WHERE username LIKE 'knows-%'")
        for name in names.values():
            del house.staff[name]


async def passes(house: House, agents: Mapping[str, str], service: Service, channel: Channel, n: int) -> str:
    """The whole way of one contact; how its service was found. `n` makes its resident another than the last."""
    await house.at_work(*agents.values())
    contact = await WAYS[channel](house, service, Resident(n=n))
    found = str(house.ask(lambda tx: tx.contacts.get(contact)).service)
    agent = await _taken(house, agents[house.county.services[found].skill], contact, found)
    if found != service.id:
        agent = await _put_right(house, agents, contact, agent, service)
    await _referred(house, agent, contact, service)
    await _closed(house, agent, contact, channel)
    await _on_the_timeline(house, agent, contact, channel)
    return FOUND[channel] if found == service.id else CHOSEN


async def _taken(house: House, name: str, contact: str, service: str) -> str:
    """It rings where the skill is, and nowhere else, and is taken; the agent's id."""
    offer = await house.accepts(name)
    kept = await house.is_(contact, "active")
    assert (offer["contact"], kept.service, kept.agent_id) == (contact, service, house.staff[name])
    return house.staff[name]


async def _put_right(house: House, agents: Mapping[str, str], contact: str, agent: str, service: Service) -> str:
    """Whoever it came to says what it is about: with the skill they keep it, without it goes where that is."""
    name = agents[service.skill]
    if house.staff[name] == agent:
        await house.centre.desk.set_service(agent, contact, service.id)
    else:
        await house.centre.passing_on.pass_on(agent, contact, service=service.id, reason="It is about this")
        agent = await _taken(house, name, contact, service.id)
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    assert (kept.service, kept.agent_id) == (service.id, agent)
    return agent


async def _referred(house: House, agent: str, contact: str, service: Service) -> None:
    """With everything that has to be said, and nothing that the resident has said in the form already."""
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    known = kept.facts.get("answers", {}) if kept.facts.get("form_of") == service.id else {}
    said = {each.name: answer_to(each) for each in service.fields if each.required and each.name not in known}
    await house.centre.desk.refer(agent, contact, service.id, said)
    await house.deliver_all()
    (referral,) = house.ask(lambda tx: tx.referrals.of_contact(contact))
    assert referral.state in REACHED, (referral.state, referral.problem)
    assert service.destination is not None
    assert referral.destination == service.destination.name
    if service.destination.kind == "open311":
        assert referral.partner_reference
        return
    reference = house.ask(lambda tx: tx.cases.get(referral.case_id)).reference
    arrived = house.carrier.carrier.store.all("mail")
    assert [mail for mail in arrived if service.destination.to in mail["to"] and reference in str(mail)]


async def _closed(house: House, agent: str, contact: str, channel: Channel) -> None:
    """With its outcome; a caller is said goodbye to first, a visitor was called, and whoever has no name is asked."""
    kept = house.ask(lambda tx: tx.contacts.get(contact))
    if kept.person_id is None:
        await house.centre.desk.set_person(agent, contact, "Margaret Hale")
    if channel is Channel.WALK_IN:
        await house.centre.front_desk.call(agent, contact, "3")
    if channel is Channel.PHONE:
        await house.centre.desk.hang_up(agent, contact)
        await house.carrier_time.settle()
        await house.is_(contact, "wrapping")
    await house.centre.desk.close(agent, contact, "referred", "Passed on to those who do it.")
    closed = await house.is_(contact, "closed")
    assert closed.facts["outcome"] == "referred"


async def _on_the_timeline(house: House, agent: str, contact: str, channel: Channel) -> None:
    view = await house.centre.desk.contact(agent, contact)
    of_it = [item for item in view["timeline"] if item["contact"] == contact]
    assert {"contact", "note", "referral", "outcome"} <= {item["kind"] for item in of_it}
    assert {item["channel"] for item in of_it} == {channel.value}


def page(services: Sequence[Service], found: Mapping[Cell, str]) -> str:
    """docs/capability.md."""
    rows = [f"| service | {' | '.join(COLUMNS.values())} |", f"|---|{'---|' * len(COLUMNS)}"]
    for each in services:
        rows.append(f"| {each.label} | {' | '.join(found[each.id, channel] for channel in COLUMNS)} |")
    every = len(services) * len(COLUMNS)
    return f"{HEAD}{every} of {every} cells pass.\n\n" + "\n".join(rows) + "\n"


def told() -> dict[str, tuple[str, ...]]:
    """What the page says, by a service's place in it."""
    lines = PAGE.read_text("utf-8").partition("| service |")[2].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return {f"{place} {label}": tuple(cells) for place, (label, *cells) in enumerate(rows)}
