"""The table by which every channel decides who may view, change or hear: service by service, channel by channel."""

import itertools

import pytest

from config.county import load_county
from core.assurance import BY_ITSELF, LEVELS, STRICT, Act, Assurance, Level, enough, may, most
from core.channel import Channel

SERVICES = load_county().services
NEVER_ALONE = ("adult-social-care/", "student-support/", "complaints/social-care", "information/subject-access")
"""What nobody sees, changes or hears of before an agent knows who they are."""
CELLS = list(itertools.product(SERVICES, BY_ITSELF, Act))


@pytest.mark.parametrize(("held", "needed"), list(itertools.product(LEVELS, LEVELS)))
def test_a_level_holds_all_before_it_and_none_after(held: Level, needed: Level) -> None:
    assert enough(needed, held) is (LEVELS.index(held) >= LEVELS.index(needed))


@pytest.mark.parametrize(
    ("service", "channel", "act"), CELLS, ids=[f"{act} {service} by {channel}" for service, channel, act in CELLS]
)
def test_what_a_channel_proves_by_itself_opens_what_the_service_says_and_no_more(
    service: str, channel: Channel, act: Act
) -> None:
    asked, proven = SERVICES[service].assurance, BY_ITSELF[channel]
    allowed = may(asked, act, proven)
    assert allowed is (LEVELS.index(asked.of(act)) <= LEVELS.index(proven))
    if service.startswith(NEVER_ALONE):
        assert not allowed
    if service.startswith("highways/"):
        assert allowed is (act is not Act.CHANGE or proven is Level.CONTACT)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_hard_service_asks_for_no_less_than_being_known(service: str) -> None:
    asked = SERVICES[service].assurance
    if SERVICES[service].hard:
        assert all(enough(STRICT.of(act), asked.of(act)) for act in Act)


def test_what_a_service_does_not_say_is_the_contact() -> None:
    assert {Assurance().of(act) for act in Act} == {Level.CONTACT}


def test_every_channel_has_its_proof_and_only_the_front_desk_sees_papers() -> None:
    assert set(BY_ITSELF) == set(Channel)
    assert {channel for channel in Channel if most(channel) is Level.IN_PERSON} == {Channel.WALK_IN}
