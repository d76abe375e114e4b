"""What the doctor says of WhatsApp."""

import shutil
from pathlib import Path

import pytest

from config.county import DEFAULTS
from config.settings import load_settings
from core.errors import ConfigInvalid
from switchboard.checks.finding import Verdict
from switchboard.checks.whatsapp import whatsapp

ACCOUNT = {"twilio_account_sid": "AC" + "1" * 32, "twilio_auth_token": "token"}
SENDER, TEMPLATE = {"twilio_whatsapp_number": "+441632960100"}, {"twilio_whatsapp_template": "HX" + "1" * 32}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_WHATSAPP_NUMBER", "TWILIO_WHATSAPP_TEMPLATE", "COUNTY_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SWITCHBOARD_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("given", "verdicts"),
    [
        pytest.param(ACCOUNT, ["fine"], id="an account without a sender: off, and nothing to do"),
        pytest.param({}, ["fine", "fine"], id="the sandbox has a sender and a template"),
        pytest.param(ACCOUNT | SENDER, ["fine", "note", "note"], id="a sender without a template"),
        pytest.param(ACCOUNT | SENDER | TEMPLATE, ["fine", "note", "fine"], id="a sender and a template"),
    ],
)
def test_it_is_on_or_off_and_has_something_to_send(given: dict[str, object], verdicts: list[str]) -> None:
    found = list(whatsapp(load_settings(**given)))
    assert [each.verdict.value for each in found] == verdicts
    assert ("is off" in found[0].found) is (given == ACCOUNT)


def test_a_county_without_the_approved_words_is_told_to_write_them(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    shutil.copytree(DEFAULTS, folder)
    council = (folder / "council.yaml").read_text("utf-8")
    (folder / "council.yaml").write_text(council.replace("whatsapp-again:", "something-else:"), "utf-8")
    found = list(whatsapp(load_settings(**ACCOUNT, **SENDER, **TEMPLATE, county_folder=folder)))
    assert (found[-1].verdict, "whatsapp-again" in found[-1].fix) == (Verdict.WRONG, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(
            {"twilio_whatsapp_number": "01632 960100"}, "TWILIO_WHATSAPP_NUMBER", id="a number as it is dialled"
        ),
        pytest.param({"twilio_whatsapp_template": "SM" + "1" * 32}, "TWILIO_WHATSAPP_TEMPLATE", id="a message's SID"),
    ],
)
def test_a_wrong_value_is_named(given: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigInvalid, match=says):
        load_settings(**given)
