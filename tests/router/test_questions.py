"""What an agent asks about a call, and is no question any more: it waits as anything does."""

from collections.abc import Awaitable, Callable

import pytest

from router.engine.words import Word
from tests.router.floor import Floor, plan


async def is_planned_anew(floor: Floor) -> None:
    await floor.engine.arrive(plan("c1", question=True))
    assert await floor.engine.replan(plan("c1", "libraries:1", rules_version=2)) is Word.MOVED


async def is_passed_on(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", question=True))
    await floor.accept("c1", "ann")
    assert await floor.engine.transfer(plan("c1", "libraries:1"), "ann", "not a question") is Word.RETURNED


async def is_given_back_under_another_plan(floor: Floor) -> None:
    await floor.agent("ann")
    await floor.engine.arrive(plan("c1", question=True))
    await floor.accept("c1", "ann")
    assert await floor.engine.replan(plan("c1", "libraries:1", rules_version=2)) is Word.SAME
    assert await floor.engine.give_back("c1", "gone") is Word.RETURNED


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(is_planned_anew, id="that is planned anew"),
        pytest.param(is_passed_on, id="that is passed on"),
        pytest.param(is_given_back_under_another_plan, id="that is given back under another plan"),
    ],
)
async def test_a_question_which_is_none_any_more_waits_on_the_board_as_a_call_until_it_ends(
    floor: Floor, happens: Callable[[Floor], Awaitable[None]]
) -> None:
    await happens(floor)
    assert [(queue.channel, queue.waiting) for queue in (await floor.engine.board()).queues] == [("phone", 1)]
    await floor.sound()
    await floor.engine.withdraw("c1", "abandoned")
    assert (await floor.engine.board()).queues == ()
    await floor.sound()
