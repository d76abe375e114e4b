"""Messages read into our words, row by row from the data file."""

import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.email.inbound import read
from core.errors import InvalidInput

ROWS: list[dict[str, Any]] = list(YAML(typ="safe").load(Path(__file__).parent / "cases" / "email.yaml"))


def _label(row: dict[str, Any]) -> str:
    return str(row["label"])


@pytest.mark.parametrize("row", ROWS, ids=_label)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["Unix lines", "Internet lines"])
def test_a_message_means_what_its_row_says(row: dict[str, Any], line_end: str) -> None:
    raw = row["raw"].replace("\n", line_end).encode()
    if "error" in row:
        with pytest.raises(InvalidInput) as caught:
            read(raw)
        assert str(caught.value) == row["error"]
        return
    told = read(raw).to_dict()
    assert {name: told[name] for name in row["means"]} == row["means"]


def test_every_field_of_a_message_stands_in_a_row() -> None:
    told = read(b"From: a@example.org\n\nx").to_dict()
    assert set(told) == {name for row in ROWS for name in row.get("means", {})}


SENDERS = [
    pytest.param(["Anne Smith <anne@example.org>"], False, id="a name and an address"),
    pytest.param(['"anne@example.org" <anne@example.org> (home)'], False, id="a quoted name and a comment"),
    pytest.param(["anne@example.org"], False, id="an address"),
    pytest.param(["victim@example.org <eve@evil.example>"], False, id="an address for a name: it is no sender"),
    pytest.param(["anne@example.org, eve@evil.example"], True, id="two addresses"),
    pytest.param(["anne@example.org", "eve@evil.example"], True, id="two fields"),
    pytest.param(["anne@example.org", "anne@example.org"], True, id="the same field twice"),
    pytest.param(["victim@example.org(x)@evil.example"], True, id="an address with something behind it"),
    pytest.param(["Anne"], True, id="a name alone"),
]


@pytest.mark.parametrize(("froms", "unclear"), SENDERS)
def test_one_sender_is_named_plainly_or_the_message_says_that_it_is_not(froms: list[str], unclear: bool) -> None:
    head = "".join(f"From: {each}\n" for each in froms)
    assert read(f"{head}Sender: victim@example.org\n\nPlease".encode()).unclear_sender is unclear


def test_of_more_headers_than_are_read_one_may_name_another_sender() -> None:
    many = "X-Filler: x\n" * 2_000
    assert read(f"From: victim@example.org\n{many}From: eve@evil.example\n\nPlease".encode()).unclear_sender


LONG_FIELDS = ('\\"' * 30_000 + "@@<", "<a@" * 20_000, '"a@' * 20_000, '("' * 30_000 + "@@<", "a@b <" * 13_000)


@pytest.mark.parametrize("value", LONG_FIELDS, ids=lambda value: f"{value[:6]}…")
def test_a_field_made_to_take_long_does_not(value: str) -> None:
    start = time.process_time()
    read(f"From: {value}\n\nPlease".encode())
    assert time.process_time() - start < 2


def test_every_recipient_to_whom_it_failed_is_told_of_the_worst_first() -> None:
    groups = [("slow@x.org", "delayed", "4.4.1"), ("full@x.org", "failed", "5.2.2"), ("gone@x.org", "failed", "5.1.1")]
    groups += [("there@x.org", "delivered", "2.0.0"), ("Gone@x.org", "delayed", "4.4.1")]
    said = "".join(f"\nFinal-Recipient: rfc822; {who}\nAction: {did}\nStatus: {how}\n" for who, did, how in groups)
    head = "From: mailer-daemon@x.org\nContent-Type: multipart/report; boundary=b\n\n--b\n"
    found = read(f"{head}Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n{said}--b--".encode()).bounces
    assert [each.recipient for each in found] == ["gone@x.org", "full@x.org", "slow@x.org"]


def test_every_recipient_that_a_report_in_prose_names_is_told() -> None:
    raw = b"X-Failed-Recipients: gone@x.org, away@x.org\nFrom: mailer-daemon@x.org\n\nIt could not be delivered."
    assert sorted(each.recipient for each in read(raw).bounces) == ["away@x.org", "gone@x.org"]
