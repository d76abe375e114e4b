"""The carrier's forms read into our words, row by row from the data files; every request has a reader with rows."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.phone import inbound as phone
from channels.sms import inbound as sms
from core.errors import InvalidInput

CALL = {
    "CallSid": "CA1",
    "AccountSid": "AC1",
    "From": "+447700900123",
    "To": "+441632960100",
    "CallStatus": "ringing",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
}
TEXT = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "+447700900123", "To": "+441632960100"}
HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(HERE / "cases" / f"{name}.yaml"))


PHONE, SMS = _rows("phone"), _rows("sms")


def _label(row: dict[str, Any]) -> str:
    return str(row["label"])


def _form(usual: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[each.url, each.content_type] for each in value]
    return value


def _check(read: Any, form: dict[str, str], row: dict[str, Any]) -> None:
    if "error" in row:
        with pytest.raises(InvalidInput, match=row["error"]) as caught:
            read(form)
        assert caught.value.field == row["field"]
        return
    event = read(form)
    assert {name: _plain(getattr(event, name)) for name in row.get("means", {})} == row.get("means", {})
    call = row.get("call", {})
    assert {name: getattr(event.call, name) for name in call} == call
    assert (event.raw if hasattr(event, "raw") else event.call.raw) == form


@pytest.mark.parametrize("row", PHONE, ids=_label)
def test_phone(row: dict[str, Any]) -> None:
    _check(phone.READERS[row["reader"]], _form(CALL, row["with"]), row)


@pytest.mark.parametrize("row", SMS, ids=_label)
def test_sms(row: dict[str, Any]) -> None:
    _check(sms.READERS[row["reader"]], _form(TEXT, row["with"]), row)


def test_every_reader_has_rows() -> None:
    read = {phone.READERS[row["reader"]] for row in PHONE} | {sms.READERS[row["reader"]] for row in SMS}
    assert read == {*phone.READERS.values(), *sms.READERS.values()}


@pytest.mark.parametrize("status", list(phone.CallStatus))
def test_a_call_is_over_in_its_last_states_only(status: phone.CallStatus) -> None:
    assert status.over is (status.value in {"completed", "busy", "failed", "no-answer", "canceled"})
