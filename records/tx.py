"""One transaction, as the families of the record."""

from functools import cached_property

from records.accounts import Accounts
from records.acts import Acts
from records.cases import Cases
from records.contacts import Contacts
from records.counts import Counts
from records.documents import Documents
from records.events import Events
from records.family import Scope
from records.joined import Joined
from records.legs import Legs
from records.lessons import Lessons
from records.mailboxes import Mailboxes
from records.mails import Mails
from records.markers import Markers
from records.merges import Merges
from records.messages import Messages
from records.offers import Offers
from records.opt_outs import OptOuts
from records.organisations import Organisations
from records.outbox import Outbox
from records.people import People
from records.places import Places
from records.present import Present
from records.put_right import PutRights
from records.quarantine import Quarantine
from records.referrals import Referrals
from records.rules import Rules
from records.sessions import Sessions
from records.taught import TaughtExamples
from records.undeliverable import Undeliverable


class Tx:
    """What can be read and written between a BEGIN and its COMMIT, in one division."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.division = scope.division
        self.now = scope.now

    @cached_property
    def people(self) -> People:
        return People(self.scope)

    @cached_property
    def merges(self) -> Merges:
        return Merges(self.scope)

    @cached_property
    def markers(self) -> Markers:
        return Markers(self.scope)

    @cached_property
    def organisations(self) -> Organisations:
        return Organisations(self.scope)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.scope)

    @cached_property
    def contacts(self) -> Contacts:
        return Contacts(self.scope)

    @cached_property
    def present(self) -> Present:
        return Present(self.scope)

    @cached_property
    def joined(self) -> Joined:
        return Joined(self.scope)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.scope)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.scope)

    @cached_property
    def offers(self) -> Offers:
        return Offers(self.scope)

    @cached_property
    def events(self) -> Events:
        return Events(self.scope)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.scope)

    @cached_property
    def referrals(self) -> Referrals:
        return Referrals(self.scope)

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.scope)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.scope)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.scope)

    @cached_property
    def legs(self) -> Legs:
        return Legs(self.scope)

    @cached_property
    def places(self) -> Places:
        return Places(self.scope)

    @cached_property
    def mailboxes(self) -> Mailboxes:
        return Mailboxes(self.scope)

    @cached_property
    def mails(self) -> Mails:
        return Mails(self.scope)

    @cached_property
    def undeliverable(self) -> Undeliverable:
        return Undeliverable(self.scope)

    @cached_property
    def quarantine(self) -> Quarantine:
        return Quarantine(self.scope)

    @cached_property
    def acts(self) -> Acts:
        return Acts(self.scope)

    @cached_property
    def opt_outs(self) -> OptOuts:
        return OptOuts(self.scope)

    @cached_property
    def counts(self) -> Counts:
        return Counts(self.scope)

    @cached_property
    def taught(self) -> TaughtExamples:
        return TaughtExamples(self.scope)

    @cached_property
    def put_right(self) -> PutRights:
        return PutRights(self.scope)

    @cached_property
    def lessons(self) -> Lessons:
        return Lessons(self.scope)
