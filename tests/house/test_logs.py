"""Log lines: nothing in them that belongs to a person."""

import pytest

from switchboard.logs import masked

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
