"""Log lines: nothing in them that belongs to a person."""

import sys
from typing import Any

import pytest

from switchboard.logs import masked, where_it_broke

ROWS = [
    pytest.param("ringing +447700900123 now", "ringing [masked] now", id="a number"),
    pytest.param("To=%2B447700900123&x=1", "To=[masked]&x=1", id="a number in an address"),
    pytest.param("from 07700 900123", "from [masked]", id="a number as people write it"),
    pytest.param("mail to ada.pike+home@mail.example.org failed", "mail to [masked] failed", id="an email address"),
    pytest.param("con_01kaz8q9 took 1200 ms at 2026-11-30T10:15:00Z", None, id="ids, figures and times stay"),
    pytest.param("listening on 127.0.0.1:8000", None, id="our own address stays"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_personal_data_is_masked(text: str, expected: str | None) -> None:
    event = masked(None, "info", {"event": text, "count": 3})
    assert event == {"event": expected or text, "count": 3}


def _breaks() -> None:
    try:
        raise KeyError("Ada Example, 1 Mill Lane")
    except KeyError as error:
        raise ValueError("Ada Example fell in Mill Lane") from error


@pytest.mark.parametrize("as_given", ["the error itself", "true", "a triple"])
def test_an_exception_is_told_by_its_kind_and_place_and_never_by_its_words(as_given: str) -> None:
    try:
        _breaks()
    except ValueError as error:
        given: Any = {"the error itself": error, "true": True, "a triple": sys.exc_info()}[as_given]
        told = where_it_broke(None, "error", {"event": "job_failed", "exc_info": given})
    assert "Ada" not in str(told)
    assert "Mill" not in str(told)
    first, cause = told["exception"].splitlines()
    assert first.startswith("ValueError > ")
    assert cause.startswith("KeyError > ")
    assert "test_logs.py" in first


def test_without_an_exception_nothing_is_added() -> None:
    assert where_it_broke(None, "info", {"event": "started"}) == {"event": "started"}
