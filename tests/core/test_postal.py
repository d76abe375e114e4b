"""Postal addresses: what is put right by itself, and what an agent is asked for."""

import pytest

from core.errors import InvalidInput
from core.postal import NO_COUNTRY, NO_NAME, NO_POSTCODE, TOO_FEW, TOO_LONG, TOO_MANY, addressed

GOOD = {
    "lines as they are": ("14 Mill Lane\nUpper Westmere\nWM3 7QD", ("14 Mill Lane", "Upper Westmere", "WM3 7QD")),
    "commas and gaps go": ("14  Mill Lane,\n\nWestmere, \n wm37qd ", ("14 Mill Lane", "Westmere", "WM3 7QD")),
    "one line is divided at its commas": ("14 Mill Lane, Westmere, WM3 7QD", ("14 Mill Lane", "Westmere", "WM3 7QD")),
    "the postcode gets a line of its own": ("14 Mill Lane\nWestmere WM3 7QD", ("14 Mill Lane", "Westmere", "WM3 7QD")),
    "a house with a comma keeps it": (
        "Flat 2, The Mill\nWestmere\nWM3 7QD",
        ("Flat 2, The Mill", "Westmere", "WM3 7QD"),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_address_is_tidied(name: str) -> None:
    text, lines = GOOD[name]
    assert addressed("Mrs Ashworth", text) == ("Mrs Ashworth", *lines)


def test_one_abroad_ends_with_its_country() -> None:
    block = addressed("Anna Nowak", "ul. Długa 5\n00-238 Warszawa\nPoland", abroad=True)
    assert block == ("Anna Nowak", "ul. Długa 5", "00-238 Warszawa", "Poland")


BAD = {
    "nobody": ("  ", "14 Mill Lane\nWM3 7QD", False, "name", NO_NAME),
    "nothing": ("Anne", "", False, "address", TOO_FEW),
    "a postcode alone": ("Anne", "WM3 7QD", False, "address", TOO_FEW),
    "no postcode": ("Anne", "14 Mill Lane\nWestmere", False, "address", NO_POSTCODE),
    "a postcode with a letter that is never used": ("Anne", "14 Mill Lane\nWM3 7QC", False, "address", NO_POSTCODE),
    "seven lines": ("Anne", "1\n2\n3\n4\n5\n6\nWM3 7QD", False, "address", TOO_MANY),
    "a line that the window does not show": ("Anne", f"{'x' * 49}\nWestmere\nWM3 7QD", False, "address", TOO_LONG),
    "abroad without its country": ("Anne", "ul. Długa 5\n00-238 Warszawa", True, "address", NO_COUNTRY),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_missing_is_said(name: str) -> None:
    who, text, abroad, field, sentence = BAD[name]
    with pytest.raises(InvalidInput) as refused:
        addressed(who, text, abroad=abroad)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
