"""What is read at once: short texts whole, longer ones by the sentence, and no more than there is time for."""

import pytest

from skills.classifying.sentences import MOST_WORDS, PART, SHORT, parts


@pytest.mark.parametrize("text", ["", "bins", "One. Two.\nThree!", "word " * SHORT])
def test_a_short_text_is_read_whole(text: str) -> None:
    assert parts(text) == [text]


def test_a_longer_one_is_read_by_the_sentence() -> None:
    sentences = [f"{name} " + "goes on " * 8 + "here." for name in ("One", "Two", "Three", "Four")]
    assert parts(" ".join(sentences)) == [" ".join(each.split()) for each in sentences]


def test_short_sentences_stand_together() -> None:
    found = parts("We have a cat. " * 20)
    assert {len(part.split()) for part in found} == {PART - PART % 4}


def test_a_text_without_an_end_of_a_sentence_is_read_at_once() -> None:
    assert [len(part.split()) for part in parts("and then " * 40)] == [80]


def test_what_is_too_long_is_not_read_to_its_end() -> None:
    assert sum(len(part.split()) for part in parts("Here is one more sentence.\n" * 500)) == MOST_WORDS
    assert len(parts("\n" * 20 + "word " * 5000 + "\n\n")) == 1
