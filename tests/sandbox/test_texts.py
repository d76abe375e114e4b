"""Texts: in, answered, out, stopped, counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.carrier.segments import encoding, segments
from sandbox.carrier.texts import Fate
from tests.sandbox.world import CALLER, COUNCIL, Reply, World


async def receive(world: World, body: str = "There is a hole", media: tuple[str, ...] = ()) -> str:
    sid: str = world.carrier.texts.receive(CALLER, COUNCIL, body, media)["sid"]
    await world.clock.settle()
    return sid


async def test_a_text_is_passed_on_as_twilio_does(world: World) -> None:
    world.pages["/sms/incoming"] = ""
    sid = await receive(world, media=("http://a.example/x.png",))
    said = world.asked("/sms/incoming")[0]
    assert said["MessageSid"] == said["SmsSid"] == said["SmsMessageSid"] == sid
    assert sid.startswith("MM")
    assert said | {"Body": "There is a hole", "NumMedia": "1", "NumSegments": "1", "SmsStatus": "received"} == said
    assert (said["MediaUrl0"], said["MediaContentType0"]) == ("http://a.example/x.png", "image/png")
    assert "OptOutType" not in said


@pytest.mark.parametrize(
    ("answer", "replies"),
    [
        pytest.param(
            "<Message>Thank you</Message><Message><Body>Again</Body></Message>", ["Thank you", "Again"], id="verbs"
        ),
        pytest.param(Reply(b"Plain thanks", content_type="text/plain"), ["Plain thanks"], id="plain words"),
        pytest.param(Reply(status=204, content_type=""), [], id="nothing"),
        pytest.param("<Redirect>/more</Redirect>", ["More"], id="a redirect"),
        pytest.param("<Say>Hello</Say>", [], id="a verb of calls is refused"),
    ],
)
async def test_what_is_answered(world: World, answer: str | Reply, replies: list[str]) -> None:
    world.pages |= {"/sms/incoming": answer, "/more": "<Message>More</Message>"}
    await receive(world)
    await world.advance(1)
    out = [text["body"] for text in world.carrier.texts.of(CALLER) if text["direction"] == "outbound-reply"]
    assert out == replies
    assert world.codes() == ([14110] if answer == "<Say>Hello</Say>" else [])


@pytest.mark.parametrize(
    ("fate", "statuses", "code"),
    [
        pytest.param(Fate(), ["sent", "delivered"], None, id="delivered"),
        pytest.param(Fate("undelivered", 30003), ["sent", "undelivered"], "30003", id="not delivered"),
        pytest.param(Fate("failed", 30008), ["failed"], "30008", id="failed"),
        pytest.param(Fate("sent"), ["sent"], None, id="never known"),
    ],
)
async def test_statuses_are_told_but_the_first(world: World, fate: Fate, statuses: list[str], code: str | None) -> None:
    world.pages["/sms/status"] = ""
    world.carrier.texts.fates[CALLER] = fate
    world.carrier.texts.send(sender=COUNCIL, to=CALLER, body="Hello", callback=world.application.url + "/sms/status")
    await world.advance(5)
    told = world.asked("/sms/status")
    assert [one["MessageStatus"] for one in told] == statuses
    assert told[-1].get("ErrorCode") == code


@pytest.mark.parametrize(
    ("body", "stopped"),
    [
        pytest.param("STOP", True, id="STOP"),
        pytest.param(" unsubscribe ", True, id="in small letters, with blanks"),
        pytest.param("STOP 12345", False, id="STOP with more is a message"),
        pytest.param("Please stop", False, id="a sentence"),
    ],
)
async def test_who_is_opted_out(world: World, body: str, stopped: bool) -> None:
    world.pages["/sms/incoming"] = ""
    await receive(world, body)
    assert ((CALLER, COUNCIL) in world.carrier.texts.opted_out) is stopped
    assert world.asked("/sms/incoming")[0]["Body"] == body
    await receive(world, "START")
    assert (CALLER, COUNCIL) not in world.carrier.texts.opted_out


@pytest.mark.parametrize(
    ("text", "name", "parts"),
    [
        pytest.param("a" * 160, "GSM-7", 1, id="160 fit into one"),
        pytest.param("a" * 161, "GSM-7", 2, id="161 do not"),
        pytest.param("a" * 306, "GSM-7", 2, id="306 fit into two"),
        pytest.param("a" * 307, "GSM-7", 3, id="307 do not"),
        pytest.param("€" * 80, "GSM-7", 1, id="the euro counts twice"),
        pytest.param("a" * 152 + "€" + "a" * 152, "GSM-7", 3, id="an escaped pair is not split"),
        pytest.param("é" * 160, "GSM-7", 1, id="é is basic"),
        pytest.param("Ç" * 160, "GSM-7", 1, id="Ç is basic"),
        pytest.param("ç", "UCS-2", 1, id="ç is not"),
        pytest.param("’" * 70, "UCS-2", 1, id="curly quotes: 70"),
        pytest.param("’" * 71, "UCS-2", 2, id="curly quotes: 71"),
        pytest.param("😀" * 35, "UCS-2", 1, id="a face counts twice"),
        pytest.param("a😀" * 33 + "😀😀", "UCS-2", 2, id="and is not split"),
        pytest.param("", "GSM-7", 1, id="nothing is one part"),
    ],
)
def test_parts_are_counted(text: str, name: str, parts: int) -> None:
    assert (encoding(text).name, segments(text)) == (name, parts)


COUNTED = json.loads((Path(__file__).parents[1] / "channels" / "cases" / "segments.json").read_text(encoding="utf-8"))
"""What Twilio's own calculator says of texts; but for a sign that no part can hold, of which no document speaks."""


@pytest.mark.parametrize(
    "row", [each for each in COUNTED if each["says"] != "and more of them"], ids=lambda row: row["says"]
)
def test_parts_are_counted_as_the_real_carriers_calculator_does(row: dict[str, Any]) -> None:
    text = "".join(piece * times for piece, times in row["text"])
    assert [encoding(text).name, segments(text)] == row["counts"][:2]
