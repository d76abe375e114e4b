"""Cutting a text into the pieces that the sentence model knows."""

import pytest

from skills.classifying.wordpiece import WordPiece

VOCABULARY = {
    piece: number
    for number, piece in enumerate(
        ["[UNK]", "[CLS]", "[SEP]", "pot", "##hole", "##s", "cafe", "a", ",", "_", "£", "##h", "don", "'", "t"]
    )
}
NAMES = {number: piece for piece, number in VOCABULARY.items()}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Potholes", ["pot", "##hole", "##s"]),
        ("CAFÉ", ["cafe"]),
        ("a,pot", ["a", ",", "pot"]),
        ("don't", ["don", "'", "t"]),
        ("£_a", ["£", "_", "a"]),
        ("potx pot", ["[UNK]", "pot"]),
        ("pot" * 40, ["[UNK]"]),
        ("po​t", ["pot"]),
    ],
)
def test_a_text_becomes_known_pieces(text: str, pieces: list[str]) -> None:
    found = [NAMES[number] for number in WordPiece(VOCABULARY).numbers(text, 128)]
    assert found == ["[CLS]", *pieces, "[SEP]"]


@pytest.mark.parametrize("most", [3, 4, 10])
def test_what_is_too_long_is_cut_off(most: int) -> None:
    numbers = WordPiece(VOCABULARY).numbers("potholes " * 50, most)
    assert len(numbers) == most
    assert (NAMES[numbers[0]], NAMES[numbers[-1]]) == ("[CLS]", "[SEP]")
