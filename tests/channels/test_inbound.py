"""The carrier's forms read into our words, row by row from the data files; every request has a reader with rows."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.messages import Spot, bare, channel_of
from channels.phone import inbound as phone
from channels.sms import inbound as sms
from channels.whatsapp import inbound as whatsapp
from core.channel import Channel
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
TEXT: dict[str, str] = {"MessageSid": "SM1", "AccountSid": "AC1", "From": "+447700900123", "To": "+441632960100"}
MESSAGE = TEXT | {"From": "whatsapp:+447700900123", "To": "whatsapp:+441632960100"}
HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load(HERE / "cases" / f"{name}.yaml"))


PHONE, SMS, WHATSAPP = _rows("phone"), _rows("sms"), _rows("whatsapp")


def _label(row: dict[str, Any]) -> str:
    return str(row["label"])


def _form(usual: dict[str, str], changes: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[each.url, each.content_type] for each in value]
    if isinstance(value, Spot):
        return [value.lat, value.lng, value.named]
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


@pytest.mark.parametrize("row", WHATSAPP, ids=_label)
def test_whatsapp(row: dict[str, Any]) -> None:
    _check(whatsapp.READERS[row["reader"]], _form(MESSAGE, row["with"]), row)


@pytest.mark.parametrize(
    ("readers", "rows"),
    [
        pytest.param(phone.READERS, PHONE, id="phone"),
        pytest.param(sms.READERS, SMS, id="sms"),
        pytest.param(whatsapp.READERS, WHATSAPP, id="whatsapp"),
    ],
)
def test_every_reader_has_rows(readers: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    assert {readers[row["reader"]] for row in rows} == set(readers.values())


ADDRESSES = [
    pytest.param("+447700900123", Channel.SMS, "+447700900123", id="a number is a text's"),
    pytest.param("whatsapp:+447700900123", Channel.WHATSAPP, "+447700900123", id="WhatsApp says so"),
    pytest.param("messenger:1234", Channel.SMS, "messenger:1234", id="what nobody here knows stays whole"),
    pytest.param("MYBANK", Channel.SMS, "MYBANK", id="a name is nobody's number"),
]


@pytest.mark.parametrize(("address", "channel", "number"), ADDRESSES)
def test_an_address_says_which_channel_it_is(address: str, channel: Channel, number: str) -> None:
    assert (channel_of(address), bare(address)) == (channel, number)


@pytest.mark.parametrize("status", list(phone.CallStatus))
def test_a_call_is_over_in_its_last_states_only(status: phone.CallStatus) -> None:
    assert status.over is (status.value in {"completed", "busy", "failed", "no-answer", "canceled"})
