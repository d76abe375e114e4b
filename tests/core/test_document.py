"""What is told of a value that does not fit: what may stand there, and what does."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from core.document import Document, model_of
from core.errors import ConfigInvalid
from core.misfits import SLUG


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: Annotated[str, Field(min_length=1, max_length=12)] = "x"
    password: Annotated[str, Field(min_length=8)] = "long enough"
    name: Annotated[str, SLUG] = "x"
    whole: Annotated[int, Field(ge=1, le=5)] = 1
    number: Annotated[float, Field(gt=0, lt=2.5, allow_inf_nan=False)] = 1
    truth: bool = True
    colour: Colour = Colour.RED
    size: Literal["big", "small"] = "big"
    some: Annotated[tuple[int, ...], Field(min_length=1, max_length=2)] = (1,)
    pair: tuple[int, int] = (1, 2)
    part: dict[str, int] = {}
    day: date = date(2026, 1, 1)
    at: datetime | None = None
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] = Cat(kind="cat")


MISFITS = [
    ("words: ''", "This must not be empty."),
    ("words: 3", "This must be words, and is a number."),
    ("words:", "This must be words, and is empty."),
    ("words: much longer than that", "This must have 12 characters or fewer, and has 21."),
    ("password: secret", "This must have 8 characters or more, and has 6."),
    ("password: 12345678", "This must be words, and is a number."),
    ("name: A b", "This must be a name of small letters, digits and hyphens that begins with a letter, and is `A b`."),
    ("name: " + 50 * "A", f"letter, and is `{40 * 'A'}…`."),
    ("whole: 9", "This must be 5 or less, and is 9."),
    ("whole: 0", "This must be 1 or more, and is 0."),
    ("whole: two", "This must be a whole number, and is `two`."),
    ("whole: 2.5", "This must be a whole number, and is 2.5."),
    ("whole: [1]", "This must be a whole number, and is a list."),
    ("number: 2.5", "This must be less than 2.5, and is 2.5."),
    ("number: 0", "This must be more than 0, and is 0."),
    ("number: .inf", "This must be a number with an end, and is inf."),
    ("number: much", "This must be a number, and is `much`."),
    ("truth: maybe", "This must be true or false, and is `maybe`."),
    ("colour: green", "This must be one of 'red' or 'blue', and is `green`."),
    ("size: middling", "This must be one of 'big' or 'small', and is `middling`."),
    ("some: 3", "This must be a list, and is a number."),
    ("some: []", "This must have 1 or more in it, and has 0."),
    ("some: [1, 2, 3]", "This must have 2 or fewer in it, and has 3."),
    ("pair: [1]", "This list has too few in it: another must stand after what is there."),
    ("part: [1]", "This must be keys, each with its value, and is a list."),
    ("day: soon", "This must be a date like 2026-11-23, and is `soon`."),
    ("at: soon", "This must be a moment like 2026-11-23 10:00, and is `soon`."),
    ("pet: {kind: cow}", "The key `kind` must be one of 'cat', 'dog', and is `cow`."),
    ("pet: {}", "The key `kind` is missing."),
    ("2.5: 1", "A key must be words, and this one is 2.5."),
    ("else: 1", "There is no key `else` here."),
]


@pytest.mark.parametrize(("text", "told"), MISFITS)
def test_what_does_not_fit_is_told_with_what_stands_there(text: str, told: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        model_of(Document(text, file="x.yaml"), Shape)
    (problem,) = caught.value.problems
    assert problem.message.endswith(told)
    assert str(problem).startswith("x.yaml:1:1: ")
    assert "secret" not in problem.message


def test_a_kind_of_mistake_that_nobody_thought_of_is_told_in_plain_words_too() -> None:
    class Other(BaseModel):
        many: frozenset[int]

    with pytest.raises(ConfigInvalid) as caught:
        model_of(Document("many: 3"), Other)
    assert [problem.message for problem in caught.value.problems] == ["This is not what belongs here: it is a number."]


TWICE = "a: 1\nb: [{c: 1, c: 2}]\na: 2\n1: x\n'1': y\na: 3\n"


def test_every_key_that_stands_twice_is_told_with_its_place() -> None:
    """A number is another key than the word for it."""
    with pytest.raises(ConfigInvalid) as caught:
        Document(TWICE)
    assert [str(problem) for problem in caught.value.problems] == [
        "2:12: The key `c` stands here twice.",
        "3:1: The key `a` stands here twice.",
        "6:1: The key `a` stands here twice.",
    ]


def test_whoever_tells_more_reads_the_first_and_where_it_stands() -> None:
    document = Document(TWICE, keep_first=True)
    assert document.values == {"a": 1, "b": [{"c": 1}], 1: "x", "1": "y"}
    assert sorted((tuple(path), problem.line) for path, problem in document.twice) == [
        (("a",), 3),
        (("a",), 6),
        (("b", 0, "c"), 2),
    ]
