"""How a resident comes in on each channel, through its own adapter: a signed webhook, a mail, a scan, a page."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final

import httpx
from PIL import Image

from channels.letter.inbound import Watched
from config.examples import Example, examples
from core.channel import Channel
from core.service import FieldKind, ReferralField, Service
from intake.folders import look
from records.rows import Contact
from samples.post.drawing import draw
from samples.post.fonts import Hand
from samples.post.words import Letter
from tests.centre.correspondence import BOX, written
from tests.centre.house import House
from tests.centre.people import PASSWORD
from tests.centre.visitor import Visitor
from tests.channels.letter import files

KEYS: Final[Mapping[str, str]] = {
    "highways/pothole": "112",
    "highways/drainage": "12",
    "highways/street-lighting": "13",
    "highways/grass": "14",
    "highways/danger": "15",
    "adult-social-care/safeguarding": "21",
    "adult-social-care/care-needs": "22",
    "adult-social-care/carers": "23",
    "adult-social-care/equipment": "24",
    "student-support/transport": "31",
    "student-support/awards": "32",
    "libraries/renewal": "41",
    "libraries/enquiry": "42",
    "local-history/request": "43",
    "consumer/scam": "51",
    "consumer/complaint": "52",
    "consumer/advice": "53",
    "business/information": "61",
    "business/fire-certificate": "62",
    "complaints/complaint": "921",
    "complaints/social-care": "922",
    "complaints/compliment": "923",
    "information/foi": "931",
    "information/subject-access": "932",
}
"""What a caller presses; whatever the menu does not name, "something else"."""
SOMETHING_ELSE: Final = "99"
PUBLIC: Final = "anything-else/triage"
"""The form of whoever finds none of their own."""
ANSWERS: Final[Mapping[FieldKind, str]] = {
    FieldKind.DATE: "1948-03-27",
    FieldKind.PHONE: "01632 960123",
    FieldKind.EMAIL: "margaret@example.org",
    FieldKind.PLACE: "Mill Lane, outside number 12",
    FieldKind.YES_NO: "No",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One of a thousand, each with a number, an address and a browser of their own."""

    n: int

    @property
    def phone(self) -> str:
        return f"+447700900{self.n:03}"

    @property
    def email(self) -> str:
        return f"resident{self.n}@example.org"

    @asynccontextmanager
    async def browser(self, house: House) -> AsyncIterator[Visitor]:
        """On a machine of their own, as far as loopback goes: nobody's haste is counted against another."""
        transport = httpx.AsyncHTTPTransport(local_address=f"127.0.{self.n // 250 + 1}.{self.n % 250 + 1}")
        async with httpx.AsyncClient(base_url=house.url, transport=transport, timeout=20) as http:
            yield Visitor(http)


def answer_to(field: ReferralField) -> str:
    """Something that fits what is asked."""
    return field.choices[0] if field.choices else ANSWERS.get(field.kind, "As it was told to us")


@cache
def _messages() -> tuple[Example, ...]:
    return tuple(examples("frozen"))


def words_for(service: Service, channel: Channel) -> str:
    """What somebody might write: one of the messages on which guessing is measured, of this channel if possible."""
    theirs = [each for each in _messages() if each.label == service.id]
    of_channel = [each for each in theirs if each.channel is channel]
    return next((each.text for each in (*of_channel, *theirs)), service.words[0])


async def by_phone(house: House, service: Service, resident: Resident) -> str:
    """Through the menu, key by key; the call rings on until somebody takes it."""
    keys = KEYS.get(service.id, SOMETHING_ELSE)
    _, contact = await house.queues(resident.phone, tuple(keys))
    return contact


async def by_text(house: House, service: Service, resident: Resident) -> str:
    await house.text(words_for(service, Channel.SMS), resident.phone)
    return _newest(house, Channel.SMS)


async def by_whatsapp(house: House, service: Service, resident: Resident) -> str:
    await house.whatsapp(words_for(service, Channel.WHATSAPP), resident.phone, profile="Margaret")
    return _newest(house, Channel.WHATSAPP)


async def by_email(house: House, service: Service, resident: Resident) -> str:
    words = words_for(service, Channel.EMAIL)
    mail = written(
        resident.email, subject=" ".join(words.split()[:6]), words=words, mail_id=f"<{resident.n}@example.org>"
    )
    await house.centre.emails.take_in(BOX, mail, None)
    return _newest(house, Channel.EMAIL)


async def by_letter(house: House, service: Service, resident: Resident) -> str:
    """A page is drawn, scanned into the watched folder, and read."""
    dated = house.clock.now().date() - timedelta(days=3)
    page = await asyncio.to_thread(letter_page, words_for(service, Channel.LETTER), resident.n, dated)
    return await scanned(house, page)


async def scanned(house: House, page: Sequence[Image.Image]) -> str:
    """What an intake and a worker do with a file that a scanner has laid down."""
    folder = house.settings.post_folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    files.pdf(folder / "scan.pdf", page)
    watched = Watched(folder)
    await look(house.centre.letters, watched, 0)
    assert await look(house.centre.letters, watched, 10) == 1
    await house.deliver_all()
    return _newest(house, Channel.LETTER)


async def by_form(house: House, service: Service, resident: Resident) -> str:
    """Its own form, page by page; the general one where residents may not choose it."""
    form = service if service.public else house.centre.web_forms.service(PUBLIC)
    async with resident.browser(house) as visitor:
        await visitor.opens(f"/ask/{form.id}")
        await visitor.presses("next", _filled(form))
        who = {"d-about": "me", "d-answer_by": "email", "d-name": "Margaret Hale", "d-email": resident.email}
        await visitor.presses("next", who)
        page = await visitor.presses("send")
        assert page.title.startswith("We have it"), page.text
    return _newest(house, Channel.WEB_FORM)


async def by_chat(house: House, service: Service, resident: Resident) -> str:
    async with resident.browser(house) as visitor:
        await visitor.opens("/chat")
        page = await visitor.presses("", {"name": "Margaret", "words": words_for(service, Channel.CHAT)})
        assert "Chat with us" in page.text
    return _newest(house, Channel.CHAT)


async def in_person(house: House, service: Service, resident: Resident) -> str:
    """Reception writes down what they came for, and chooses the service."""
    async with resident.browser(house) as visitor:
        http = visitor.http
        said = await http.post("/reception/api/login", json={"username": "grace", "password": PASSWORD})
        http.headers["x-csrf-token"] = said.json()["csrf"]
        body = {"name": "Margaret Hale", "words": "", "service": service.id, "key": f"visit-{resident.n}"}
        answer = await http.post("/reception/api/visits", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["contact"])


Way = Callable[[House, Service, Resident], Awaitable[str]]
WAYS: Final[Mapping[Channel, Way]] = {
    Channel.PHONE: by_phone,
    Channel.SMS: by_text,
    Channel.WHATSAPP: by_whatsapp,
    Channel.EMAIL: by_email,
    Channel.LETTER: by_letter,
    Channel.WEB_FORM: by_form,
    Channel.CHAT: by_chat,
    Channel.WALK_IN: in_person,
}
"""Every channel; each gives the contact that came of it."""
FOUND: Final[Mapping[Channel, str]] = {
    Channel.PHONE: "menu",
    Channel.SMS: "guessed",
    Channel.WHATSAPP: "guessed",
    Channel.EMAIL: "guessed",
    Channel.LETTER: "guessed",
    Channel.WEB_FORM: "own form",
    Channel.CHAT: "guessed",
    Channel.WALK_IN: "reception",
}
"""How a channel finds the service by itself."""


def _newest(house: House, channel: Channel) -> str:
    found: list[Contact] = house.ask(lambda tx: tx.contacts.recent(20))
    return next(each.id for each in found if each.channel is channel)


def _filled(form: Service) -> dict[str, str]:
    said: dict[str, str] = {}
    for each in form.form:
        name = f"a-{each.name}"
        if each.kind is FieldKind.DATE:
            said |= dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), answer_to(each).split("-"), strict=True))
        else:
            said[f"{name}-road" if each.kind is FieldKind.PLACE else name] = answer_to(each)
    return said


def letter_page(words: str, seed: int, dated: date, *, postcode: str = "WM3 4AB") -> list[Image.Image]:
    """From a printer, with a date, an address, and words of the resident's own."""
    letter = Letter(
        service="",
        dated=dated,
        reference=None,
        postcode=postcode,
        phone=None,
        email=None,
        head=("Margaret Hale", "12 Mill Lane", "Marlbridge", postcode),
        addressee=("Westmere County Council", "County Hall", "Marlbridge", "WM1 1AA"),
        date_line=f"{dated.day} {dated:%B %Y}",
        paragraphs=("Dear Sir or Madam,", words),
        signature=("Yours faithfully,", "Margaret Hale"),
    )
    return draw(letter, Random(seed), hand=Hand.PRINTER, name="arimo")  # to be the same again
