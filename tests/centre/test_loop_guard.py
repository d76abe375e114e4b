"""Answers to ever new addresses end: by what the addresses have in common, and by their domain."""

from datetime import UTC, datetime, timedelta

import pytest

from centre.loop_guard import ALIKE_AT_MOST, DOMAIN_AT_MOST, DOMAIN_WITHIN, STEM_WITHIN, LoopGuard, stem

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "is_"),
    [
        pytest.param("Ticket-12@Help.example", "ticket-@help.example", id="digits and capitals"),
        pytest.param("help+a1b@help.example", "help@help.example", id="a tag"),
        pytest.param("john.smith1@mail.example", "john.smith1@mail.example", id="a person's own number stays"),
        pytest.param("christopherjones1984@mail.example", "christopherjones1984@mail.example", id="a year stays"),
        pytest.param("07700900001@mail.example", "07700900001@mail.example", id="a number alone stays"),
        pytest.param("case0123456789@help.example", "case@help.example", id="a long number"),
        pytest.param("3f9a1c0b7d2e4a68@help.example", "@help.example", id="a random word"),
        pytest.param("bounce-12-anne=x.org@help.example", "bounce--anne=x.org@help.example", id="a return path"),
        pytest.param("anne@route66.example", "anne@route66.example", id="a domain's own digits stay"),
    ],
)
async def test_what_addresses_have_in_common(address: str, is_: str) -> None:
    assert stem(address) == is_


async def test_one_address_of_a_stem_is_answered_a_day() -> None:
    guard = LoopGuard()
    asked = [("t-1@help.example", "1"), ("t-2@help.example", "2"), ("t-1@help.example", "1"), ("u@help.example", "3")]
    assert [guard.admits(*each, NOW) for each in asked] == [True, False, True, True]
    assert guard.admits("t-3@help.example", "4", NOW + STEM_WITHIN + timedelta(seconds=1))


@pytest.mark.parametrize("named", ["john.smith{}@mail.example", "{}@mail.example", "ticket{}@mail.example"])
async def test_those_who_differ_in_a_number_are_answered_each_but_not_without_end(named: str) -> None:
    guard = LoopGuard()
    addresses = [named.format(number) for number in range(60, 90)]
    assert [guard.admits(each, each, NOW) for each in addresses] == [n < ALIKE_AT_MOST for n in range(30)]


async def test_a_domain_that_has_a_new_word_in_every_address_is_answered_so_often_an_hour() -> None:
    guard = LoopGuard()
    words = ["x" * number for number in range(1, DOMAIN_AT_MOST + 20)]
    assert sum(guard.admits(f"{word}@help.example", word, NOW) for word in words) == DOMAIN_AT_MOST
    assert guard.admits("anne@elsewhere.example", "other", NOW)
    assert guard.admits("new@help.example", "later", NOW + DOMAIN_WITHIN + timedelta(seconds=1))
