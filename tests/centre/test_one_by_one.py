"""One of many that is broken keeps none of the others; what is away for one is away for all."""

import pytest
from structlog.testing import capture_logs

from centre.one_by_one import one_by_one
from core.errors import NotFound, SwitchboardError, Unavailable


@pytest.mark.parametrize("error", [NotFound("It is gone."), ValueError("NUL")], ids=["ours", "anybody's"])
async def test_those_behind_a_broken_one_are_taken_and_it_is_told(error: Exception) -> None:
    taken: list[int] = []

    async def take(each: int) -> int:
        if each == 2:
            raise error
        taken.append(each)
        return 1

    with capture_logs() as logged:
        assert await one_by_one([1, 2, 3], take, what="a text") == 2
    assert taken == [1, 3]
    assert [(each["what"], each["error"]) for each in logged] == [("a text", type(error).__name__)]


async def test_what_is_away_ends_it() -> None:
    async def take(each: int) -> int:
        raise Unavailable("The record is away.")

    with pytest.raises(SwitchboardError):
        await one_by_one([1, 2], take, what="a text")
