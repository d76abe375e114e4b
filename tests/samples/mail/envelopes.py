"""The fields above a message as different programmes write them, sound and less sound."""

import base64
import random
from dataclasses import dataclass

from tests.samples.mail.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who writes to whom about what, answering which messages."""

    sender: Person
    to: Person
    subject: str
    message_id: str
    references: tuple[str, ...]
    minute: int


def lines(dice: random.Random, envelope: Envelope) -> list[str]:
    """Header lines, some folded, some twice, some in odd case."""
    found = [
        f"Return-Path: <{envelope.sender.address}>",
        "Received: from mx.example.org by mail.westmere.example.org\n\twith ESMTPS id x1; Mon, 3 Mar 2025 10:00 +0000",
        f"From: {_name(dice, envelope.sender.name)} <{envelope.sender.address}>",
        f"To: {_name(dice, envelope.to.name)}\n <{envelope.to.address}>",
        f"Subject: {_encoded(dice, envelope.subject)}",
        f"Date: Mon, 3 Mar 2025 10:{envelope.minute:02}:00 +0000 (GMT)",
        f"{dice.choice(['Message-ID', 'Message-Id', 'message-id'])}: {envelope.message_id}",
        "MIME-Version: 1.0",
    ]
    if envelope.references:
        found.append(f"In-Reply-To: {envelope.references[-1]}")
        found.append("References: " + "\n ".join(envelope.references))
    if dice.random() < 0.05:
        found.append("Subject: the second subject")
    return found


def _name(dice: random.Random, name: str) -> str:
    if name.isascii():
        return dice.choice([name, f'"{name}"'])
    return _encoded(dice, name)


def _encoded(dice: random.Random, text: str) -> str:
    """RFC 2047, or the bare letters that some send, or a letter cut between two words."""
    if text.isascii():
        return text
    way = dice.randrange(3)
    content = text.encode()
    if way == 0:
        return f"=?UTF-8?B?{base64.b64encode(content).decode()}?="
    if way == 1:
        cut = len(content) // 2
        halves = [base64.b64encode(each).decode() for each in (content[:cut], content[cut:])]
        return " ".join(f"=?utf-8?b?{each}?=" for each in halves)
    return text
