"""What the console shows of teaching the guess: see web/API.md for the shapes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from centre.learning import Learning
from centre.parts import Parts
from core.errors import Unavailable
from core.lesson import OPEN, Lesson
from core.service import Service
from records.rows import Contact
from records.taught_rows import LessonRow, PutRight, Taught
from records.tx import Tx
from skills.classifying.classifier import Classifier, Opinion, Verdict
from skills.classifying.correction import HEARD
from skills.classifying.judging import SURE_SIGN
from skills.classifying.trained import UNSURE

NOT_SURE: Final = "Not sure: triage asks"
SHOWN_SHARES: Final = 3
WORSE: Final = {
    "safeguarding": "It would have missed safeguarding that is found without these examples.",
    "services": "It would have answered clearly fewer messages rightly.",
    "alarms": "It would have taken clearly more harmless messages for safeguarding.",
}
LONGEST: Final = 2000
"""Characters of an example: what a longer letter is about stands at its beginning."""


class LessonViews:
    """From the record, and how far a worker is."""

    def __init__(self, parts: Parts, learning: Learning) -> None:
        self._parts = parts
        self._learning = learning

    def whole(
        self, tx: Tx, *, withdrawn_since: datetime, suggested_since: datetime, most: int, limits: Mapping[str, int]
    ) -> dict[str, Any]:
        """Examples, those withdrawn lately, and suggestions."""
        names = {account.id: account.name for account in tx.accounts.list()}
        rights = tx.put_right.open(suggested_since, most)
        contacts = {each.id: each for each in tx.contacts.get_many([each.contact_id for each in rights])}
        return {
            "examples": [self._example(each, names) for each in tx.taught.now()],
            "withdrawn": [self._example(each, names) for each in tx.taught.withdrawn(withdrawn_since)],
            "suggestions": [self._suggestion(tx, each, contacts[each.contact_id], names) for each in rights],
            "limits": dict(limits),
        }

    async def state(self, no_model: str) -> dict[str, Any]:
        """How learning stands: what holds, what is under way, what the last time came to."""
        told = await self._parts.sql.read(self._standing)
        if told["under_way"] is not None:
            told["under_way"]["share"] = await self._share(told["under_way"]["n"])
        return {**told, "no_model": no_model or None}

    async def _share(self, n: int) -> float:
        try:
            return await self._learning.progress(n)
        except Unavailable:
            return 0.0

    def _standing(self, tx: Tx) -> dict[str, Any]:
        names = {account.id: account.name for account in tx.accounts.list()}
        newest, held = tx.lessons.newest(), tx.lessons.held()
        under_way = newest is not None and newest.state in OPEN
        last = tx.lessons.last_ended()
        return {
            "at": tx.now.isoformat(),
            "holds": self._held(held, names),
            "paused": newest is not None and newest.state == Lesson.SHIPPED,
            "under_way": {"n": newest.n, "state": newest.state} if newest is not None and under_way else None,
            "last": None if last is None else self._ended(last, names),
        }

    @staticmethod
    def _held(held: LessonRow | None, names: Mapping[str, str]) -> dict[str, Any]:
        if held is None or held.state == Lesson.SHIPPED or not held.examples:
            return {"n": held.n if held else None, "examples": 0, "at": None, "by": None}
        at = held.ended_at.isoformat() if held.ended_at else None
        return {"n": held.n, "examples": held.examples, "at": at, "by": names.get(held.by, held.by)}

    @staticmethod
    def _ended(last: LessonRow, names: Mapping[str, str]) -> dict[str, Any]:
        report = last.report or {}
        return {
            "n": last.n,
            "state": last.state,
            "at": last.ended_at.isoformat() if last.ended_at else None,
            "by": names.get(last.by, last.by),
            "problem": last.problem,
            "before": report.get("before"),
            "after": report.get("after"),
            "worse": [WORSE[each] for each in report.get("worse", ())],
            "blamed": [{"example": id, "messages": n} for id, n in report.get("blamed", {}).items()],
            "unheard": [
                {"example": id, "sure_sign": why == SURE_SIGN} for id, why in report.get("unheard", {}).items()
            ],
        }

    def _example(self, each: Taught, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "id": each.id,
            "text": each.text,
            "about": each.about,
            "label": self._label(each.about),
            "by": names.get(each.by, each.by),
            "at": each.at.isoformat(),
            "contact": each.contact_id,
        }

    def _suggestion(self, tx: Tx, each: PutRight, contact: Contact, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "contact": each.contact_id,
            "channel": contact.channel,
            "text": _words(tx, contact),
            "guessed": self._label(each.guessed or UNSURE),
            "chosen": each.chosen,
            "label": self._label(each.chosen),
            "by": names.get(each.by, each.by),
            "at": each.at.isoformat(),
        }

    def _label(self, about: str) -> str:
        return label_of(about, self._parts.county.services)


def tried(
    words: str, taught: Classifier, shipped: Classifier, services: Mapping[str, Service], *, with_model: bool
) -> dict[str, Any]:
    """What is made of these words now and as shipped, what else it might be, and the examples that had a say."""
    now, before = taught.about(words), shipped.about(words)
    told: dict[str, Any] = {"now": _verdict(now, services), "shipped": _verdict(before, services)}
    if not with_model:
        return {**told, "shares": [], "examples": [], "sure_sign": False}
    opinion = taught.opinion(words)
    return {
        **told,
        "shares": _shares(opinion, services),
        "examples": _said(taught, opinion),
        "sure_sign": now.safeguarding and opinion.sure,
    }


def label_of(about: str, services: Mapping[str, Service]) -> str:
    """A service as people call it; a service that the county has no more by its id."""
    if about == UNSURE:
        return NOT_SURE
    known = services.get(about)
    return known.label if known else about


def _verdict(verdict: Verdict, services: Mapping[str, Service]) -> dict[str, Any]:
    about = verdict.goes_to or UNSURE
    return {
        "about": about,
        "label": label_of(about, services),
        "confidence": verdict.danger if verdict.safeguarding else verdict.confidence,
        "safeguarding": verdict.safeguarding,
        "because": list(verdict.because),
    }


def _shares(opinion: Opinion, services: Mapping[str, Service]) -> list[dict[str, Any]]:
    """The likeliest, safeguarding not among them: that is asked first, and by itself."""
    known = [(label, float(share)) for label, share in zip(opinion.labels, opinion.shares, strict=True)]
    likeliest = sorted(
        ((label, share) for label, share in known if label in services or label == UNSURE), key=lambda each: -each[1]
    )
    return [
        {"about": label, "label": label_of(label, services), "share": round(share, 3)}
        for label, share in likeliest[:SHOWN_SHARES]
    ]


def _said(taught: Classifier, opinion: Opinion) -> list[dict[str, Any]]:
    near: Iterable[tuple[str, float]] = zip(taught.examples, (float(each) for each in opinion.near), strict=False)
    heard = sorted(((id, share) for id, share in near if share >= HEARD), key=lambda each: -each[1])
    return [{"example": id, "near": round(share, 2)} for id, share in heard[:SHOWN_SHARES]]


def _words(tx: Tx, contact: Contact) -> str:
    """The resident's own, as they were first said."""
    said = next((each.text for each in tx.messages.of_contact(contact.id) if each.direction == "in"), None)
    return str(said or contact.facts.get("words") or "")[:LONGEST]
