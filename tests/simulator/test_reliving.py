"""Days that an engine really worked in virtual time, lived again from their log under their own rules and others."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core.channel import Channel
from core.event import Event
from live.connection import Live
from router.engine.engine import Engine
from router.engine.replay import Moment
from router.rules.plan import Plan, PlanStep
from simulator.again import live_again
from simulator.difference import MEASURES, Compared, Difference
from simulator.past import Answer, Came, Past, Rang, Talk
from simulator.past_log import past_of
from simulator.reliving import Lived, Reliving, Rules
from simulator.ways import Ways, habits_of
from skills.need import Need
from switchboard.difference import show
from tests.router.floor import START_MS, Floor, plan
from tests.router.histories import Day

OFFERS = ("offer.made", "offer.expired", "offer.declined", "offer.accepted", "contact.connected", "contact.ended")


async def told(engine: Engine) -> list[Event]:
    """The engine's whole log."""
    found: list[Event] = []
    while more := await engine.read_events(found[-1].sequence if found else "0"):
        found += more
    return found


async def random_day(live: Live, seed: int) -> tuple[list[Event], int]:
    """A day on which agents and residents did anything, and when it was over."""
    await live.redis.flushall()
    floor = await Floor.open(live)
    await Day(floor, seed).run(200)
    return await told(floor.engine), floor.hands.now + 1


async def lived_again(live: Live, past: Past, rules: Rules | None = None) -> tuple[list[Lived], list[Event]]:
    await live.redis.flushall()
    moment = Moment()
    engine = Engine(live, "westmere", virtual=moment)
    ways = partial(Ways, habits=habits_of(past), until_ms=past.until_ms, seed=1, replication=0)
    lived = await Reliving(engine, moment, past, rules).run(ways, lambda _: None)
    return lived, await told(engine)


def decided(events: list[Event]) -> list[tuple[str, int, str | None, str | None]]:
    return sorted((each.type, each.at_ms, each.contact_id, each.agent_id) for each in events if each.type in OFFERS)


@pytest.mark.parametrize("seed", [1, 3, 5])
async def test_a_day_lived_again_under_its_own_rules_is_the_same_offer_by_offer(live: Live, seed: int) -> None:
    events, over = await random_day(live, seed)
    _, again = await lived_again(live, past_of(events, events[0].at_ms, over))
    assert decided(again) == decided(events)


async def test_days_that_begin_in_the_middle_begin_with_what_was_going_on(live: Live) -> None:
    events, over = await random_day(live, 3)
    middle = (events[0].at_ms + over) // 2
    past = past_of(events, middle, over)
    lived, _ = await lived_again(live, past)
    assert any(each.came.held for each in lived)
    assert any(each.came.at_ms < middle and each.came.held is None for each in lived)
    counted = [each for each in lived if each.came.at_ms >= middle]
    assert len(counted) == sum(each.type == "contact.arrived" and each.at_ms >= middle for each in events)
    same = sum(each.answered_ms == each.came.answered_ms for each in counted)
    # What had rung or cooled down before is not known any more.
    assert same >= 0.9 * len(counted)


SERVICES = ("libraries/renewals", "waste/missed")


def caller(number: int, chance: np.random.Generator) -> Came:
    """Someone every 20 s, for one service or the other, who talks for 100 s or so; every fifth has little patience."""
    at = START_MS + number * 20_000
    made = plan(f"c{number:03d}", "", arrived=at, service=SERVICES[number % 2], target_s=60)
    return Came(
        id=made.contact_id,
        contact=made.contact_id,
        at_ms=at,
        plan=made,
        gone_ms=at + 150_000 if number % 5 == 0 else None,
        outcome="abandoned" if number % 5 == 0 else "",
        rang=[Rang(answer=Answer.TAKEN, after_ms=2_000, joined_ms=500)],
        talks=[Talk(ms=int(chance.exponential(100_000)))],
    )


@pytest.fixture
async def busy(live: Live) -> Past:
    """An hour with more callers than its four agents can serve, as its log tells it."""
    await live.redis.flushall()
    floor = await Floor.open(live)
    for agent in ("ann", "bob", "cat", "dan"):
        await floor.agent(agent)
    staff = past_of(await told(floor.engine), START_MS, START_MS + 3_600_000)
    chance = np.random.default_rng(3)
    made_up = replace(staff, came=[caller(number, chance) for number in range(120)])
    _, events = await lived_again(live, made_up)
    return past_of(events, START_MS, START_MS + 3_600_000)


async def under(past: Past, change: dict[str, object], *services: str, replications: int = 1) -> Difference:
    """What it would have been with another plan for some services."""

    def drafted(_: str, recorded: Plan) -> Plan:
        return replace(recorded, rules_version=9, **(change if recorded.service in services else {}))  # type: ignore[arg-type]

    rules = Rules(version=9, order="due_first", pick="fewest_skills", share=0, plan=drafted)
    return await live_again(past, rules, "westmere", lambda _: None, replications=replications, seed=5)


def of(found: Difference, service: str) -> Compared:
    return next(each for each in found.cells if each.service == service)


async def test_a_service_that_goes_first_keeps_more_of_its_targets_and_the_other_fewer(busy: Past) -> None:
    found = await under(busy, {"due_ms": START_MS}, SERVICES[0], replications=3)
    first, other = (of(found, service).difference for service in SERVICES)
    assert first["target_kept"].low is not None
    assert first["target_kept"].low > 0
    assert other["target_kept"].value is not None
    assert other["target_kept"].value < 0
    assert first["mean_answer"].high is not None
    assert first["mean_answer"].high < 0


async def test_the_recorded_rules_again_stay_at_what_was_recorded(busy: Past) -> None:
    found = await under(busy, {})
    recorded, again = found.overall.recorded, found.overall.again
    assert recorded["abandoned"] is not None
    assert recorded["abandoned"] >= 5
    for name, value in recorded.items():
        assert again[name].value == pytest.approx(value, rel=0.02), name
    assert all(each.value == 0 for each in found.overall.difference.values())


async def test_what_an_agent_asks_about_a_call_takes_time_and_is_in_no_figures(live: Live, busy: Past) -> None:
    asked = [came.id for came in busy.came if came.id.endswith("5")]
    marked = [replace(each, plan=replace(each.plan, question=each.id in asked)) for each in busy.came]
    _, events = await lived_again(live, replace(busy, came=marked))
    past = past_of(events, busy.since_ms, busy.until_ms)
    assert [came.id for came in past.came if came.plan.question] == asked, "the log tells of it"
    found = await under(past, {"steps": (PlanStep(needs=(Need(skill="braille", level=2, hard=True),)),)}, *SERVICES)
    assert found.overall.contacts == sum(cell.contacts for cell in found.cells) == len(busy.came) - len(asked)
    assert not {each.contact for each in found.unservable} & set(asked)
    assert found.overall.recorded["answered"] == sum(
        came.answered_ms is not None for came in past.came if not came.plan.question
    )


async def test_whom_nobody_at_work_could_serve_is_told(busy: Past, capsys: pytest.CaptureFixture[str]) -> None:
    alone = (PlanStep(needs=(Need(skill="braille", level=2, hard=True),)),)
    found = await under(busy, {"steps": alone}, SERVICES[1])
    assert {each.service for each in found.unservable} == {SERVICES[1]}
    assert len(found.unservable) == of(found, SERVICES[1]).contacts == 60
    assert not any(each.was_already for each in found.unservable)
    assert of(found, SERVICES[1]).draft["answered"].value == 0
    assert {each.channel for each in found.unservable} == {Channel.PHONE}
    lines = shown(found, capsys)
    assert lines[2] == "! 60 of waste/missed, phone: nobody who was at work could have served them under the draft."
    assert next(line for line in lines if line.startswith("! waste/missed, phone")).endswith(" 60")
    assert any(line.startswith("libraries/renewals, phone") for line in lines), "nobody is lost there"


async def test_what_changed_is_told_from_what_to_what_and_chance_is_called_so(
    busy: Past, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(await under(busy, {"due_ms": START_MS}, SERVICES[0], replications=3), capsys)
    assert lines[0] == "What draft.yaml would have changed, 1 May 2026"
    assert lines[1].startswith("120 contacts, lived again 3 times under the recorded rules and under the draft, ")
    assert lines[2].startswith("Nobody becomes unservable")
    first, other = (next(line for line in lines if line.startswith(service)) for service in SERVICES)
    assert "→" in first
    assert "→" in other
    kept = next(line for line in lines if line.startswith("target kept"))
    assert "points" in kept
    assert "who gives up is a guess" in " ".join(lines)


async def test_rules_that_change_nothing_are_told_to_change_nothing(
    busy: Past, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(await under(busy, {}), capsys)
    assert sum(line.endswith(" none") for line in lines) == len(MEASURES)
    assert not any("→" in line for line in lines)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def shown(found: Difference, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a person reads, line by line, without what is empty."""
    capsys.readouterr()
    show(found, "1 May 2026", "draft.yaml")
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
