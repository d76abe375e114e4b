"""The public form, as a resident without any script fills it in: one contact, its case, its answers, its files."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from centre.form_again import AGAIN
from centre.form_words import ANSWERS
from core import address
from core.address import Address
from core.channel import Channel
from records.rows import Contact
from tests.centre.house import House
from tests.centre.people import MARGARET
from tests.centre.visitor import NOTHING, File, Page, Visitor

POTHOLE = {
    "a-place-road": "Mill Lane, outside number 12",
    "a-description": "A deep hole, and a cyclist fell into it.",
    "a-size": "A dustbin lid",
    "a-danger": "Yes",
}
ME = {"d-about": "me", "d-answer_by": "text", "d-name": "Margaret Hale", "d-phone": "07700 900123"}
TRIAGE_FORM = "/ask/anything-else/triage"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200


async def _at_check(house: House, details: Mapping[str, str] = NOTHING) -> Visitor:
    """A resident who has filled in a pothole, and is asked to check."""
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE)
    await visitor.presses("next", {**ME, **details})
    assert visitor.page.title.startswith("Check your answers"), visitor.page.text
    return visitor


def _one(house: House) -> Contact:
    (contact,) = house.ask(lambda tx: tx.contacts.recent(10))
    return contact


def _reference(page: Page) -> str:
    found = re.search(r"\d{3}-\d{3}-\d{3}", page.text)
    assert found, page.text
    return found[0]


async def test_danger_in_a_form_about_something_else_goes_to_safeguarding_first(house: House) -> None:
    visitor = await _at_check(house, {"d-name": "Margaret Hale"})
    await visitor.presses("send")
    other = Visitor(house.http)
    await other.opens("/ask/highways/pothole")
    await other.presses("next", {**POTHOLE, "a-description": "A deep hole. I want to kill myself."})
    await other.presses("next", ME)
    await other.presses("send")
    assert sorted(each.service or "" for each in house.ask(lambda tx: tx.contacts.recent(10))) == [
        "adult-social-care/safeguarding",
        "highways/pothole",
    ]


async def test_a_form_becomes_a_contact_with_its_case_and_the_resident_gets_the_reference(house: House) -> None:
    visitor = await _at_check(house)
    assert "Mill Lane, outside number 12" in visitor.page.text
    done = await visitor.presses("send")
    assert done.title.startswith("We have it")
    contact = _one(house)
    case = house.ask(lambda tx: tx.cases.get(str(contact.case_id)))
    assert _reference(done) == case.reference
    assert (contact.channel, contact.service, contact.state) == (Channel.WEB_FORM, "highways/pothole", "waiting")
    assert contact.from_address is not None
    assert contact.from_address.value == MARGARET
    person = house.ask(lambda tx: tx.people.get(str(contact.person_id)))
    assert person.name == "Margaret Hale"
    await house.deliver_all()
    await house.carrier_time.settle()
    assert any(case.reference in body for body in house.bodies())
    assert _reference(await visitor.opens(visitor.path)) == case.reference


async def test_send_pressed_twice_and_at_once_is_one_contact(house: House) -> None:
    first, second = await _at_check(house), Visitor(house.http)
    second.page, second.path = first.page, first.path
    pages = await asyncio.gather(*(each.presses("send") for each in (first, second, first, second)))
    assert {_reference(page) for page in pages} == {_reference(pages[0])}
    contact = _one(house)
    assert len(house.ask(lambda tx: tx.messages.of_contact(contact.id))) == 3


async def _sent_again(visitor: Visitor, check: Page, said: Mapping[str, str], files: Sequence[File] = ()) -> Page:
    """Back to the page before Send, something is changed, and it is sent again."""
    visitor.page, visitor.path = check, "/ask/highways/pothole"
    await visitor.presses("matter")
    await visitor.presses("next", said, files)
    return await visitor.presses("send")


async def test_a_form_that_was_corrected_and_sent_again_joins_its_contact_with_its_files(house: House) -> None:
    visitor = await _at_check(house)
    check, first = visitor.page, await visitor.presses("send")
    for _ in range(2):
        done = await _sent_again(visitor, check, {"a-size": "Larger"}, [("hole.png", PNG)])
        assert _reference(done) == _reference(first)
    contact = _one(house)
    texts = [each.text for each in house.ask(lambda tx: tx.messages.of_contact(contact.id)) if each.direction == "in"]
    assert [each.startswith(AGAIN) for each in texts] == [False, False, True]
    assert "Larger" in texts[-1]
    assert [each.name for each in house.ask(lambda tx: tx.documents.of_contact(contact.id))] == ["hole.png"]
    assert contact.facts[ANSWERS]["size"] == "Larger"


async def test_what_is_corrected_is_heard_when_it_tells_of_danger(house: House) -> None:
    visitor = await _at_check(house)
    check, _ = visitor.page, await visitor.presses("send")
    said = "My neighbour hits his mother and she is frightened of him"
    await _sent_again(visitor, check, {"a-description": said})
    assert _one(house).service == "adult-social-care/safeguarding"


async def test_a_form_that_is_corrected_after_its_close_waits_again(house: House) -> None:
    visitor = await _at_check(house)
    check, _ = visitor.page, await visitor.presses("send")
    await house.at_work("amina")
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.desk.close(house.staff["amina"], contact, "settled", "")
    await house.is_(contact, "closed")
    await _sent_again(visitor, check, {"a-size": "Larger"})
    assert (await house.offer("amina"))["contact"] == contact


async def test_a_file_that_is_gone_when_the_form_is_sent_is_said_beside_what_was_typed(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE, [("gone.png", PNG + b"gone")])
    await visitor.presses("next", ME)
    for each in (house.settings.documents_folder / "uploads").rglob("*.bin"):
        each.unlink()
    page = await visitor.presses("send")
    assert "no longer here" in page.text
    assert dict(page.inputs)["a-description"] == POTHOLE["a-description"]
    await visitor.presses("drop-0")
    await visitor.presses("next")
    assert (await visitor.presses("send")).title.startswith("We have it")


async def test_an_agent_refers_it_with_the_answers_that_are_there(house: House) -> None:
    await (await _at_check(house)).presses("send")
    await house.at_work("amina")
    offer = await house.accepts("amina")
    view = await house.centre.desk.contact(house.staff["amina"], offer["contact"])
    assert {name: view["facts"][name] for name in ("size", "danger", "description")} == {
        "size": "A dustbin lid",
        "danger": "Yes",
        "description": "A deep hole, and a cyclist fell into it.",
    }
    assert "A deep hole" in view["messages"][0]["text"]
    assert view["case"]["owner"] == "Amina"
    made = await house.centre.desk.refer(house.staff["amina"], offer["contact"], "highways/pothole", {})
    assert made["state_label"]
    await house.deliver_all()
    (referral,) = house.ask(lambda tx: tx.referrals.of_contact(offer["contact"]))
    assert referral.fields["place"] == "Mill Lane, outside number 12"


@pytest.mark.parametrize(
    ("said", "inputs"),
    [
        pytest.param(
            {}, {"a-place-road", "a-description", "a-size", "a-danger"}, id="everything that is needed is asked for"
        ),
        pytest.param({**POTHOLE, "a-size": "Enormous"}, {"a-size"}, id="an answer that nobody could choose"),
        pytest.param({**POTHOLE, "a-description": "x" * 4100}, {"a-description"}, id="more than a field may hold"),
        pytest.param({**POTHOLE, "a-place-road": "M4"}, {"a-place-road"}, id="two letters are no place"),
        pytest.param({**POTHOLE, "a-place-postcode": "WM3"}, {"a-place-postcode"}, id="half a postcode beside a road"),
        pytest.param(
            {**POTHOLE, "a-place-road": "", "a-place-postcode": "123"}, {"a-place-postcode"}, id="no postcode, alone"
        ),
        pytest.param(
            {**POTHOLE, "a-place-lat": "52.1", "a-place-lng": "-2.3", "a-place-postcode": "not a postcode"},
            {"a-place-postcode"},
            id="no postcode beside a pin",
        ),
        pytest.param({**POTHOLE, "a-place-lat": "10.0", "a-place-lng": "10.0"}, {"a-place-road"}, id="a pin in Africa"),
    ],
)
async def test_what_is_wrong_is_told_at_its_input(house: House, said: dict[str, str], inputs: set[str]) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    page = await visitor.presses("next", said)
    assert (visitor.status, page.title.split(":")[0]) == (422, "Error")
    linked = {link[1:] for link in page.links if link.startswith("#") and link != "#content"}
    assert linked == inputs
    assert linked <= set(page.ids), "a link to an input that is not there"


@pytest.mark.parametrize(
    ("said", "input_"),
    [
        pytest.param({"d-phone": "07700 900"}, "d-phone", id="a number with too few digits"),
        pytest.param({"d-phone": "01632 960123"}, "d-phone", id="a landline cannot be texted"),
        pytest.param({"d-phone": ""}, "d-phone", id="a text needs a number"),
        pytest.param({"d-answer_by": "email"}, "d-email", id="a mail needs an address"),
        pytest.param({"d-answer_by": ""}, "d-answer_by", id="how to answer has to be said"),
        pytest.param({"d-postcode": "12345"}, "d-postcode", id="a postcode of another country"),
        pytest.param({"d-about": "other"}, "d-person", id="about somebody who is not named"),
    ],
)
async def test_what_is_wrong_with_who_asks_is_told_at_its_input(
    house: House, said: dict[str, str], input_: str
) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    await visitor.presses("next", POTHOLE)
    page = await visitor.presses("next", ME | said)
    assert [link for link in page.links if link.startswith("#") and link != "#content"] == [f"#{input_}"]
    assert input_ in page.ids


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        pytest.param("hole.png", PNG, None, id="a picture"),
        pytest.param("report.pdf", b"%PDF-1.7 a page", None, id="a PDF"),
        pytest.param("setup.exe", b"MZ" + b"\0" * 99, "kind that cannot be sent", id="a programme"),
        pytest.param("hole.png", b"MZ" + b"\0" * 99, "not what its name says", id="a programme named as a picture"),
        pytest.param("page.html", b"<script>", "kind that cannot be sent", id="a web page"),
        pytest.param("macro.docx", b"PK\x03\x04broken", "may hold a programme", id="an archive that is broken"),
        pytest.param("empty.txt", b"", "is empty", id="an empty file"),
        pytest.param("big.txt", b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB", id="a file too large"),
        pytest.param("../../etc/passwd.txt", b"hello", None, id="a name that is a path"),
    ],
)
async def test_files_are_looked_at_and_kept_or_refused_with_a_sentence(
    house: House, name: str, content: bytes, refused: str | None
) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    page = await visitor.presses("next", POTHOLE, [(name, content)])
    if refused:
        assert refused in page.text
        assert "#files" in page.links
        return
    await visitor.presses("next", ME)
    await visitor.presses("send")
    contact = _one(house)
    (kept,) = house.ask(lambda tx: tx.documents.of_contact(contact.id))
    assert kept.name == Path(name).name
    assert (house.settings.documents_folder / kept.path).read_bytes() == content


async def test_each_file_that_is_refused_is_told_beside_the_files(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    page = await visitor.presses("next", POTHOLE, [("evil.exe", b"MZ"), ("hole.png", PNG), ("empty.pdf", b"")])
    above, _, at_its_place = page.text.partition("Pictures or documents")
    for name in ("evil.exe", "empty.pdf"):
        assert (above.count(name), at_its_place.count(f"Error: “{name}”")) == (1, 1), page.text
    assert page.ids.count("files-problem") == 1


async def test_a_pin_is_told_in_the_maps_words_and_they_outlast_a_mistake(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    pin = {"a-place-lat": "52.05064", "a-place-lng": "-2.30996", "a-place-near": "About 160 metres from Mill Lane"}
    page = await visitor.presses("next", {**POTHOLE, **pin, "a-place-road": "", "a-size": ""})
    assert (visitor.status, dict(page.inputs)["a-place-near"]) == (422, pin["a-place-near"])
    await visitor.presses("next", POTHOLE | {"a-place-road": ""})
    page = await visitor.presses("next", ME)
    assert "About 160 metres from Mill Lane (pin at 52.05064, -2.30996)" in page.text


async def test_what_fits_nowhere_is_the_last_of_all_forms_under_a_heading_of_its_own(house: House) -> None:
    page = await Visitor(house.http).opens("/ask")
    forms = [link for link in page.links if link.startswith("/ask/") and link.count("/") == 3]
    assert (forms[-1], forms.count(TRIAGE_FORM)) == (TRIAGE_FORM, 1)
    assert "None of these? Anything else" in page.text


async def test_six_files_are_too_many_and_one_can_be_taken_away(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/highways/pothole")
    page = await visitor.presses("next", POTHOLE, [(f"{n}.png", PNG + bytes([n])) for n in range(6)])
    assert "At most 5 files" in page.text
    page = await visitor.presses("drop-1")
    assert "1.png" not in page.text
    assert sum(name == "file" for name, _ in page.inputs) == 4
    assert dict(page.inputs)["a-description"] == POTHOLE["a-description"]


async def test_answers_can_be_changed_from_the_check_and_nothing_else_is_lost(house: House) -> None:
    visitor = await _at_check(house)
    page = await visitor.presses("matter")
    assert dict(page.inputs)["a-size"] == "A dustbin lid"
    page = await visitor.presses("next", {"a-size": "Larger"})
    assert page.title.startswith("Check your answers")
    assert "Larger" in page.text
    page = await visitor.presses("details")
    assert dict(page.inputs)["d-name"] == "Margaret Hale"


async def test_a_number_that_somebody_has_makes_nobody_that_person_and_shows_no_case_of_theirs(house: House) -> None:
    house.do(lambda tx: tx.people.create("Old Friend", (_phone(MARGARET),)))
    for _ in range(2):
        await (await _at_check(house)).presses("send")
    first, second = house.ask(lambda tx: tx.contacts.recent(10))
    assert (first.person_id, second.person_id) == (None, None)
    assert first.case_id != second.case_id
    await house.at_work("amina")
    offer = await house.accepts("amina")
    view = await house.centre.desk.contact(house.staff["amina"], offer["contact"])
    assert [each["name"] for each in view["person"]["maybe"]] == ["Old Friend"]


async def test_words_of_danger_go_to_the_trained_whatever_was_chosen(house: House) -> None:
    visitor = Visitor(house.http)
    await visitor.opens("/ask/anything-else/triage")
    await visitor.presses("next", {"a-question": "My neighbour hits his mother and she is frightened of him"})
    await visitor.presses("next", ME | {"d-answer_by": "none", "d-phone": ""})
    await visitor.presses("send")
    contact = _one(house)
    assert contact.service == "adult-social-care/safeguarding"


async def test_nobody_has_to_say_who_they_are(house: House) -> None:
    visitor = await _at_check(house, {"d-answer_by": "none", "d-phone": "", "d-name": ""})
    await visitor.presses("send")
    contact = _one(house)
    assert (contact.person_id, contact.from_address) == (None, None)
    await house.at_work("amina")
    assert (await house.offer("amina"))["who"]["address"] == "No address was given"


@pytest.mark.parametrize(
    ("headers", "form", "status"),
    [
        pytest.param({"sec-fetch-site": "cross-site"}, {}, 403, id="another site posts"),
        pytest.param({}, {"form": "made-up"}, 403, id="a page that is not ours"),
        pytest.param({}, {}, 403, id="no page at all"),
    ],
)
async def test_only_our_own_pages_reach_the_queue(
    house: House, headers: dict[str, str], form: dict[str, str], status: int
) -> None:
    answer = await house.http.post("/ask/highways/pothole", data=form | {"go": "send"}, headers=headers)
    assert answer.status_code == status
    assert "text/html" in answer.headers["content-type"]
    assert house.ask(lambda tx: tx.contacts.recent(10)) == []


async def test_a_form_that_residents_may_not_choose_is_not_there(house: House) -> None:
    for path in ("post/to-be-indexed", "no/such"):
        assert (await house.http.get(f"/ask/{path}")).status_code == 404


@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param("hole in the road", "Pothole or damaged road", id="before what is possibly a danger"),
        pytest.param("he hits me", "Safeguarding", id="a danger that is sure comes first"),
        pytest.param("a big hole in the road", "Pothole or damaged road", id="by its words"),
        pytest.param("the lamp in front of my house stays dark", "Street lighting", id="by its meaning"),
        pytest.param("Renew a loan", "Renew a loan", id="by its label"),
    ],
)
async def test_a_form_is_found_by_the_residents_own_words(house: House, words: str, first: str) -> None:
    suggested = await house.centre.web_forms.suggest(words)
    assert suggested[0].label == first
    page = await Visitor(house.http).opens(f"/ask?q={words}")
    assert "This may be it" in page.text


def _phone(number: str) -> Address:
    return address.phone(number)
