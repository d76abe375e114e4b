"""WhatsApp through the real carrier library and the stand-in carrier's process; and each failure has its sentence."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from channels.carrier import REFUSALS, Carrier
from channels.messages import TextStatus
from channels.sms.outbound import SmsOutbound
from channels.whatsapp.failures import WHY, why
from channels.whatsapp.outbound import WhatsAppOutbound
from core.clock import SystemClock
from core.errors import Refused
from tests.channels.conftest import NUMBER, TEMPLATE
from tests.channels.office import Office

RESIDENT, NOBODY = "+447700900126", "+447700900127"
OURS = f"whatsapp:{NUMBER}"


def _writes(sandbox: httpx.Client, office: Office, body: str = "Pothole in Mill Lane") -> Any:
    said = {"from": RESIDENT, "body": body, "whatsapp": True, "profile": "Margaret"}
    sandbox.post("/sandbox/texts", json=said).raise_for_status()
    return office.wait_for("whatsapp/incoming", lambda text: text.from_ == f"whatsapp:{RESIDENT}")


def test_a_message_comes_in_is_listed_and_is_no_text(
    sandbox: httpx.Client, office: Office, whatsapp: WhatsAppOutbound, sms: SmsOutbound
) -> None:
    text = _writes(sandbox, office)
    assert (text.to, text.body, text.name) == (OURS, "Pothole in Mill Lane", "Margaret")
    since = SystemClock().now() - timedelta(days=1)
    assert [each.inbound for each in whatsapp.recent(since) if each.sid == text.sid] == [True]
    assert text.sid not in {each.sid for each in sms.recent(since)}


def test_an_answer_goes_out_and_is_heard_of_until_it_is_read(
    sandbox: httpx.Client, office: Office, whatsapp: WhatsAppOutbound
) -> None:
    _writes(sandbox, office)
    sid = whatsapp.send(RESIDENT, "Your reference is 572-413-865.")
    told = office.wait_for("whatsapp/status", lambda change: change.status is TextStatus.DELIVERED)
    assert (told.sid, told.sender) == (sid, OURS)
    sandbox.post(f"/sandbox/texts/{sid}/read").raise_for_status()
    office.wait_for("whatsapp/status", lambda change: (change.sid, change.status) == (sid, TextStatus.READ))
    listed = whatsapp.sent_to(RESIDENT, SystemClock().now() - timedelta(minutes=5))
    assert [each.body for each in listed if each.sid == sid] == ["Your reference is 572-413-865."]


def test_to_whoever_never_wrote_only_approved_words_go(office: Office, whatsapp: WhatsAppOutbound) -> None:
    free = whatsapp.send(NOBODY, "Hello")
    told = office.wait_for("whatsapp/status", lambda change: change.sid == free)
    assert (told.status, told.error_code) == (TextStatus.FAILED, 63016)
    approved = whatsapp.send(NOBODY, "Please write again.", template=TEMPLATE)
    office.wait_for("whatsapp/status", lambda change: (change.sid, change.status) == (approved, TextStatus.DELIVERED))


@pytest.mark.parametrize(
    ("number", "template", "says"),
    [
        pytest.param("+441632960999", "", "TWILIO_WHATSAPP_NUMBER", id="a sender that is not ours"),
        pytest.param(NUMBER, "HX" + "0" * 32, "TWILIO_WHATSAPP_TEMPLATE", id="a template that is none"),
    ],
)
def test_what_is_set_wrongly_is_said(carrier: Carrier, office: Office, number: str, template: str, says: str) -> None:
    out = WhatsAppOutbound(carrier, number=number, public_url=office.url)
    with pytest.raises(Refused, match=says):
        out.send(RESIDENT, "Hello", template=template)


@pytest.mark.parametrize("code", sorted(WHY))
def test_every_failure_is_a_sentence_whether_it_is_told_at_once_or_later(code: int) -> None:
    sentence = why(code)
    assert sentence is not None
    assert sentence.endswith(".")
    assert code in REFUSALS


def test_a_failure_without_a_code_has_no_sentence_and_an_unknown_one_names_it() -> None:
    assert (why(None), why(63999)) == (None, "The carrier could not deliver it (error 63999).")
