"""How what somebody said, and what they call themselves, is shortened to a line."""

import pytest

from centre.shown import claimed, cut


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("A hole", "A hole", id="what is short stays as it is"),
        pytest.param("A  hole\n\nin Mill Lane", "A hole in…", id="a word that does not fit whole is left out"),
        pytest.param("A hole, in Mill Lane", "A hole…", id="no mark stands before the dots"),
        pytest.param("A hole a b", "A hole a b", id="what just fits is whole"),
        pytest.param("A hole a bcd", "A hole a…", id="a word that ends where the dots begin is kept"),
        pytest.param("x" * 30, "x" * 9 + "…", id="one word that is longer than the line is cut"),
    ],
)
async def test_what_was_said_ends_with_a_whole_word(text: str, shown: str) -> None:
    assert cut(text, 10) == shown
    assert len(cut(text, 10)) <= 10


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param(" Tom\t Reed ", "Tom Reed", id="a name"),
        pytest.param("clerk@example.org", "", id="an address in its place is no name"),
        pytest.param("Tom " * 40, ("Tom " * 15).strip() + "…", id="a name that goes on is cut"),
    ],
)
async def test_a_claimed_name_is_short_and_no_address(name: str, shown: str) -> None:
    assert claimed(name) == shown
