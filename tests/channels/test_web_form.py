"""The public form's own words read, its files looked at, its seals kept."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from channels.web_form import inbound
from channels.web_form.checking import about_details, about_matter
from channels.web_form.files import LONGEST_NAME, MOST_BYTES, Upload, shown_name
from channels.web_form.inbound import Details
from channels.web_form.verify import Seals
from core.service import FieldKind, ReferralField, Service

ROWS = list(YAML(typ="safe").load(Path(__file__).parent / "cases" / "web_form.yaml"))
NOW = datetime(2030, 3, 4, 9, 30, tzinfo=UTC)
SERVICE = Service(
    id="a/b",
    label="A",
    spoken="a",
    skill="a",
    fields=(
        ReferralField(name="place", label="Where is it?", kind=FieldKind.PLACE),
        ReferralField(name="born", label="Date of birth", kind=FieldKind.DATE, past=True),
        ReferralField(name="line", label="A line"),
        ReferralField(name="secret", label="For agents", public=False),
    ),
)


TODAY = date(2026, 11, 27)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["label"]))
def test_a_form_is_read_as_its_row_says(row: dict[str, Any]) -> None:
    sent = inbound.sent(SERVICE, row["with"])
    assert sent.answers == row["answers"]
    assert sent.place == row.get("place") or "place" not in row


@pytest.mark.parametrize(("day", "wrong"), [("27", False), ("28", True)], ids=["today", "tomorrow"])
def test_what_has_been_cannot_be_later_than_today(day: str, wrong: bool) -> None:
    sent = inbound.sent(SERVICE, {"a-born-day": day, "a-born-month": "11", "a-born-year": "2026"})
    told = [each.message for each in about_matter(SERVICE, sent, TODAY)]
    assert ("“Date of birth” cannot be later than today." in told) is wrong


def test_a_question_and_a_heading_are_asked_for_in_their_own_ways() -> None:
    told = [each.message for each in about_matter(SERVICE, inbound.sent(SERVICE, {}), TODAY)]
    assert told == [
        "Say where it is: a road, a postcode, or a pin on the map.",
        "Fill in “Date of birth”.",
        "Fill in “A line”.",
    ]


def test_who_asks_may_leave_out_all_but_two_answers() -> None:
    assert about_details(Details(answer_by="none", about="me")) == []
    assert [each.input for each in about_details(Details())] == ["d-about", "d-answer_by"]


def test_what_is_wrong_with_who_asks_is_told_in_the_order_of_the_page() -> None:
    wrong = Details(answer_by="email", about="other", phone="12", postcode="12345", name="x" * 400)
    asked = [each.input for each in about_details(wrong)]
    assert asked == ["d-person", "d-name", "d-phone", "d-email", "d-postcode"]


SEALS = Seals("a secret")


@pytest.mark.parametrize(
    ("text", "purpose", "later"),
    [
        pytest.param(SEALS.seal("form", {"id": "x"}, NOW), "file", 0, id="a seal of another kind"),
        pytest.param(SEALS.seal("form", {"id": "x"}, NOW), "form", 25, id="a seal that has run out"),
        pytest.param(Seals("another").seal("form", {"id": "x"}, NOW), "form", 0, id="a seal of somebody else's"),
        pytest.param(SEALS.seal("form", {"id": "x"}, NOW)[:-2] + "AA", "form", 0, id="a seal that was changed"),
        pytest.param("", "form", 0, id="no seal"),
        pytest.param("é.ü", "form", 0, id="letters that no seal has"),
        pytest.param("a" * 5000, "form", 0, id="a seal without end"),
    ],
)
def test_only_our_own_fresh_seal_opens(text: str, purpose: str, later: int) -> None:
    assert SEALS.open(purpose, text, NOW + timedelta(hours=later), timedelta(hours=24)) is None


def test_a_seal_that_no_page_could_bring_back_is_not_made() -> None:
    with pytest.raises(ValueError, match="too long"):
        SEALS.seal("follow", {"by": ["con_" + "0" * 26] * 100}, NOW)


@pytest.mark.parametrize("name", ["\N{PILE OF POO}" * 110 + ".jpeg", "é" * 300, "字" * 119 + ".png"])
def test_whatever_a_file_is_called_its_seal_opens(name: str) -> None:
    upload = Upload(name=shown_name(name), content_type="image/jpeg", size=1, sha256="0" * 64)
    seal = SEALS.seal("file", upload.to_dict(), NOW)
    assert SEALS.open("file", seal, NOW, timedelta(hours=1)) == upload.to_dict()
    assert len(upload.name.encode()) <= MOST_BYTES
    assert upload.name.rpartition(".")[2] == name.rpartition(".")[2] or "." not in name


def test_a_seal_gives_back_what_it_holds() -> None:
    seal = SEALS.seal("form", {"id": "x"}, NOW)
    assert SEALS.open("form", seal, NOW + timedelta(hours=23), timedelta(hours=24)) == {"id": "x"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param("C:\\Users\\me\\hole.png", "hole.png", id="a path of Windows"),
        pytest.param("../../etc/passwd", "passwd", id="a path upwards"),
        pytest.param("a\u202egnp.exe", "agnp.exe", id="a name that runs backwards"),
        pytest.param("...", "file", id="no name"),
        pytest.param("x" * 300 + ".jpeg", "x" * 110 + ".jpeg", id="a long name keeps its ending"),
    ],
)
def test_a_files_name_is_safe_to_show(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert len(shown) <= LONGEST_NAME
