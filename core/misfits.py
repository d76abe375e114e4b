"""What is wrong with a value of a document, in words for whoever wrote it: what stands there, and what may.

Words are told back only where they are one of a few, or a name for something of ours: others may be nobody's to read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, Final

from pydantic import AfterValidator
from pydantic_core import ErrorDetails, PydanticCustomError

WRITTEN: Final = "written"
LONGEST: Final = 40
"""Of what is told back."""

WHOLE: Final = "This must be a whole number, and is {given}."
NUMBER: Final = "This must be a number, and is {given}."
TRUTH: Final = "This must be true or false, and is {given}."
KEYS: Final = "This must be keys, each with its value, and is {kind}."
LIST: Final = "This must be a list, and is {kind}."
ONE_OF: Final = "This must be one of {expected}, and is {given}."
DATE: Final = "This must be a date like 2026-11-23, and is {given}."
MOMENT: Final = "This must be a moment like 2026-11-23 10:00, and is {given}."

SENTENCES: Final[Mapping[str, str]] = {
    WRITTEN: "This must be {allowed}, and is {given}.",
    "extra_forbidden": "There is no key `{key}` here.",
    "invalid_key": "A key must be words, and this one is {given}.",
    "missing": "The key `{key}` is missing.",
    "string_type": "This must be words, and is {kind}.",
    "string_too_short": "This must have {min_length} characters or more, and has {length}.",
    "string_too_long": "This must have {max_length} characters or fewer, and has {length}.",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": "This must be a number with an end, and is {given}.",
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "dict_type": KEYS,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
    "tuple_type": LIST,
    "list_type": LIST,
    "too_short": "This must have {min_length} or more in it, and has {actual_length}.",
    "too_long": "This must have {max_length} or fewer in it, and has {actual_length}.",
    "literal_error": ONE_OF,
    "enum": ONE_OF,
    "union_tag_invalid": "The key `{tag_key}` must be one of {expected_tags}, and is `{tag}`.",
    "union_tag_not_found": "The key `{tag_key}` is missing.",
    "greater_than": "This must be more than {gt}, and is {given}.",
    "greater_than_equal": "This must be {ge} or more, and is {given}.",
    "less_than": "This must be less than {lt}, and is {given}.",
    "less_than_equal": "This must be {le} or less, and is {given}.",
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
}
"""What a person reads in place of the validator's own words, by the kind of its error."""

OTHER: Final = "This is not what belongs here: it is {kind}."
TOO_FEW: Final = "This list has too few in it: another must stand after what is there."
EMPTY: Final = "This must not be empty."


def written(pattern: str, allowed: str) -> AfterValidator:
    """For a field of words: all of them must be like `pattern`, which people are told as `allowed`."""
    whole = re.compile(pattern)

    def check(text: str) -> str:
        if not whole.fullmatch(text):
            raise PydanticCustomError(WRITTEN, "This must be {allowed}", {"allowed": allowed})
        return text

    return AfterValidator(check)


SLUG: Final = written("[a-z][a-z0-9-]*", "a name of small letters, digits and hyphens that begins with a letter")


def sentence(details: ErrorDetails) -> str:
    """One of a validator's errors as a sentence. One that a model raised itself is its own."""
    kind, given = details["type"], details["input"]
    if kind in ("value_error", "assertion_error"):
        return f"{details['msg'].removeprefix('Value error, ').rstrip('.')}."
    if kind == "missing" and details["loc"] and isinstance(details["loc"][-1], int):
        return TOO_FEW
    context: dict[str, Any] = {name: _number(value) for name, value in details.get("ctx", {}).items()}
    if kind == "string_too_short" and not given:
        return EMPTY
    return SENTENCES.get(kind, OTHER).format(
        key=next((part for part in reversed(details["loc"]) if isinstance(part, str)), ""),
        given=_given(given),
        kind=_kind(given),
        length=len(given) if isinstance(given, str) else 0,
        tag_key=str(context.get("discriminator", "")).strip("'"),
        **context,
    )


def _number(value: Any) -> Any:
    """A limit as people write it: 3, not 3.0."""
    return f"{value:g}" if isinstance(value, float) else value


def _given(value: Any) -> str:
    if isinstance(value, str):
        return f"`{value[:LONGEST]}{'…' if len(value) > LONGEST else ''}`" if value else "empty"
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return _kind(value)


KINDS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...]] = (
    (type(None), lambda _: "empty"),
    (bool, lambda value: "true" if value else "false"),
    ((int, float), lambda _: "a number"),
    (str, lambda value: "words" if value else "empty"),
    ((list, tuple), lambda value: "a list" if value else "an empty list"),
    (dict, lambda _: "keys with their values"),
    ((date, time), lambda _: "a date"),
)


def _kind(value: Any) -> str:
    return next((told(value) for kinds, told in KINDS if isinstance(value, kinds)), "something else")
