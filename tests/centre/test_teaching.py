"""What supervisors teach the guess: learned beside the web, checked before it is live, taken up everywhere at once."""

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from structlog.testing import capture_logs

from centre import learning
from centre.guessing import LOOK_EVERY_S
from centre.learning import NO_MODEL
from config.learned import lesson
from core.errors import Conflict, InvalidInput, NotFound, Refused
from core.lesson import Did
from records.rows import OutboxRow
from records.tx import Tx
from runtime.preparing import prepare
from tests.centre.house import House

WORDS = "a swan sits in the middle of the fountain"
NEARLY = "a swan is sitting in the middle of the fountain"
SWAN = "highways/danger"
CURTAINS = "the curtains at the corner house have not been opened since tuesday"
WITHIN_S = 2.0
"""How soon every process must go by what is ready."""


async def learn(house: House) -> list[str]:
    """A worker answers every ring for a lesson. What came of each."""
    return [await house.centre.outbox.deliver(row.id) for row in due(house)]


def due(house: House) -> list[OutboxRow]:
    now = house.clock.now()
    return [row for row in house.ask(lambda tx: tx.outbox.due(now)) if row.kind == "lesson"]


async def about(house: House, words: str) -> str | None:
    return (await house.centre.guessing.about(words)).service


async def comes_to(house: House, words: str, service: str | None) -> None:
    """Within two seconds the guess is this."""
    async with asyncio.timeout(WITHIN_S):
        while await about(house, words) != service:
            await asyncio.sleep(0.05)


async def taught(house: House, words: str = WORDS, service: str = SWAN) -> str:
    id = (await house.centre.teaching.add(house.staff["grace"], words, service))["id"]
    return str(id)


async def state(house: House) -> dict[str, Any]:
    found: dict[str, Any] = await house.centre.teaching.learning()
    return found


@pytest.fixture(autouse=True)
async def as_shipped(house: House) -> None:
    """The record begins anew, so what a process took up before is taken up no more."""
    house.centre.guessing._looked_at = float("-inf")
    await comes_to(house, WORDS, None)


async def test_an_example_changes_the_guess_of_nearly_its_words_and_of_nothing_else(house: House) -> None:
    others = ["there is a great big hole in the road", "my uncle punches my auntie", "hello"]
    before = [await house.centre.guessing.about(words) for words in others]
    await taught(house)
    assert await learn(house) == ["done"]
    await comes_to(house, NEARLY, SWAN)
    assert [await house.centre.guessing.about(words) for words in others] == before
    told = await state(house)
    assert (told["holds"]["examples"], told["holds"]["by"], told["under_way"]) == (1, "Grace", None)
    assert told["last"]["state"] == "live"
    assert told["last"]["after"] == told["last"]["before"]


async def test_every_process_takes_it_up_within_two_seconds_and_so_does_one_that_starts_later(house: House) -> None:
    async with house.another() as worker:
        assert (await worker.centre.guessing.about(WORDS)).service is None
        await taught(house)
        await learn(house)
        async with asyncio.timeout(WITHIN_S):
            while (await worker.centre.guessing.about(WORDS)).service != SWAN:
                await asyncio.sleep(0.05)
    async with house.another() as started_later:
        assert (await started_later.centre.guessing.about(WORDS)).service == SWAN


async def test_the_record_is_asked_for_a_lesson_at_most_once_a_second(house: House) -> None:
    asked: list[float] = []
    sql = house.centre._parts.sql
    read = sql.read_at_once

    def counted(ask: Callable[[Tx], Any]) -> Any:
        asked.append(time.monotonic())
        return read(ask)

    object.__setattr__(sql, "read_at_once", counted)
    try:
        for _ in range(5):
            await about(house, WORDS)
    finally:
        object.__delattr__(sql, "read_at_once")
    assert all(later - earlier >= LOOK_EVERY_S for earlier, later in itertools.pairwise(asked))


@pytest.mark.long
async def test_several_changes_are_learned_at_once(house: House) -> None:
    for number in range(4):
        await taught(house, f"{WORDS} number {number}")
    assert len(due(house)) == 1
    await learn(house)
    assert (await state(house))["holds"]["examples"] == 4


async def test_what_is_withdrawn_is_unlearned_and_comes_back_by_undo(house: House) -> None:
    id = await taught(house)
    await learn(house)
    await house.centre.teaching.withdraw(house.staff["grace"], id)
    await learn(house)
    await comes_to(house, WORDS, None)
    shown = await house.centre.teaching.read()
    assert ([each["id"] for each in shown["examples"]], [each["id"] for each in shown["withdrawn"]]) == ([], [id])
    await house.centre.teaching.bring_back(house.staff["grace"], id)
    await learn(house)
    await comes_to(house, WORDS, SWAN)


@pytest.mark.long
async def test_what_is_removed_leaves_no_trace(house: House) -> None:
    id = await taught(house)
    await learn(house)
    await house.centre.teaching.remove(house.staff["grace"], id)
    await learn(house)
    shown = await house.centre.teaching.read()
    assert (shown["examples"], shown["withdrawn"]) == ([], [])
    assert house.ask(lambda tx: [tx.lessons.correction(n) for n in (1, 2)]) == [None, None]
    with pytest.raises(NotFound):
        await house.centre.teaching.bring_back(house.staff["grace"], id)


@pytest.mark.long
async def test_one_click_goes_back_to_what_is_shipped_and_examples_wait_until_they_are_wanted_again(
    house: House,
) -> None:
    await taught(house)
    await learn(house)
    await comes_to(house, WORDS, SWAN)
    told = await house.centre.teaching.go_back(house.staff["grace"])
    assert (told["paused"], told["holds"]["examples"]) == (True, 0)
    await comes_to(house, WORDS, None)
    await taught(house, "cafe tables block the footpath")
    assert due(house) == []
    told = await house.centre.teaching.learn(house.staff["grace"])
    assert (told["paused"], told["under_way"]["state"]) == (False, "waiting")
    await learn(house)
    await comes_to(house, WORDS, SWAN)


@pytest.mark.long
async def test_going_back_while_it_learns_holds(house: House) -> None:
    await taught(house)
    going_on = asyncio.create_task(learn(house))
    await house.until(lambda: house.ask(lambda tx: tx.lessons.get(1)).state == "learning")
    await house.centre.teaching.go_back(house.staff["grace"])
    await going_on
    assert (await state(house))["paused"]
    assert house.ask(lambda tx: tx.lessons.correction(1)) is None
    await comes_to(house, WORDS, None)


@pytest.mark.long
async def test_one_that_would_miss_safeguarding_is_refused_and_says_which_examples_made_trouble(house: House) -> None:
    await taught(house)
    await learn(house)
    risky = [text for text, risk in lesson().danger if risk][::40]
    bad = [await taught(house, text[:2000], "libraries/enquiry") for text in risky]
    assert await learn(house) == ["done"]
    told = await state(house)
    assert (told["last"]["state"], told["holds"]["examples"]) == ("refused", 1)
    assert told["last"]["worse"][0].startswith("It would have missed safeguarding")
    assert {each["example"] for each in told["last"]["blamed"]} <= set(bad)
    assert told["last"]["blamed"]
    await comes_to(house, NEARLY, SWAN)
    for id in bad:
        await house.centre.teaching.withdraw(house.staff["grace"], id)
    await learn(house)
    assert (await state(house))["last"]["state"] == "live"


@pytest.mark.long
async def test_what_may_be_danger_can_be_taught_and_a_sure_sign_cannot_be_unlearned(house: House) -> None:
    sure = await taught(house, "my uncle punches my auntie", "libraries/enquiry")
    await taught(house, CURTAINS, "adult-social-care/safeguarding")
    await learn(house)
    await comes_to(house, CURTAINS, "adult-social-care/safeguarding")
    assert await about(house, "my uncle punches my auntie") == "adult-social-care/safeguarding"
    assert (await state(house))["last"]["unheard"] == [{"example": sure, "sure_sign": True}]


async def test_what_an_agent_put_right_is_a_suggestion_until_somebody_settles_it(house: House) -> None:
    await house.at_work("amina")
    await house.text("there is a pothole in Mill Lane, ask for Ann")
    contact = str((await house.accepts("amina"))["contact"])
    agent, grace = house.staff["amina"], house.staff["grace"]
    await house.centre.desk.set_service(agent, contact, "highways/drainage")
    (shown,) = (await house.centre.teaching.read())["suggestions"]
    assert (shown["contact"], shown["guessed"], shown["chosen"], shown["by"]) == (
        contact,
        "Pothole or damaged road",
        "highways/drainage",
        "Amina",
    )
    assert shown["text"] == "there is a pothole in Mill Lane, ask for Ann"
    await house.centre.teaching.put_away(grace, contact)
    assert (await house.centre.teaching.read())["suggestions"] == []
    await house.centre.teaching.put_back(grace, contact)
    added = await house.centre.teaching.add(grace, "a pothole full of water", "highways/drainage", contact)
    shown = await house.centre.teaching.read()
    assert (shown["suggestions"], shown["examples"][0]["id"]) == ([], added["id"])
    with pytest.raises(Conflict, match="settled this suggestion already"):
        await house.centre.teaching.add(grace, "a flooded pothole", "highways/drainage", contact)


async def test_passing_it_on_to_another_service_puts_the_guess_right_as_well(house: House) -> None:
    await house.at_work("amina")
    await house.text("there is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    await house.centre.passing_on.pass_on(house.staff["amina"], contact, service="highways/drainage", reason="Water")
    (shown,) = (await house.centre.teaching.read())["suggestions"]
    assert (shown["contact"], shown["chosen"], shown["by"]) == (contact, "highways/drainage", "Amina")


async def test_an_agent_who_goes_back_to_the_guess_suggests_nothing(house: House) -> None:
    await house.at_work("amina")
    await house.text("there is a pothole in Mill Lane")
    contact = str((await house.accepts("amina"))["contact"])
    for service in ("highways/drainage", "highways/pothole"):
        await house.centre.desk.set_service(house.staff["amina"], contact, service)
    assert (await house.centre.teaching.read())["suggestions"] == []


async def test_words_can_be_tried_and_say_how_sure_it_is_and_by_which_example(house: House) -> None:
    id = await taught(house)
    await learn(house)
    await comes_to(house, WORDS, SWAN)
    tried = await house.centre.teaching.attempt(NEARLY)
    assert (tried["now"]["about"], tried["shipped"]["about"]) == (SWAN, "unsure")
    assert tried["shares"][0]["about"] == SWAN
    assert 0.5 < tried["now"]["confidence"] <= 1
    assert [each["example"] for each in tried["examples"]] == [id]
    assert len((await house.centre.teaching.read())["examples"]) == 1


@pytest.mark.parametrize(
    ("words", "service", "error", "says"),
    [
        pytest.param(" … ", SWAN, InvalidInput, "what a resident might say", id="no words"),
        pytest.param("a" * 2001, SWAN, InvalidInput, "2000 characters", id="too many words"),
        pytest.param("hello there", "no/such", InvalidInput, "Choose the service", id="no such service"),
        pytest.param(WORDS.upper(), SWAN, Conflict, "an example already", id="the same words again"),
    ],
)
async def test_what_cannot_be_an_example_is_refused_in_a_sentence(
    house: House, words: str, service: str, error: type[Refused], says: str
) -> None:
    await taught(house)
    with pytest.raises(error, match=says):
        await taught(house, words, service)


@pytest.mark.long
async def test_there_may_be_five_hundred(house: House) -> None:
    grace = house.staff["grace"]
    house.do(lambda tx: [tx.taught.add(f"words {n}", SWAN, grace, at_most=500) for n in range(500)])
    with pytest.raises(Conflict, match="There are 500 examples"):
        await taught(house)


async def test_without_the_sentence_model_examples_are_kept_and_not_learned_from(house: House) -> None:
    async with house.another() as other:
        other.centre.guessing._shipped, other.centre.guessing._missing = (
            other.centre.guessing.shipped(),
            "not installed",
        )
        teaching = other.centre.teaching
        await teaching.add(house.staff["grace"], WORDS, SWAN)
        assert (await teaching.learning())["no_model"] == "not installed"
        assert len((await teaching.read())["examples"]) == 1
        assert due(house) == []
        with pytest.raises(Conflict, match=NO_MODEL[:20]):
            await teaching.learn(house.staff["grace"])


@pytest.mark.long
async def test_learning_that_takes_too_long_is_stopped_and_the_one_before_holds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await taught(house)
    await learn(house)
    await taught(house, "the goose is back on the ring road")
    with monkeypatch.context() as patched:
        patched.setattr(learning, "LONGEST_S", 0.2)
        assert await learn(house) == ["done"]
    told = await state(house)
    assert (told["last"]["state"], told["last"]["problem"]) == ("failed", learning.TOO_LONG)
    assert (told["holds"]["examples"], told["under_way"]) == (1, None)
    await comes_to(house, WORDS, SWAN)
    await house.centre.teaching.learn(house.staff["grace"])
    await learn(house)
    assert (await state(house))["holds"]["examples"] == 2


async def test_a_mistake_of_ours_is_told_in_a_sentence_and_logged_without_words(house: House) -> None:
    settings = house.centre._parts.settings
    await taught(house)
    object.__setattr__(house.centre._parts, "settings", settings.model_copy(update={"county_folder": house.home}))
    try:
        with capture_logs() as logged:
            await learn(house)
    finally:
        object.__setattr__(house.centre._parts, "settings", settings)
    assert (await state(house))["last"]["problem"] == learning.WENT_WRONG
    assert ("lesson_went_wrong", "ConfigInvalid") in [(line["event"], line.get("error")) for line in logged]
    assert "swan" not in str(logged)


@pytest.mark.long
async def test_two_rings_learn_once(house: House) -> None:
    await taught(house)
    (row,) = due(house)
    assert sorted(await asyncio.gather(*(house.centre.outbox.deliver(row.id) for _ in range(3)))) == [
        "done",
        "not mine",
        "not mine",
    ]


async def test_the_child_bounds_its_own_memory_and_time_and_goes_last() -> None:
    ask = "import os, resource; from centre.lesson_child import bounded; bounded(); " + (
        "print(os.nice(0), *resource.getrlimit(resource.RLIMIT_DATA), *resource.getrlimit(resource.RLIMIT_CPU))"
    )
    run = partial(subprocess.run, [sys.executable, "-c", ask], capture_output=True, check=True, text=True)
    found = (await asyncio.to_thread(run)).stdout.split()
    assert int(found[0]) >= 15
    assert [int(each) for each in found[1:]] == [1 << 30, 1 << 30, 50, 50]


@pytest.mark.long
async def test_another_division_is_apart(house: House) -> None:
    await taught(house)
    await learn(house)
    settings = house.settings
    try:
        house.settings = settings.model_copy(update={"division": "eastmere"})
        async with house.another() as eastmere:
            assert (await eastmere.centre.guessing.about(WORDS)).service is None
            assert (await eastmere.centre.teaching.read())["examples"] == []
    finally:
        house.settings = settings


@pytest.mark.long
async def test_an_update_that_brings_other_weights_learns_again(house: House) -> None:
    await taught(house)
    await learn(house)

    def of_older_weights(tx: Any) -> None:
        held = tx.lessons.correction(1)
        lesson, _ = tx.lessons.ask("Switchboard")
        tx.lessons.begin(lesson.n, 1, "older")
        tx.lessons.end(lesson.n, Did.STAND, correction=held)

    house.do(of_older_weights)
    await comes_to(house, WORDS, None)
    prepare(house.settings, house.county, house.runtime.record)
    assert await learn(house) == ["done"]
    await comes_to(house, WORDS, SWAN)


@pytest.mark.long
async def test_no_word_of_an_example_is_logged(house: House) -> None:
    with capture_logs() as logged:
        await taught(house)
        await learn(house)
        await house.centre.teaching.attempt(NEARLY)
    assert {"example_added", "lesson_ended"} <= {str(line["event"]) for line in logged}
    assert "swan" not in str(logged)
