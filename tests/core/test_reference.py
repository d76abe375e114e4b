"""References as people write them."""

import pytest

from core.errors import InvalidInput
from core.reference import digits_of, read


def _with_check() -> str:
    """The same with its right last digit."""
    for last in "0123456789":
        try:
            return read(f"48219307{last}")
        except InvalidInput:
            continue
    raise AssertionError


@pytest.mark.parametrize("said", ["482-193-07\N{SUPERSCRIPT TWO}", "482-193-07", "", "\N{CIRCLED DIGIT ONE}" * 9])
def test_what_is_no_reference_is_refused_with_a_sentence(said: str) -> None:
    with pytest.raises(InvalidInput, match="nine digits"):
        read(said)


def test_digits_of_another_script_are_the_same_digits() -> None:
    arabic = "".join(chr(0x660 + int(each)) for each in digits_of(_with_check()))
    assert read(arabic) == _with_check()
    assert digits_of(arabic) == digits_of(_with_check())
