"""What whoever wrote a text is told when it is not YAML, and where."""

import pytest

from core.document import DEEPEST, Document
from core.errors import ConfigInvalid

MISTAKES = [
    ("a bracket that nothing closes", "a: [1, 2\nb: 3", 1, 4, "The bracket `[` is opened here"),
    ("a brace that nothing closes", "a: {b: 1", 1, 4, "The bracket `{` is opened here"),
    ("a bracket at the end", "a: 1\nb: [\n", 2, 4, "The bracket `[` is opened here"),
    ("a brace within a bracket at the end", "a: [1, {b:\n", 1, 8, "The bracket `{` is opened here"),
    ("a bracket behind one that is closed", "a: [1]\nb: {c: [\n", 2, 8, "The bracket `[` is opened here"),
    ("a quote that nothing closes", "a: 'x\nb: 2", 1, 4, "A quote is opened here"),
    ("a colon among words", "a: b: c", 1, 5, "No colon is expected here."),
    ("a key without its colon", "a\nb: 1", 2, 2, "No colon is expected here."),
    ("a key too far to the right", "a: 1\n  b: 2", 2, 4, "No colon is expected here."),
    ("a key too far to the left", "a:\n  b: 1\n c: 2", 3, 2, "This does not fit what stands above it."),
    ("a list beside keys", "a: 1\n- b", 2, 1, "This does not fit what stands above it."),
    ("a list on the line of its key", "a: - b", 1, 4, "A list begins on a line of its own"),
    ("a tab", "a:\n\tb: 1", 2, 1, "A tab stands here."),
    ("words that begin with a sign", "a: @x", 1, 4, "Words that begin with `@` go in quotes."),
    ("a second document", "a: 1\n---\nb: 2", 2, 1, "A second document begins here."),
    ("a bracket that closes nothing", "a: 1\nb: ]", 2, 4, "A value is missing before `]`."),
    ("a character of no kind", "a: 1\nb: x\0y", 2, 5, "A character stands here that nobody can read."),
    ("a day that is in no calendar", "a: 1\nb: 2026-02-30", 2, 4, "There is no such date or number."),
    ("a list in 41 lists", "a: " + "[" * 40 + "]" * 40, 1, 43, "This stands within more than 40 lists or keys."),
    ("brackets without end", "a: " + "[" * 2000, 1, 43, "This stands within more than 40 lists or keys."),
    ("lists without end", "- " * 2000, 1, 81, "This stands within more than 40 lists or keys."),
    ("keys without end", "\n".join(" " * i + "a:" for i in range(500)), 41, 41, "This stands within more than 40"),
    ("a key twice", "a: 1\na: 2", 2, 1, "The key `a` stands here twice."),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), [pytest.param(*row[1:], id=row[0]) for row in MISTAKES])
def test_it_is_told_in_plain_words_where_it_is(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        Document(text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert problem.message.startswith(words)


def test_what_is_as_deep_as_may_be_is_read() -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert str(Document(text).values) == text
