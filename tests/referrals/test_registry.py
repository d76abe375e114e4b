"""Each service's partner, by the word that its destination uses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from channels.email.relay import MailRelay
from core.errors import NotFound
from core.service import Destination
from referrals.mailbox import Mailbox
from referrals.open311 import Open311
from referrals.registry import KINDS, Partners, PartnerSettings
from tests.referrals.parcels import AWARDS, POTHOLE

SETTINGS = PartnerSettings(
    council="W",
    open311_url="",
    open311_api_key="",
    open311_jurisdiction="",
    mail=MailRelay(""),
    mail_from="w@example.org",
)


@pytest.fixture
def partners() -> Iterator[Partners]:
    built = Partners(SETTINGS)
    yield built
    built.close()


def test_services_go_to_the_kind_of_partner_they_name(partners: Partners) -> None:
    assert isinstance(partners.of(POTHOLE), Open311)
    assert isinstance(partners.of(AWARDS), Mailbox)
    assert set(KINDS) == {"open311", "mailbox"}


def test_a_service_that_goes_nowhere_or_to_an_unknown_kind_is_told(partners: Partners) -> None:
    with pytest.raises(NotFound):
        partners.of(replace(AWARDS, destination=None))
    with pytest.raises(NotFound):
        partners.of(replace(AWARDS, destination=Destination(kind="pigeon", to="loft", name="Loft")))
