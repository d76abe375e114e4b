"""The public form: each service's own questions, and what a resident answered as a contact in the one queue.

1. Nothing typed is believed to be proof of who somebody is: a number that is known makes nobody that person, and every
   form opens a case of its own, so that nobody learns of another's by giving their number.
2. The contact, its case, its words and its files are committed together before the resident is given the reference.
3. Whatever the resident chose, words that may speak of somebody at risk go to those who are trained for it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

import structlog

from centre.alarms import Alarms
from centre.arrivals import ARRIVED, Arrivals
from centre.form_again import sent_again
from centre.form_receipts import CHANGED, FIRST, FormReceipts, answered_by
from centre.form_sender import addresses, main_address, reached_at
from centre.form_words import ANSWERS, DETAILS, WHO, details_shown, said, words_of
from centre.guessing import GUESS, Guessing, kept_guess
from centre.late_texts import LateTexts
from centre.mailing import Mailing
from centre.parts import Parts
from centre.places import place_from
from centre.sending import Sending
from centre.shown import cut
from centre.uploads import Uploads
from channels.web_form.files import Upload
from channels.web_form.inbound import About, Details, Sent
from core import address
from core.channel import Channel
from core.errors import NotFound
from core.service import Service
from records.rows import Contact, NewContact
from records.tx import Tx
from skills.classifying.classifier import Verdict
from skills.guess import evidence

log = structlog.get_logger()

SHOWN_FOR: Final = timedelta(minutes=30)
"""How long the page with the reference can be loaded again: the browser may be a library's."""
SUGGESTED: Final = 4
CERTAIN: Final = 0.9


class WebForms:
    """What the public pages ask for."""

    def __init__(
        self,
        parts: Parts,
        arrivals: Arrivals,
        guessing: Guessing,
        sending: Sending,
        mailing: Mailing,
        late: LateTexts,
        alarms: Alarms,
    ) -> None:
        self._parts = parts
        self._arrivals = arrivals
        self._guessing = guessing
        self._receipts = FormReceipts(parts, sending, mailing)
        self._late = late
        self._alarms = alarms
        self.uploads = Uploads(parts)

    def today(self) -> date:
        """The county's own day."""
        return self._parts.clock.now().astimezone(self._parts.county.zone).date()

    @property
    def council(self) -> dict[str, str]:
        """Whose pages these are, how to ring them, and where maps open."""
        council = self._parts.county.council
        middle = {name: str(value) for name, value in council.middle.items()}
        return {"name": council.name, "phone": address.shown_phone(council.phone), **middle}

    def services(self) -> list[tuple[str, list[Service]]]:
        """What residents may choose, under the heading that services share."""
        groups: dict[str, list[Service]] = {}
        for service in self._parts.county.services.values():
            if service.public:
                label = self._parts.county.group_labels.get(service.parent, service.parent)
                groups.setdefault(label, []).append(service)
        return list(groups.items())

    def service(self, service_id: str) -> Service:
        """One that residents may choose. NotFound for any other."""
        service = self._parts.county.services.get(service_id)
        if service is None or not service.public:
            raise NotFound("There is no such form.")
        return service

    async def suggest(self, words: str) -> list[Service]:
        """What a resident's own words may be about, likeliest first: by their meaning, then by the words themselves."""
        if not words.strip():
            return []
        verdict = await self._guessing.about(words)
        services = self._parts.county.services
        scores = evidence(words, services.values()).scores
        by_words = sorted((id for id in scores if scores[id] > 0), key=lambda id: -scores[id])
        plain = words.strip().lower()
        named = [each.id for each in services.values() if plain in each.label.lower()]
        meant = [verdict.service] if verdict.service and verdict.service != verdict.alarm else []
        # Possibly a danger is shown, though not before what the words themselves say.
        risk = [verdict.alarm] if verdict.alarm else []
        doubtful = verdict.danger < CERTAIN
        likeliest = [*meant, *by_words[:2], *risk, *by_words] if doubtful else [*risk, *meant, *by_words]
        ids = dict.fromkeys([*likeliest, *named])
        return [services[id] for id in ids if services[id].public][:SUGGESTED]

    async def take_in(self, form_id: str, sent: Sent, uploads: Sequence[Upload]) -> dict[str, Any]:
        """A form that was sent: `{reference, when, service_label}`. The same form twice is one contact.

        What is new in it the second time joins that contact, and is looked at as what a resident writes again.
        """
        paths = [await self.uploads.to_documents(each) for each in uploads]
        files = list(zip(uploads, paths, strict=True))
        service = self.service(sent.service)
        # Read as what they are about: “big hole” alone could mean anything.
        verdict = await self._understood(service, words_of(service, sent))
        meant = self._parts.county.services.get(verdict.goes_to or "")
        goes_to = meant if meant is not None and meant.hard else service
        guess = {GUESS: kept_guess(verdict)}

        contact, changed = await self._parts.sql.write(
            lambda tx: _keep(tx, form_id, service, goes_to, sent, files, guess)
        )
        if contact.state == ARRIVED:
            await self._arrivals.queue(contact, goes_to.id)
            log.info("form_taken_in", contact=contact.id, service=goes_to.id, files=len(files))
            await self._receipts.send(contact, FIRST)
        if changed:
            await self._late.again_if_closed(changed.id)
            await self._parts.notices.tell("message.received", contact=changed.id, agent=changed.agent_id)
            await self._alarms.raised(changed.id, words_of(service, sent), verdict)
            await self._receipts.send(contact, CHANGED)
        return await self._parts.sql.read(lambda tx: self._shown(tx, tx.contacts.get(contact.id)))

    async def _understood(self, service: Service, words: str) -> Verdict:
        verdict = await self._guessing.about(f"{service.label}. {words}")
        if verdict.safeguarding:
            return verdict
        # What the form is called must not speak against danger: of that, their own words are judged as well.
        alone = await self._guessing.about(words)
        return alone if alone.safeguarding and alone.service == alone.alarm else verdict

    async def sent(self, form_id: str) -> dict[str, Any]:
        """The same answer for a while, for whoever loads the page again. NotFound afterwards."""

        def ask(tx: Tx) -> dict[str, Any]:
            contact = tx.contacts.by_provider_id(Channel.WEB_FORM, form_id)
            if contact is None or self._parts.clock.now() - contact.arrived_at > SHOWN_FOR:
                raise NotFound("This page was shown once, and is not kept. Your reference is still good.")
            return self._shown(tx, contact)

        return await self._parts.sql.read(ask)

    def _shown(self, tx: Tx, contact: Contact) -> dict[str, Any]:
        service = self._parts.county.services.get(str(contact.facts.get("form_of") or ""))
        return {
            "reference": tx.cases.get(contact.case_id).reference if contact.case_id else None,
            "when": answered_by(self._parts, contact),
            "service_label": service.label if service else None,
            "answer_by": contact.facts.get(DETAILS, {}).get("answer_by"),
            "urgent": bool(service and (service.hard or service.band)),
        }


def _keep(
    tx: Tx,
    form_id: str,
    service: Service,
    goes_to: Service,
    sent: Sent,
    files: Sequence[tuple[Upload, str]],
    guess: dict[str, Any],
) -> tuple[Contact, Contact | None]:
    """The contact of a form with all that came with it; the one that is there, when it was sent before.

    Beside it, where something was new the second time, the contact in whose conversation that is now.
    """
    facts: dict[str, Any] = {
        "words": cut(words_of(service, sent)) or service.label,
        "form_of": service.id,
        ANSWERS: sent.answers,
        DETAILS: {"name": sent.details.name, "answer_by": sent.details.answer_by, **reached_at(sent.details)},
        **guess,
    }
    if sent.place:
        facts["place"] = place_from(sent.place)
    lines = said(service, sent, [upload.name for upload, _ in files])
    contact, created = tx.contacts.take_in(
        NewContact(
            channel=Channel.WEB_FORM,
            provider_id=form_id,
            from_address=main_address(sent.details),
            to="web",
            received_at=tx.now,
            service=goes_to.id,
            facts=facts,
        )
    )
    if not created:
        texts = {"form:": lines, WHO: details_shown(sent.details)}
        return contact, sent_again(tx, contact, form_id, texts, files, sent.answers, facts.get("place"))
    person = _person(tx, sent.details)
    case = tx.cases.create(person, goes_to.id)
    contact = tx.contacts.link(contact.id, person_id=person, case_id=case.id)
    if sent.details.about == About.OTHER:
        concerned = tx.people.create(sent.details.person)
        tx.contacts.set_concerns(contact.id, concerned.id, relation=sent.details.relation or None)
    tx.messages.add(contact.id, "in", "\n".join(lines), "resident", key=f"form:{form_id}")
    tx.messages.add(contact.id, "in", "\n".join(details_shown(sent.details)), "resident", key=f"{WHO}{form_id}")
    for upload, path in files:
        tx.documents.add(contact.id, upload.name, upload.content_type, upload.size, upload.sha256, path)
    return tx.contacts.get(contact.id), None


def _person(tx: Tx, details: Details) -> str | None:
    """Somebody new, with what they said of themselves. Where an address is known, an agent says who it is."""
    given = addresses(details)
    if any(tx.people.find(each) for each in given) or not (details.name or given):
        return None
    person = tx.people.create(details.name or None, given)
    if details.needs:
        tx.people.update(person.id, access_needs=details.needs)
    return person.id
