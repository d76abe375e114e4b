"""The desk's and the console's addresses: what reaches the centre, and how refusals and failures are told."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from centre.indexing import Indexed
from centre.letter_writing import LetterDraft
from centre.mailing import Draft
from centre.same_person import SameAs
from core.errors import (
    AlreadySent,
    Conflict,
    InvalidInput,
    InvalidTransition,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    SwitchboardError,
    Unavailable,
)
from live.library import VerbFailed
from tests.fakes.centre import FakeCentre
from tests.fakes.centre_state import AMINA, SAM
from tests.web.conftest import LogIn
from web import throttle
from web.edge import LARGEST_BODY

PLACE = {
    "kind": "pin",
    "road": None,
    "junction": None,
    "postcode": None,
    "lat": 51.5,
    "lng": -1.25,
    "note": "by the oak",
}
VIEW = {"id": "con_1", "notes": []}


@pytest.mark.parametrize(
    ("path", "body", "verb", "said", "told"),
    [
        ("beat", {"microphone": True, "phone": "registered"}, "beat", (True, "registered"), {}),
        ("ready", {}, "ready", (), {}),
        ("break", {"reason": "lunch"}, "take_break", ("lunch",), {}),
        (
            "contacts/con_1/accept",
            {"epoch": 1},
            "accept",
            ("con_1", 1),
            {"result": "gone", "message": "Somebody else has taken it."},
        ),
        (
            "contacts/con_1/decline",
            {"epoch": 1, "reason": "busy"},
            "decline",
            ("con_1", 1, "busy"),
            {"result": "declined", "message": None},
        ),
        (
            "contacts/con_1/notes",
            {"text": " Rang back. "},
            "note",
            ("con_1", "Rang back."),
            VIEW | {"notes": ["Rang back."]},
        ),
        (
            "contacts/con_1/notes",
            {"text": "Rang back.", "key": "k1"},
            "note",
            ("con_1", "Rang back.", "k1"),
            VIEW | {"notes": ["Rang back."]},
        ),
        ("contacts/con_1/reply", {"text": "Thank you.", "key": "k1"}, "reply", ("con_1", "Thank you.", "k1", 0), VIEW),
        (
            "contacts/con_1/reply",
            {"text": "Thank you.", "key": "k1", "undo_s": 10},
            "reply",
            ("con_1", "Thank you.", "k1", 10),
            VIEW,
        ),
        ("contacts/con_1/messages/msg_1/take-back", {}, "take_back", ("con_1", "msg_1"), VIEW),
        ("contacts/con_1/indexing/split", {"page": "doc_2"}, "split", ("con_1", "doc_2"), {"pages": []}),
        (
            "contacts/con_1/indexing/redact",
            {"page": "doc_2", "boxes": [[0, 0, 0.5, 0.1]]},
            "redact",
            ("con_1", "doc_2", ((0, 0, 0.5, 0.1),)),
            {"pages": []},
        ),
        (
            "contacts/con_1/indexing/turn",
            {"page": "doc_2", "degrees": 90},
            "turn",
            ("con_1", "doc_2", 90),
            {"pages": []},
        ),
        (
            "contacts/con_1/indexing/index",
            {"service": "highways/pothole", "dated": "2026-11-20", "reference": "482-193-074"},
            "index",
            ("con_1", Indexed(service="highways/pothole", dated=date(2026, 11, 20), reference="482-193-074")),
            {},
        ),
        (
            "contacts/con_1/indexing/index",
            {"service": "highways/pothole", "postcode": " WM3 7QD"},
            "index",
            ("con_1", Indexed(service="highways/pothole", postcode="WM3 7QD")),
            {},
        ),
        (
            "contacts/con_1/letter",
            {"name": " Ann ", "address": "1 Mill Lane\nWM3 7QD", "subject": "Bins", "text": "Hi", "key": "k1"},
            "post",
            ("con_1", LetterDraft(name="Ann", address="1 Mill Lane\nWM3 7QD", subject="Bins", text="Hi"), "k1", 0),
            VIEW,
        ),
        (
            "contacts/con_1/letter/preview",
            {"abroad": True},
            "preview",
            ("con_1", LetterDraft(name="", address="", subject="", text="", abroad=True)),
            {"pages": ["data:image/png;base64,"]},
        ),
        (
            "contacts/con_1/mail",
            {"text": " We come. ", "to": ["anne@example.org"], "answers": "msg_1", "key": "k1", "undo_s": 10},
            "answer",
            ("con_1", Draft(text="We come.", answers="msg_1", to=("anne@example.org",), cc=()), "k1", 10),
            VIEW,
        ),
        ("contacts/con_1/link", {"accept": False}, "link", ("con_1", False), VIEW),
        ("contacts/con_1/hold", {"on": True}, "hold", ("con_1", True), VIEW),
        ("contacts/con_1/ring", {}, "ring", ("con_1",), VIEW),
        ("phone-silent", {}, "lines_of", (), {"up": True}),
        ("contacts/con_1/hang-up", {}, "hang_up", ("con_1",), VIEW),
        ("contacts/con_1/service", {"service": "highways/pothole"}, "set_service", ("con_1", "highways/pothole"), VIEW),
        ("contacts/con_1/person", {"name": "Ada Pope"}, "set_person", ("con_1", "Ada Pope", False), VIEW),
        (
            "contacts/con_1/person",
            {"name": "Ada Pope", "somebody_else": True},
            "set_person",
            ("con_1", "Ada Pope", True),
            VIEW,
        ),
        ("contacts/con_1/confirm", {"how": "questions"}, "confirm", ("con_1", "questions"), VIEW),
        (
            "contacts/con_1/needs",
            {"language": "pl", "access_needs": " Large print "},
            "set_needs",
            ("con_1", "pl", "Large print"),
            VIEW,
        ),
        ("contacts/con_1/verify", {"how": " Passport seen "}, "verify", ("con_1", "Passport seen"), VIEW),
        ("contacts/con_1/verify", {}, "verify", ("con_1", ""), VIEW),
        ("contacts/con_1/markers", {"text": "Afraid"}, "mark", ("con_1", "Afraid"), VIEW),
        ("contacts/con_1/markers/mrk_1/lift", {}, "lift", ("con_1", "mrk_1"), VIEW),
        (
            "contacts/con_1/same-person/search",
            {"words": " Ada "},
            "search",
            ("con_1", "Ada"),
            {"people": [{"id": "per_2", "name": "Ada Pope", "reached": []}]},
        ),
        (
            "contacts/con_1/same-person",
            {"person": "per_1", "other": "per_2", "reason": " Same date of birth ", "key": "k1"},
            "merge",
            ("con_1", SameAs(person="per_1", other="per_2", reason="Same date of birth", key="k1")),
            {"merge": "mrg_1", "says": "Merged."},
        ),
        (
            "contacts/con_1/same-person",
            {"other": "per_2", "reason": "Her voice", "key": "k1"},
            "merge",
            ("con_1", SameAs(person=None, other="per_2", reason="Her voice", key="k1")),
            {"merge": "mrg_1", "says": "Merged."},
        ),
        (
            "contacts/con_1/separate",
            {"merge": "mrg_1", "reason": "Two people"},
            "separate",
            ("con_1", "mrg_1", "Two people"),
            {"says": "Separated."},
        ),
        (
            "contacts/con_1/concerns",
            {"name": "Joe Pope", "relation": "father"},
            "set_concerns",
            ("con_1", "Joe Pope", "father", ""),
            VIEW,
        ),
        (
            "contacts/con_1/promise",
            {"next_action": "An inspector looks at it", "by": "2026-12-04"},
            "promise",
            ("con_1", "An inspector looks at it", date(2026, 12, 4)),
            VIEW,
        ),
        (
            "contacts/con_1/place",
            {"kind": "pin", "lat": 51.5, "lng": -1.25, "note": "by the oak"},
            "set_place",
            ("con_1", PLACE),
            VIEW,
        ),
        ("contacts/con_1/place-link", {}, "send_place_link", ("con_1", "first"), VIEW),
        (
            "contacts/con_1/refer",
            {"service": "highways/pothole", "fields": {"depth": "deep"}},
            "refer",
            ("con_1", "highways/pothole", {"depth": "deep"}),
            {"id": "ref_1", "service": "highways/pothole", "state": "queued"},
        ),
        (
            "contacts/con_1/pass-on",
            {"service": "libraries/enquiry", "reason": " A book. "},
            "pass_on",
            ("con_1", "libraries/enquiry", "", "A book."),
            VIEW,
        ),
        (
            "contacts/con_1/pass-on",
            {"colleague": "acc_ben", "reason": "Knows it."},
            "pass_on",
            ("con_1", "", "acc_ben", "Knows it."),
            VIEW,
        ),
        (
            "contacts/con_1/consult",
            {"colleague": "acc_ben", "reason": "Knows it."},
            "consult",
            ("con_1", "", "acc_ben", "Knows it."),
            VIEW,
        ),
        ("contacts/con_1/consult/together", {}, "together", ("con_1",), {}),
        ("contacts/con_1/consult/hand-over", {}, "hand_over", ("con_1",), {}),
        ("contacts/con_1/consult/back", {}, "back", ("con_1",), {}),
        (
            "contacts/con_1/close",
            {"outcome": "settled", "rev": "1.2.f"},
            "close",
            ("con_1", "settled", "", "1.2.f"),
            VIEW,
        ),
        ("contacts/con_1/outcome", {"outcome": "advice"}, "set_outcome", ("con_1", "advice"), {}),
        ("contacts/con_1/extend", {}, "extend", ("con_1",), VIEW),
        (
            "contacts/con_1/park",
            {"until": "2026-12-01T09:00", "reason": "Waits for a form."},
            "park",
            ("con_1", "2026-12-01T09:00:00", "Waits for a form."),
            {},
        ),
        ("contacts/con_1/take-up", {}, "take_up", ("con_1",), {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_agents_act_reaches_its_verb_and_answers_with_how_things_are(
    http: httpx.AsyncClient,
    log_in: LogIn,
    centre: FakeCentre,
    path: str,
    body: dict[str, Any],
    verb: str,
    said: tuple[Any, ...],
    told: dict[str, Any],
) -> None:
    answer = await http.post(f"/desk/api/{path}", json=body, headers=await log_in("amina"))
    assert (answer.status_code, answer.json()) == (200, told)
    assert answer.headers["cache-control"] == "no-store"
    assert (verb, (AMINA.id, *said)) in centre.state.calls


async def test_two_people_are_looked_at_before_they_are_merged(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    answer = await http.get("/desk/api/contacts/con_1/same-person/per_2", headers=await log_in("amina"))
    assert (answer.status_code, answer.json()) == (200, {"person": "per_1", "refused": None})
    assert ("same_person.preview", (AMINA.id, "con_1", "per_2")) in centre.state.calls


@pytest.mark.parametrize(
    ("path", "body", "verb", "said"),
    [
        ("contacts/con_1/release", {}, "release", ("con_1", "ill")),
        ("contacts/con_1/give", {"agent": "acc_2"}, "give", ("con_1", "acc_2", "ill")),
        ("contacts/con_1/take-up", {}, "take_up", ("con_1", "ill")),
        ("agents/acc_2/break", {"reason": "lunch"}, "send_on_break", ("acc_2", "lunch", "ill")),
        ("agents/acc_2/leave", {}, "take_off", ("acc_2", "ill")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_supervisors_act_reaches_its_verb_with_its_reason_and_not_without(
    http: httpx.AsyncClient,
    log_in: LogIn,
    centre: FakeCentre,
    path: str,
    body: dict[str, str],
    verb: str,
    said: tuple[str, ...],
) -> None:
    sam = await log_in("sam", "console")
    refused = await http.post(f"/console/api/{path}", json=body, headers=sam)
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "why")
    answer = await http.post(f"/console/api/{path}", json=body | {"why": "ill"}, headers=sam)
    assert (answer.status_code, answer.json()) == (200, {})
    assert [call for call in centre.state.calls if call[0] == verb] == [(verb, (SAM.id, *said))]


async def test_an_act_that_succeeded_is_not_told_as_failed_because_the_view_is_not_to_be_had(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    centre.state.fail["contact"] = Unavailable("The record cannot be reached.")
    answer = await http.post("/desk/api/contacts/con_1/notes", json={"text": "x"}, headers=await log_in("amina"))
    assert (answer.status_code, answer.json()) == (200, {})
    assert centre.state.notes == {"con_1": ["x"]}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        pytest.param("beat", {"microphone": True, "phone": "maybe"}, "phone", id="a word that is none"),
        pytest.param("contacts/con_1/accept", {}, "epoch", id="a missing number"),
        pytest.param("contacts/con_1/accept", {"epoch": -1}, "epoch", id="a number out of range"),
        pytest.param("contacts/con_1/notes", {"text": "  "}, "text", id="an empty note"),
        pytest.param("contacts/con_1/reply", {"text": "x" * 1601, "key": "k"}, "text", id="a reply too long to send"),
        pytest.param("contacts/con_1/place", {"kind": "pin", "lat": 91, "lng": 0}, "lat", id="a place off the earth"),
        pytest.param("contacts/con_1/place", {"kind": "road", "road": ""}, None, id="a road without its name"),
        pytest.param("contacts/con_1/confirm", {"how": "by their voice"}, "how", id="no way to confirm who it is"),
        pytest.param("contacts/con_1/needs", {"access_needs": "x" * 501}, "access_needs", id="needs as long as a file"),
        pytest.param("contacts/con_1/needs", {"language": "x" * 21}, "language", id="no language's tag"),
        pytest.param("contacts/con_1/pass-on", {"service": "x/y"}, "reason", id="passed on without a reason"),
        pytest.param(
            "contacts/con_1/same-person", {"other": "per_2", "key": "k"}, "reason", id="merged without a reason"
        ),
        pytest.param("contacts/con_1/separate", {"merge": "mrg_1"}, "reason", id="separated without a reason"),
        pytest.param("contacts/con_1/markers", {"text": " "}, "text", id="a marker without a word"),
        pytest.param("contacts/con_1/pass-on", {"reason": "x"}, None, id="passed on to nobody"),
        pytest.param(
            "contacts/con_1/pass-on",
            {"service": "x/y", "colleague": "acc_1", "reason": "x"},
            None,
            id="passed on to two",
        ),
        pytest.param("contacts/a%20b/notes", {"text": "x"}, "contact", id="an id that is none"),
    ],
)
async def test_input_of_the_wrong_shape_names_its_field_and_repeats_nothing(
    http: httpx.AsyncClient, log_in: LogIn, path: str, body: dict[str, Any], field: str | None
) -> None:
    answer = await http.post(f"/desk/api/{path}", json=body, headers=await log_in("amina"))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "invalid", field)
    assert error["message"].endswith(".")
    assert "xxx" not in answer.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b'{"text": "x"', "application/json", id="broken JSON"),
        pytest.param(b'{"text": "x"}', "text/plain", id="JSON that does not say so"),
        pytest.param(b'["x"]', "application/json", id="a list"),
    ],
)
async def test_what_is_no_json_object_is_invalid(
    http: httpx.AsyncClient, log_in: LogIn, content: bytes, kind: str
) -> None:
    headers = await log_in("amina") | {"content-type": kind}
    answer = await http.post("/desk/api/contacts/con_1/notes", content=content, headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "invalid", None)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInput("The depth is missing.", field="depth"), 422, "invalid"),
        (NotFound("There is no such contact."), 404, "not_found"),
        (NotAllowed("That is another agent's."), 403, "not_allowed"),
        (Conflict("Somebody else was first."), 409, "conflict"),
        (AlreadySent("Other words were."), 409, "already_sent"),
        (InvalidTransition("It is closed."), 409, "conflict"),
        (Refused("Not so."), 422, "refused"),
        (Unavailable("The record cannot be reached."), 503, "unavailable"),
        (OutcomeUnknown("It may have been sent."), 502, "outcome_unknown"),
        (SwitchboardError("Something."), 500, "internal"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_every_error_of_ours_has_its_status_and_says_its_sentence(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, error: SwitchboardError, status: int, code: str
) -> None:
    centre.state.fail["note"] = error
    answer = await http.post("/desk/api/contacts/con_1/notes", json={"text": "x"}, headers=await log_in("amina"))
    field = "depth" if isinstance(error, InvalidInput) else None
    assert answer.status_code == status
    assert answer.json() == {"error": {"code": code, "message": str(error), "field": field}}
    assert ("retry-after" in answer.headers) == (status == 503)


@pytest.mark.parametrize(
    "error",
    [KeyError("Ada Pope +447700900123"), VerbFailed("ERR Ada Pope +447700900123", "accept.lua:12")],
    ids=["nobody's kind", "what a script said"],
)
async def test_an_unforeseen_error_tells_nothing_to_anybody(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, error: Exception
) -> None:
    centre.state.fail["note"] = error
    headers = await log_in("amina")
    with capture_logs() as lines:
        answer = await http.post("/desk/api/contacts/con_1/notes?q=secret", json={"text": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert "Ada" not in answer.text
    assert [line["error"] for line in lines if line["event"] == "request_broke"] == [type(error).__name__]
    assert "Ada" not in str(lines)
    routes = [line["route"] for line in lines if line["event"] == "request_answered"]
    assert routes == ["/desk/api/contacts/{contact}/notes"]
    assert [word for word in ("Ada", "7700900", "secret", "con_1") if word in str(lines)] == []


@pytest.mark.parametrize("how", ["announced", "in pieces"])
async def test_a_body_too_large_is_turned_away(http: httpx.AsyncClient, log_in: LogIn, how: str) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(9):
            yield b"x" * (LARGEST_BODY // 8)

    async def slowly() -> Any:
        for piece in pieces():
            yield piece

    content = b"".join(pieces()) if how == "announced" else slowly()
    headers = await log_in("amina") | {"content-type": "application/json"}
    answer = await http.post("/desk/api/contacts/con_1/notes", content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/desk/api/nothing", 404), ("GET", "/nothing", 404), ("GET", "/sms/incoming", 405), ("GET", "/docs", 404)],
)
async def test_addresses_that_are_none_say_so_in_the_same_shape(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message", "field"}


@pytest.mark.parametrize("path", ["/nothing", "/desk/nothing", "/console/nothing", "/reception/nothing"])
async def test_whoever_looks_at_an_address_where_nothing_is_gets_a_page(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers={"accept": "text/html,application/xhtml+xml"})
    assert answer.status_code == 404
    assert "<body>nothing-here</body>" in answer.text


async def test_rules_are_read_checked_published_and_rolled_back(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    sam = await log_in("sam", "console")

    async def post(path: str, body: dict[str, Any]) -> httpx.Response:
        return await http.post(f"/console/api/rules/{path}", json=body, headers=sam)

    assert (await http.get("/console/api/rules", headers=sam)).json() == {"version": 1, "text": "steps: []"}
    found = [{"line": 2, "column": 3, "message": "Not a step."}]
    assert (await post("check", {"text": "wrong"})).json() == {"errors": found, "warnings": []}
    refused = await post("publish", {"text": "wrong", "why": "trying", "based_on": 1})
    assert (refused.status_code, refused.json()["errors"]) == (422, [{**each, "field": None} for each in found])
    assert refused.json()["error"]["code"] == "config_invalid"
    assert (await post("publish", {"text": "new: 1", "why": "busy", "based_on": 1})).json() == {
        "version": 2,
        "moved": 0,
    }
    assert ("publish", (SAM.id, "busy")) in centre.state.calls
    assert (await post("publish", {"text": "new: 2", "why": "late", "based_on": 1})).status_code == 409
    assert (await post("roll-back", {"version": 1, "why": "too soon"})).json()["version"] == 3
    assert len((await http.get("/console/api/rules/versions", headers=sam)).json()) == 3
    assert (await http.get("/console/api/rules/versions/2", headers=sam)).json()["text"] == "new: 1"
    assert (await http.get("/console/api/rules/versions/9", headers=sam)).status_code == 404
    assert (await http.post("/console/api/outbox/out_1/try-again", headers=sam)).status_code == 200


async def test_an_email_that_became_no_contact_is_saved_and_settled_by_supervisors(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre
) -> None:
    path = "/console/api/quarantine/qua_1"
    assert (await http.get(f"{path}/original")).status_code == 401
    sam = await log_in("sam", door="console")
    saved = await http.get(f"{path}/original", headers=sam)
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == 'attachment; filename="qua_1.eml"'
    assert (await http.get("/console/api/quarantine/qua_2/original", headers=sam)).status_code == 404
    assert (await http.post(f"{path}/settle", headers=sam)).status_code == 200
    assert ("emails.settle", (SAM.id, "qua_1")) in centre.state.calls


async def test_a_scanned_file_is_only_ever_saved(http: httpx.AsyncClient, log_in: LogIn) -> None:
    sam = await log_in("sam", "console")
    saved = await http.get("/console/api/post/out_1", headers=sam)
    assert saved.headers["content-disposition"] == 'attachment; filename="scan.pdf"'
    assert saved.headers["content-type"] == "application/octet-stream"
    assert (await http.get("/console/api/post/out_2", headers=sam)).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "called"),
    [
        pytest.param("why/con_1", 200, ("why", ("con_1",)), id="a contact"),
        pytest.param("why/con_1@7", 200, ("why", ("con_1@7",)), id="an offer"),
        pytest.param("why/482-193-075", 200, ("why", ("482-193-075",)), id="a case's reference"),
        pytest.param("why/con_404", 404, ("why", ("con_404",)), id="a stranger"),
        pytest.param("why/con_1@", 422, None, id="an offer without its number"),
        pytest.param("why/con|1", 422, None, id="a hostile id"),
        pytest.param("waiting?service=highways/pothole", 200, ("waiting", ("highways/pothole",)), id="who waits"),
        pytest.param("waiting", 422, None, id="who waits, for nothing"),
    ],
)
async def test_supervisors_ask_why(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, path: str, status: int, called: Any
) -> None:
    sam = await log_in("sam", "console")
    answer = await http.get(f"/console/api/{path}", headers=sam)
    assert answer.status_code == status
    asked = [call for call in centre.state.calls if call[0] in ("why", "waiting")]
    assert asked == ([called] if called else [])


@pytest.mark.parametrize("path", ["why/con_1", "waiting?service=highways/pothole"])
async def test_agents_may_not_ask_why(http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, path: str) -> None:
    amina = await log_in("amina")
    assert (await http.get(f"/console/api/{path}", headers=amina)).status_code == 401
    assert not [call for call in centre.state.calls if call[0] in ("why", "waiting")]


async def test_a_texted_link_shows_its_page_and_takes_one_pin_without_any_login(
    http: httpx.AsyncClient, centre: FakeCentre
) -> None:
    page = await http.get("/where/good/data")
    assert page.json()["council"] == "Westmere County Council"
    assert page.json()["map_tiles_url"].startswith("https://")
    assert (await http.post("/where/good", json={"lat": 51.5, "lng": -1.2, "note": "by the oak"})).status_code == 200
    assert ("place", ("good", 51.5, -1.2, "by the oak")) in centre.state.calls
    assert (await http.get("/where/bad/data")).status_code == 404
    assert (await http.post("/where/good", json={"note": "by the oak"})).status_code == 200
    assert ("place", ("good", None, None, "by the oak")) in centre.state.calls


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({"lat": "north", "lng": 0}, id="no number"),
        pytest.param({"lat": 51.5, "note": "by the oak"}, id="half a pin"),
        pytest.param({"note": " "}, id="neither pin nor words"),
    ],
)
async def test_a_place_that_is_none_is_not_taken(
    http: httpx.AsyncClient, centre: FakeCentre, shown: dict[str, Any]
) -> None:
    assert (await http.post("/where/good", json=shown)).status_code == 422
    assert [call for call in centre.state.calls if call[0] == "place"] == []


@pytest.mark.parametrize(
    ("method", "path", "last"),
    [
        pytest.param("GET", "/where/good/data", 200, id="the page that looks again and again is never turned away"),
        pytest.param("GET", "/where/bad/data", 429, id="who has no good link is"),
        pytest.param("POST", "/where/good", 429, id="who answers on and on is"),
    ],
)
async def test_a_texted_link_is_tried_only_so_often(http: httpx.AsyncClient, method: str, path: str, last: int) -> None:
    shown = {"lat": 51.5, "lng": -1.2} if method == "POST" else None
    answers = [await http.request(method, path, json=shown) for _ in range(throttle.WHERE_LINK.most + 1)]
    assert 429 not in [answer.status_code for answer in answers[:-1]]
    assert answers[-1].status_code == last


async def test_a_good_link_opens_behind_an_address_that_tried_many_bad_ones(http: httpx.AsyncClient) -> None:
    for row in range(throttle.WHERE_PLACE.most + 1):
        last = await http.get(f"/where/bad{row}/data")
    assert last.status_code == 429
    assert (await http.get("/where/good/data")).status_code == 200


async def test_the_county_s_lines_are_sent_once_and_squeezed(http: httpx.AsyncClient) -> None:
    drawn = await http.get("/map.geojson")
    assert drawn.json() == {"type": "FeatureCollection", "features": []}
    assert drawn.headers["content-type"] == "application/geo+json; charset=utf-8"
    again = await http.get("/map.geojson", headers={"if-none-match": drawn.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_file_that_could_run_in_a_browser_is_only_saved(http: httpx.AsyncClient, log_in: LogIn) -> None:
    answer = await http.get("/desk/api/contacts/con_1/documents/doc_page", headers=await log_in("amina"))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("document", "status"), [pytest.param("doc_1", 200, id="theirs"), pytest.param("doc_2", 404, id="no such one")]
)
async def test_a_spoken_message_is_played_to_its_agent_alone(
    http: httpx.AsyncClient, log_in: LogIn, document: str, status: int
) -> None:
    path = f"/desk/api/contacts/con_1/documents/{document}"
    assert (await http.get(path)).status_code == 401
    answer = await http.get(path, headers=await log_in("amina"))
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == "audio/wav"


JOINING = [
    pytest.param("desk", "amina", {"other": "con_2", "reason": "one pothole"}, "join", id="an agent"),
    pytest.param("console", "sam", {"other": "con_2", "why": "one pothole"}, "join_for", id="a supervisor"),
]


@pytest.mark.parametrize(("door", "who", "body", "verb"), JOINING)
async def test_a_duplicate_is_joined_at_either_door_and_never_without_a_reason(
    http: httpx.AsyncClient, log_in: LogIn, centre: FakeCentre, door: str, who: str, body: dict[str, str], verb: str
) -> None:
    headers, path = await log_in(who, door), f"/{door}/api/contacts/con_1/join"
    assert (await http.post(path, headers=headers, json={"other": "con_2"})).status_code == 422
    assert (await http.post(path, headers=headers, json=body)).status_code == 200
    asked = [args for name, args in centre.state.calls if name == verb]
    assert [args[1:] for args in asked] == [("con_1", "con_2", "one pothole")]


async def test_what_if_is_asked_by_supervisors_one_at_a_time_and_cancelled(
    http: httpx.AsyncClient, log_in: LogIn
) -> None:
    path, body = "/console/api/what-if", {"text": "rules: []", "first": "2026-11-02", "last": "2026-11-08"}
    amina = await log_in("amina")
    assert (await http.post(path, headers=amina, json=body)).status_code == 401
    sam = await log_in("sam", "console")
    assert (await http.get(path, headers=sam)).json() == {"asked": None}
    assert (await http.post(path, headers=sam, json={**body, "first": "soon"})).status_code == 422
    assert (await http.post(path, headers=sam, json=body)).json()["asked"]["state"] == "waiting"
    assert (await http.post(path, headers=sam, json=body)).status_code == 409
    assert (await http.post(f"{path}/cancel", headers=sam)).status_code == 200
    assert (await http.get(path, headers=sam)).json() == {"asked": None}
