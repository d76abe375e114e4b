"""docs/assurance.md, from the shipped services and the table by which every channel decides."""

from collections.abc import Iterator
from typing import Final

from config.county import DEFAULTS, load_county
from core.assurance import BY_ITSELF, Act, Assurance, may, most
from core.channel import Channel

HEAD: Final = """# Who may see, change or hear

Each service says in `services.yaml` what a resident must prove before they **view** a matter (see for themselves
where it has got to), **change** it (withdraw it, or have it altered), or **hear** about it (be told by us: spoken,
written, or by a machine of ours). Every channel asks the one table in `core/assurance.py`, and nothing else decides.

| level | what it takes |
|---|---|
| `none` | the reference |
| `contact` | also the number, email address or postcode that the request came with; or calling or writing from there |
| `known` | right answers to an agent: the name and address, and the date of birth or security question |
| `in person` | proof of identity, which an agent has seen with the resident there |

A level holds those before it. A service that says nothing asks for `contact`; one that is `hard`, and one that the
county has no more, for `known`. What was written to each other is shown to nobody who proves less than `contact`,
whatever the matter.

```yaml
highways:
  assurance: {view: none, hear: none}       # a group; `change` stays as it was
  services:
    pothole:
      assurance: {change: known}            # a service has the last word
```

## What each channel does by itself

| channel | proves at most | tells by itself | an agent can confirm |
|---|---|---|---|
"""
TELLS: Final = {
    Channel.WEB_FORM: "the page `/ask/follow` shows where it is, and withdraws it",
    Channel.PHONE: "the menu says where it is, to who keys the reference",
    Channel.SMS: "the automatic answer says where it is, to who writes the reference",
    Channel.WHATSAPP: "the automatic answer says where it is, to who writes the reference",
    Channel.EMAIL: "nothing: a stranger's email is kept apart, and an answer goes to who wrote",
    Channel.LETTER: "nothing: our letter goes to where they wrote from, until they are `known`",
    Channel.CHAT: "the first answer says where it is, to who writes the reference",
    Channel.WALK_IN: "reception is shown what it may say; for the rest, the agent who calls the ticket asks",
}
LABELS: Final = {
    Channel.PHONE: "phone",
    Channel.SMS: "text",
    Channel.WHATSAPP: "WhatsApp",
    Channel.EMAIL: "email",
    Channel.LETTER: "letter",
    Channel.WEB_FORM: "web",
    Channel.CHAT: "chat",
    Channel.WALK_IN: "in person",
}
BETWEEN: Final = """
Whoever only names a reference is kept apart: their own number is no proof of it, there or later, and what they wrote
is not shown on the page of the request. A caller who keys it is no party of the case either: their email is kept apart
until an agent links it. What they may not hear is answered as if nothing had been asked. A stranger
whose email or letter an agent links to a case is kept apart in the same way. The postcode of the place that a request
is about proves nothing; the one that somebody gave as their own does. A number or an email address in a letter counts
once its indexer has said that it is the writer's, and so does a postcode that was hard to read; what stands on our own
paper, come back, and where we sent a letter to, never.

What we send by ourselves asks the table too: that a form has come in, and that a matter was passed on. Others may read
it on the same telephone or in the same mailbox, and that an agent has confirmed somebody says nothing of them: of a
matter that asks for `known`, or was passed on as one that does, neither is sent.

The page `/ask/follow` shows what whoever proved it wrote, and what was written to them: not what somebody in copy wrote
to us alone, nor what somebody else wrote about the same case. Where a message sounds as if somebody may be at risk, its
conversation is neither shown nor withdrawn there, whatever the case is about.

On the desk, above the conversation, a line says what to ask before what: "Before you tell them: confirm their name
and address…". The agent asks, and presses *Confirmed*; who did so, when and how is kept with the contact and stands
in its notes. It holds for that contact, and ends when somebody else turns out to be calling. Proof of identity can be
confirmed at the front desk alone.

An email's sender is what it says itself: anybody can write another's address there. With `checked_by` in an entry of
`MAILBOXES`, one that fails DMARC by the mailbox's own server is kept apart as a stranger's, is not answered by
ourselves, and says so on the desk. Without it, and for domains that publish no DMARC policy, a forged address is taken
for a real one: confirm who it is before an answer tells what only they may hear. The desk names each recipient who has
no part in the case. One that names no single sender plainly (two addresses or two fields for From, or none) is kept
apart in the same way, for then the address that was checked may be another than the one that is read.

## What each service asks for

| service | view | change | hear | told without an agent |
|---|---|---|---|---|
"""
TAIL: Final = """
This page is generated by `switchboard assurance`. `tests/centre/test_assurance.py` drives each channel's own edge,
for a service of each level, and `tests/core/test_assurance.py` asks the table for every service, channel and act.
"""


def markdown() -> str:
    """The page."""
    return "".join((HEAD, *_channels(), BETWEEN, *_services(), TAIL))


def _channels() -> Iterator[str]:
    for channel, label in LABELS.items():
        yield f"| {label} | `{BY_ITSELF[channel]}` | {TELLS[channel]} | `{most(channel)}` |\n"


def _services() -> Iterator[str]:
    for service in load_county(DEFAULTS).services.values():
        asked = service.assurance
        levels = " | ".join(f"`{asked.of(act)}`" for act in Act)
        told = [label for channel, label in LABELS.items() if _tells(channel, asked)]
        yield f"| {service.label} | {levels} | {', '.join(told) or 'nowhere'} |\n"


def _tells(channel: Channel, asked: Assurance) -> bool:
    """Whether something of ours answers there, to whoever has proven as much as the channel can."""
    if channel in (Channel.EMAIL, Channel.LETTER):
        return False
    return may(asked, Act.VIEW if channel is Channel.WEB_FORM else Act.HEAR, BY_ITSELF[channel])
