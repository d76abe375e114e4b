"""Every kind of partner system, by the word that a service's destination uses for it. Adding one is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.errors import NotFound
from core.service import Service
from referrals.mailbox import Mailbox, MailServer
from referrals.open311 import Open311
from referrals.partner import Parcel, Partner, Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSettings:
    """What the partner systems are reached with. An empty address means that kind is not set up."""

    council: str
    open311_url: str
    open311_api_key: str
    open311_jurisdiction: str
    mail: MailServer
    mail_from: str


def _open311(given: PartnerSettings) -> Open311:
    return Open311(url=given.open311_url, api_key=given.open311_api_key, jurisdiction=given.open311_jurisdiction)


def _mailbox(given: PartnerSettings) -> Mailbox:
    return Mailbox(given.mail, sender=given.mail_from, council=given.council)


KINDS: Final[dict[str, Callable[[PartnerSettings], Partner]]] = {
    "open311": _open311,
    "mailbox": _mailbox,
}


class Partners:
    """The partner systems of one council, each built once. Safe to use from many threads."""

    def __init__(self, given: PartnerSettings) -> None:
        self._by_kind = {kind: build(given) for kind, build in KINDS.items()}

    def of(self, service: Service) -> Partner:
        """Where this service's referrals go; NotFound when they go nowhere."""
        if service.destination is None:
            raise NotFound("This service is not referred to anybody.")
        return self.kind(service.destination.kind)

    def kind(self, kind: str) -> Partner:
        """The partner system of this kind; NotFound when there is none."""
        try:
            return self._by_kind[kind]
        except KeyError as error:
            raise NotFound("There is no partner system of that kind.") from error

    def deliver(self, parcel: Parcel, *, first: bool, interrupted: bool = False) -> Receipt:
        """Hand the parcel to its service's partner; see `Partner.deliver`."""
        return self.of(parcel.service).deliver(parcel, first=first, interrupted=interrupted)

    def look_up(self, parcel: Parcel) -> Receipt | None:
        """What the partner has of it; see `Partner.look_up`."""
        return self.of(parcel.service).look_up(parcel)

    def close(self) -> None:
        """Let every partner's connections go."""
        for partner in self._by_kind.values():
            partner.close()
