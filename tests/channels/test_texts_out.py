"""Texts through the real carrier library and the stand-in carrier's process."""

from datetime import timedelta

import httpx
import pytest

from channels.messages import TextStatus
from channels.sms.outbound import SmsOutbound
from core.clock import SystemClock
from core.errors import InvalidInput, Refused
from tests.channels.conftest import NUMBER
from tests.channels.office import Office

RESIDENT = "+447700900124"
STOPPED = "+447700900125"


def test_a_text_goes_out_and_its_delivery_is_told(sandbox: httpx.Client, office: Office, sms: SmsOutbound) -> None:
    sid = sms.send(RESIDENT, "Your reference is 572-413-865.")
    told = office.wait_for("sms/status", lambda change: change.status is TextStatus.DELIVERED)
    assert told.sid == sid
    kept = sandbox.get("/sandbox/texts", params={"number": RESIDENT}).json()
    assert [text["body"] for text in kept] == ["Your reference is 572-413-865."]


def test_a_text_comes_in_and_is_listed(sandbox: httpx.Client, office: Office, sms: SmsOutbound) -> None:
    sandbox.post("/sandbox/texts", json={"from": RESIDENT, "body": "Pothole in Mill Lane"}).raise_for_status()
    text = office.wait_for("sms/incoming", lambda text: text.from_ == RESIDENT)
    assert (text.to, text.body, text.segments) == (NUMBER, "Pothole in Mill Lane", 1)
    listed = {each.sid: each for each in sms.recent(SystemClock().now() - timedelta(days=1))}
    assert (listed[text.sid].inbound, listed[text.sid].body) == (True, "Pothole in Mill Lane")
    assert listed[text.sid].sent_at is not None


def test_whoever_said_stop_is_not_texted(sandbox: httpx.Client, office: Office, sms: SmsOutbound) -> None:
    sandbox.post("/sandbox/texts", json={"from": STOPPED, "body": "STOP"}).raise_for_status()
    office.wait_for("sms/incoming", lambda text: text.from_ == STOPPED)
    with pytest.raises(Refused, match=r"no more texts from us \(STOP\)"):
        sms.send(STOPPED, "Hello")


def test_what_cannot_be_sent_is_said_before_it_is_tried(sms: SmsOutbound) -> None:
    with pytest.raises(InvalidInput, match="needs some words"):
        sms.send(RESIDENT, " \n")
    with pytest.raises(InvalidInput, match="1,600 characters"):
        sms.send(RESIDENT, "a" * 1601)


def test_a_number_that_is_none_is_refused_in_words(sms: SmsOutbound) -> None:
    with pytest.raises(Refused, match="not a number that can be"):
        sms.send("12", "Hello")
