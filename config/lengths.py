"""Lengths of time as people write them: `20 s`, `15 min`, `2 h`, `1 working day`. All become working seconds."""

import re
from typing import Annotated

from pydantic import AfterValidator

from core.errors import InvalidInput

UNITS = {"s": 1, "min": 60, "h": 3600}
_LENGTH = re.compile(r"(\d+) (s|min|h|working days?)")


def seconds(text: str, *, working_day_s: int) -> int:
    """The length in seconds; a working day is as long as the calendar it is counted on."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None or int(found[1]) == 0:
        raise InvalidInput("A length is written as `20 s`, `15 min`, `2 h` or `1 working day`.")
    number, unit = int(found[1]), found[2]
    return number * UNITS.get(unit, working_day_s)


def _checked(text: str) -> str:
    try:
        seconds(text, working_day_s=1)
    except InvalidInput as error:
        raise ValueError(str(error)) from None
    return text


Length = Annotated[str, AfterValidator(_checked)]
