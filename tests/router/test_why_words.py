"""How explanations say lengths of time and places."""

import pytest

from router.explain.words import CHANNELS, a_one, lasting, ordinal


@pytest.mark.parametrize(
    ("ms", "says"),
    [
        (0, "0 s"),
        (1, "1 s"),
        (40_000, "40 s"),
        (119_000, "119 s"),
        (121_000, "3 min"),
        (7_500_000, "2 h 5 min"),
        (200 * 3_600_000, "9 days"),
    ],
)
def test_how_long(ms: int, says: str) -> None:
    assert lasting(ms) == says


def test_one_contact_of_each_channel_has_its_article() -> None:
    assert [a_one(channel) for channel in (*CHANNELS, "unheard of")] == [
        "a call", "a text", "a WhatsApp message", "an email", "a letter", "a web form", "a web chat", "a visitor",
        "a spoken message", "a contact",
    ]  # fmt: skip


def test_ordinals() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 21, 22, 103, 111)] == [
        "first", "second", "third", "4th", "11th", "12th", "21st", "22nd", "103rd", "111th",
    ]  # fmt: skip
