"""The centre as a whole: every family of verbs, built once over the same parts. This is what the web edge talks to."""

from collections.abc import AsyncIterator
from typing import Any

from centre.afterwards import Afterwards
from centre.alarms import Alarms
from centre.arrivals import Arrivals
from centre.asides import Asides
from centre.board import Board
from centre.call_backs import CallBacks
from centre.calls import Calls
from centre.catching_up import CatchingUp
from centre.chats import Chats
from centre.checking import Checking
from centre.confirming import Confirming
from centre.consultations import Consultations
from centre.consulting import Consulting
from centre.contact_view import ContactViews
from centre.correspondence import Correspondence
from centre.deadlines import Deadlines
from centre.deliveries import Deliveries
from centre.desk import Desk
from centre.desk_view import DeskViews
from centre.emails import Emails
from centre.explaining import Explaining
from centre.file_links import FileLinks
from centre.following import Following
from centre.front_desk import FrontDesk
from centre.guessing import Guessing
from centre.health import Health
from centre.indexing import Indexing
from centre.late_texts import LateTexts
from centre.learning import Learning
from centre.legs import Legs
from centre.letter_writing import LetterWriting
from centre.letters import Letters
from centre.line_ends import LineEnds
from centre.lost import Lost
from centre.mailing import Mailing
from centre.menus import Menus
from centre.merging import Merging
from centre.notify_news import NotifyNews
from centre.outbox import Outbox
from centre.parts import Parts
from centre.passing_on import PassingOn
from centre.people import People
from centre.phone import Phone
from centre.places import Places
from centre.planning import Planning
from centre.posting import Posting
from centre.publishing import Rules
from centre.reconciling import Reconciling
from centre.referring import Referring
from centre.ringing_back import RingingBack
from centre.same_person import SamePerson
from centre.sending import Sending
from centre.supervising import Supervising
from centre.teaching import Teaching
from centre.telling import Telling
from centre.texts import Texts
from centre.trying import Trying
from centre.voicemails import Voicemails
from centre.web_forms import WebForms
from centre.what_if import WhatIf
from live.limits import Limits
from live.sessions import Sessions


class Centre:
    """One division's contact centre in one process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        planning = Planning(parts.county)
        self.guessing = Guessing(parts)
        arrivals = Arrivals(parts, planning, self.guessing)
        sending = Sending(parts)
        referring = Referring(parts, sending)
        telling = Telling(parts)
        menus = Menus(parts, arrivals, self.guessing, sending, telling)
        legs = Legs(parts, sending)
        call_backs = CallBacks(parts)
        self.ringing = RingingBack(parts, legs, call_backs)
        consultations = Consultations(parts, legs)
        calls = Calls(parts, legs, self.ringing, consultations, menus.queue_again)
        ends = LineEnds(parts, calls, self.ringing, sending)
        voicemails = Voicemails(parts, arrivals, sending)
        catching_up = CatchingUp(parts, arrivals, calls, legs, ends, voicemails)
        self.phone = Phone(parts, menus, calls, ends, catching_up, voicemails, self.ringing, call_backs)
        self.asides = Asides(parts)
        late = LateTexts(parts, arrivals)
        alarms = Alarms(parts, planning, self.guessing)
        self.lost = lost = Lost(parts, arrivals, sending)
        self.texts = Texts(parts, arrivals, self.guessing, sending, late, self.asides, telling, lost, alarms)
        self.notify = NotifyNews(parts, sending, lost)
        mailing = Mailing(parts, sending)
        self.emails = Emails(parts, arrivals, self.guessing, mailing, late, self.asides, alarms, lost)
        shown = (DeskViews(parts), ContactViews(parts, mailing))
        self.desk = Desk(parts, planning, calls, self.ringing, consultations, sending, referring, *shown, late)
        self.afterwards = Afterwards(parts)
        self.confirming = Confirming(parts)
        self.correspondence = Correspondence(parts, mailing)
        self.checking = Checking(parts)
        self.board = Board(parts, planning, self.checking)
        self.why = Explaining(parts, planning)
        self.what_if = WhatIf(parts.sql, parts.settings.division, planning)
        self.trying = Trying(parts, planning, self.what_if)
        self.passing_on = PassingOn(parts, planning, calls)
        self.consulting = Consulting(parts, arrivals, calls, legs, self.passing_on, consultations)
        self.indexing = Indexing(parts, sending, self.passing_on, self.guessing)
        self.merging = Merging(parts)
        self.same_person = SamePerson(parts)
        self.rules = Rules(parts, planning)
        self.people = People(parts)
        self.supervising = Supervising(parts, self.desk, self.people, self.asides)
        self.places = Places(parts)
        self.file_links = FileLinks(parts)
        self.chats = Chats(parts, arrivals, self.guessing, late, telling, alarms)
        self.front_desk = FrontDesk(parts, arrivals, self.guessing, telling)
        self.following = Following(parts, arrivals, late)
        self.web_forms = WebForms(parts, arrivals, self.guessing, sending, mailing, late, alarms)
        self.letters = Letters(parts, arrivals, self.guessing, sending)
        writing = LetterWriting(parts, sending)
        self.posting = Posting(parts, writing)
        learning = Learning(parts)
        self.teaching = Teaching(parts, self.guessing, sending, learning)
        read_and_written = (self.letters, mailing, writing, learning)
        deliveries = Deliveries(parts, referring, calls, legs, ends, *read_and_written, lost, self.following)
        self.outbox = Outbox(parts, sending, referring, deliveries, lost)
        self.reconciling = Reconciling(
            parts, self.rules, arrivals, calls, self.ringing, legs, late, consultations, self.consulting
        )
        self.deadlines = Deadlines(parts, calls)
        self.health = Health(parts)

    @property
    def limits(self) -> Limits:
        """Counting how often, over all processes."""
        return self._parts.live.limits

    @property
    def drafts(self) -> Sessions:
        """What residents have typed and not sent, over all processes."""
        return self._parts.live.sessions

    def notices(self) -> AsyncIterator[dict[str, Any]]:
        """Every notice of this division from now on."""
        return self._parts.notices.listen()
