"""`switchboard bench router` at a tiny size: every figure is there and could be true. No bar is judged on time here."""

import asyncio
import json
import math
import re
from dataclasses import replace

import pytest
import uvloop
from typer.testing import CliRunner

from bench import showing
from bench.county import County
from bench.figures import BARS, Measured, Verdict, verdict
from bench.ground import LUA, Ground
from bench.router import measure
from bench.sizes import QUICK, Backlog
from live.connection import Live
from switchboard.cli import app

SMALL = County(agents=80, profiles=80, requirements=40, breadth=10)
TINY = replace(
    QUICK,
    life_rounds=2,
    lives=60,
    jobs=20,
    offers=60,
    match_rounds=2,
    small=Backlog(county=SMALL, waiting=200),
    large=Backlog(county=replace(SMALL, agents=120), waiting=2_000),
    change=Backlog(county=SMALL, waiting=100),
)


@pytest.fixture(scope="module")
def measured() -> dict[str, Measured]:
    """Everything, once."""
    told: list[float] = []
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(measure(None, sizes=TINY, tell=lambda _doing, done: told.append(done)))
    assert told
    assert all(0 <= done <= 1 for done in told)
    return found


def test_every_figure_is_measured_and_is_a_number(measured: dict[str, Measured]) -> None:
    assert measured.keys() == BARS.keys()
    assert all(math.isfinite(each.figure) and each.figure > 0 for each in measured.values())


def test_json_is_one_object_with_the_keys_and_the_details(measured: dict[str, Measured]) -> None:
    told = json.loads(showing.as_json(measured, quick=True))
    assert told.keys() == {*BARS, "quick", "detail"}
    assert "quick" not in json.loads(showing.as_json(measured, quick=False))
    assert all(isinstance(told[key], float) for key in BARS)
    assert told["detail"].keys() == BARS.keys()


def test_the_table_has_each_figure_beside_its_bar(
    measured: dict[str, Measured], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    showing.table(measured, quick=True)
    told = capsys.readouterr().out
    for key, bar in BARS.items():
        row = next(line for line in told.splitlines() if key in line)
        assert str(bar) in row
        assert Verdict.NOT_JUDGED in row


def test_a_call_has_more_of_a_life_than_a_text(measured: dict[str, Measured]) -> None:
    detail = measured["life_ratio"].detail
    assert list(detail["sms"]["us_by_verb"]) == ["arrive", "accept", "close"]
    assert list(detail["phone"]["us_by_verb"]) == ["arrive", "accept", "connect", "wrap", "close"]
    assert detail["sms"]["lives"] == detail["phone"]["lives"] == 2 * 50
    assert measured["life_ratio"].figure > 1, "a life cannot cost less than the commands it is made of"


@pytest.mark.parametrize("channel", ["sms", "phone"])
def test_commands_are_a_part_of_a_life_and_a_life_is_about_the_sum_of_its_verbs(
    measured: dict[str, Measured], channel: str
) -> None:
    detail = measured["life_ratio"].detail[channel]
    verbs = sum(detail["us_by_verb"].values())
    assert 0 < detail["commands_us"] < verbs
    assert verbs == pytest.approx(detail["us"], rel=0.5)


def test_a_scan_costs_more_where_more_wait_in_vain(measured: dict[str, Measured]) -> None:
    assert measured["naive_ratio"].detail["waiting"] == 200
    assert measured["naive_ratio"].detail["naive_us"] > 20


def test_all_who_wait_are_counted_in_the_memory(measured: dict[str, Measured]) -> None:
    assert measured["bytes_per_contact"].detail["waiting"] == 2_000
    assert 100 < measured["bytes_per_contact"].figure < 5_000


def test_everybody_who_waits_moves_while_others_are_served(measured: dict[str, Measured]) -> None:
    detail = measured["recompile_s"].detail
    assert detail["moved"] == 100
    assert detail["calls_meanwhile"] > 0


def test_every_offer_is_seen_by_the_other_process(measured: dict[str, Measured]) -> None:
    assert measured["offer_p99_ms"].detail["offers"] == 60


def test_the_yardstick_of_a_life_is_the_twenty_commands_that_it_names() -> None:
    text = (LUA / "reference.lua").read_text(encoding="utf-8")
    named = re.findall(r"^-- +\d+ ([A-Z]+) ", text, re.MULTILINE)
    assert len(named) == 20
    assert re.findall(r"\bcall\('([A-Z]+)'", text) == named


async def test_the_naive_scan_finds_the_first_whom_the_agent_can_serve(live: Live) -> None:
    ground = Ground.on(live, sizes=TINY, tell=lambda _doing, _done: None)
    waiting = [["a", "1", "email|s1:5"], ["c", "3", "email|s1:2,s2:1"], ["b", "2", "email|s3:1"]]
    await ground.yardsticks.call("naive_fill", [{"prefix": "{n}:", "contacts": json.dumps(waiting)}])
    scan = {"prefix": "{n}:", "agent": "x", "skills": "s1:4,s2:1"}
    assert [await ground.yardsticks.call("naive", [scan]) for _ in range(2)] == [["c"], [None]]


@pytest.mark.parametrize(
    ("key", "figure", "quick", "word"),
    [
        pytest.param("flatness", 1.5, False, Verdict.PASS, id="at the bar it passes"),
        pytest.param("flatness", 1.51, False, Verdict.FAIL, id="above a bar that asks for little it fails"),
        pytest.param("rq_ratio", 9.9, False, Verdict.FAIL, id="below a bar that asks for much it fails"),
        pytest.param("rq_ratio", 30.0, False, Verdict.PASS, id="above a bar that asks for much it passes"),
        pytest.param("rq_ratio", 9.9, True, Verdict.NOT_JUDGED, id="a quick run is not judged"),
    ],
)
def test_figures_are_judged_by_their_bars(key: str, figure: float, quick: bool, word: Verdict) -> None:
    assert verdict(BARS[key], figure, quick=quick) is word


def test_a_figure_that_nobody_knows_is_told_at_once() -> None:
    told = CliRunner().invoke(app, ["bench", "router", "--only", "luck"])
    assert told.exit_code == 2
    assert "There is no figure luck" in told.output
