"""The busy day: what callers understand of a menu, the day on paper, and a day played in a moment on a manual clock."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from ruamel.yaml import YAML

from sandbox.busy.day import Day
from sandbox.busy.plan import Caller, Wish, Writer, draw
from sandbox.busy.prompts import Choice, best, choices
from sandbox.busy.residents import ERRANDS
from sandbox.carrier.carrier import Carrier
from sandbox.carrier.media import NoMedia
from sandbox.clock import ManualClock
from sandbox.settings import Settings
from tests.sandbox_media.conftest import Sandbox
from tests.sandbox_media.council import ROOT, Council
from tests.sandbox_media.serving import free_port, serving

HEARD = [
    ("press each time", "For roads, press 1. For social care, press 2.", "1 roads, 2 social care"),
    ("press once", "Press a key. Roads, press 1. Care and older people, 2.", "1 Roads, 2 Care and older people"),
    ("the key first", "Press 1 for roads. Press 2 to leave a message.", "1 roads, 2 leave a message"),
    ("keys by name", "To hear this again, press star. For a person, please press 0.", "* hear this again, 0 a person"),
    ("a question", "Which road is it on?", ""),
    ("a greeting with numbers in it", "If someone is in immediate danger, hang up and dial 999.", ""),
    ("a wait", "You are number 3. About 5 minutes.", ""),
]


@pytest.mark.parametrize(("prompt", "expected"), [row[1:] for row in HEARD], ids=[row[0] for row in HEARD])
def test_what_a_caller_understands(prompt: str, expected: str) -> None:
    assert ", ".join(f"{choice.key} {choice.label}" for choice in choices(prompt)) == expected


def test_the_likeliest_word_wins_over_the_first_choice() -> None:
    offered = (Choice("1", "Anything about roads"), Choice("2", "A pothole"))
    assert best(offered, ("pothole", "road")) == Choice("2", "A pothole")
    assert best(offered, ("library",)) is None


def menus() -> list[tuple[str, str]]:
    """Every option that our own menus read out, with its key."""
    found = []
    for file in sorted((ROOT / "config/defaults/menus").glob("*.yaml")):
        for node in YAML(typ="safe").load(file)["nodes"].values():
            found += [(str(option["key"]), option["say"]) for option in node.get("options", ()) if option.get("say")]
    return found


def test_every_option_that_the_councils_menus_read_out_is_understood() -> None:
    options = menus()
    assert len(options) > 20
    assert [(key, say) for key, say in options if [choice.key for choice in choices(say)] != [key]] == []


def test_the_same_wish_is_the_same_day_and_another_seed_another() -> None:
    assert draw(Wish(seed=4)) == draw(Wish(seed=4))
    assert draw(Wish(seed=4)) != draw(Wish(seed=5))


@pytest.mark.parametrize(("speed", "least", "most"), [(1, 12, 45), (3, 45, 110), (8, 150, 260)])
def test_a_day_is_as_busy_as_was_wished(speed: float, least: int, most: int) -> None:
    acts = draw(Wish(speed=speed, minutes=10, seed=2))
    callers = [act for act in acts if isinstance(act, Caller)]
    assert least <= len(callers) <= most
    assert any(isinstance(act, Writer) for act in acts)
    assert acts[0].at_s < 3, "something is seen at once"
    assert acts[-1].at_s < 600
    assert [act.at_s for act in acts] == sorted(act.at_s for act in acts)


def test_a_days_people_are_made_up_and_varied() -> None:
    acts = draw(Wish(speed=8, minutes=30, seed=3))
    assert all(act.number.startswith("+447700900") and len(act.number) == 13 for act in acts)
    assert len({act.number for act in acts}) > 500
    assert {act.errand.says for act in acts} == {errand.says for errand in ERRANDS}
    callers = [act for act in acts if isinstance(act, Caller)]
    assert {act.speaks for act in callers} == {act.careless for act in callers} == {True, False}


MENU = (
    "<Response><Gather input='dtmf speech' numDigits='1' timeout='8' speechTimeout='auto' action='/phone/picked'>"
    "<Say>For roads, press 1. For anything else, press 9.</Say></Gather><Redirect>/phone/incoming</Redirect></Response>"
)
QUEUE = "<Response><Enqueue waitUrl='/phone/wait'>all</Enqueue></Response>"
WAIT = "<Response><Say>Thank you for waiting.</Say><Pause length='20'/></Response>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    carrier: Carrier
    clock: ManualClock
    council: Council


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    council = Council()
    council.answers |= {"phone/incoming": MENU, "phone/picked": QUEUE, "phone/wait": WAIT}
    async with serving(council.app, free_port()) as url:
        clock = ManualClock()
        settings = Settings(webhook_url=url, home=tmp_path, media=False, manual_clock=True)
        carrier = Carrier(settings, clock, NoMedia(clock))
        yield Town(carrier=carrier, clock=clock, council=council)
        await carrier.close()


async def test_a_day_calls_presses_waits_texts_gives_up_and_stops_by_itself(town: Town) -> None:
    day = Day(town.carrier, Wish(speed=4, minutes=3, seed=7))
    await town.clock.advance(90)
    halfway = day.as_json()
    assert halfway["running"]
    assert halfway["progress"] == pytest.approx(0.5, abs=0.01)
    assert halfway["seconds_left"] == pytest.approx(90, abs=1)
    assert halfway["calls_up"] > 0
    await town.clock.advance(120)
    done = day.as_json()
    assert not done["running"]
    assert done["progress"] == 1.0
    assert done["started"] == done["planned"]
    assert done["calls_up"] == 0
    assert all(line.call.over for line in town.carrier.lines.values())
    told = Counter(path for path, _ in town.council.told)
    assert told["phone/incoming"] >= done["calls"] > 10
    assert told["phone/picked"] > 5
    assert told["phone/wait"] > 5
    assert told["sms/incoming"] == done["texts"] > 3
    assert done["hung_up_early"] > 0
    picked = {
        form.get("Digits", form.get("SpeechResult", "")) for path, form in town.council.told if path == "phone/picked"
    }
    assert {"1", "9"} < picked, "they pick, err, and speak"


async def test_patience_is_counted_from_the_queue_whatever_is_said_there(town: Town) -> None:
    day = Day(town.carrier, Wish(speed=1, minutes=10, seed=11))
    await town.clock.advance(640)
    assert day.tally.hung_up_early > 0
    waits = [
        (line.call.ended - line.call.created).total_seconds() for line in town.carrier.lines.values() if line.call.ended
    ]
    assert max(waits) < 400, "nobody waits for ever"


async def test_a_day_that_is_stopped_leaves_no_call_behind(town: Town) -> None:
    day = Day(town.carrier, Wish(speed=8, minutes=5, seed=7))
    await town.clock.advance(60)
    assert day.tally.calls_up > 3
    await day.stop()
    await town.clock.settle()
    assert not day.running
    assert all(line.call.over for line in town.carrier.lines.values())
    assert day.as_json()["progress"] == 1.0


async def test_the_control_api_begins_shows_and_stops_a_day(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as client:
        assert (await client.get("/sandbox/busy")).json()["running"] is False
        begun = await client.post("/sandbox/busy", json={"speed": 20, "minutes": 1, "seed": 3})
        assert begun.status_code == 200
        assert begun.json()["running"]
        assert begun.json()["planned"] > 10
        again = await client.post("/sandbox/busy", json={"minutes": 2})
        assert again.json()["wish"]["minutes"] == 2, "a new day takes the place of the old"
        assert (await client.get("/sandbox/busy")).json()["running"]
        assert (await client.delete("/sandbox/busy")).json()["running"] is False
        assert (await client.post("/sandbox/busy", json={"speed": "fast"})).status_code == 422
