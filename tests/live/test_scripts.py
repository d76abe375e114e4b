"""The script loader: inputs by name, includes once each, places in errors, a server that forgot."""

from pathlib import Path

import pytest

from live.connection import Live
from live.scripts import ScriptError, Scripts, read_script
from router.engine.base import LUA

GREET = """-- Says hello.
-- include: polite
local name = KEYS[1]  -- whom
local how = ARGV[1] -- in which way

local function verb(now)
  return polite(how) .. name .. now
end
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "greet.lua").write_text(GREET)
    (tmp_path / "shared" / "polite.lua").write_text(
        "-- include: words\nlocal function polite(how)\n  return how .. WORD\nend\n"
    )
    return tmp_path


def scripts(live: Live, folder: Path) -> Scripts:
    return Scripts(live.redis, folder, generated={"words": "local WORD = ' dear '"}, footer="return verb(ARGV[2])")


async def test_a_script_is_called_by_the_names_its_first_lines_give(live: Live, folder: Path) -> None:
    answers = await scripts(live, folder).call("greet", [{"how": "oh", "name": "you"}], ["!"])
    assert answers == ["oh dear you!"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"name": "you"}, "greet needs how", id="one is missing"),
        pytest.param({"name": "you", "how": "oh", "why": "so"}, "greet knows no why", id="one is unknown"),
    ],
)
async def test_a_slip_is_a_type_error(live: Live, folder: Path, values: dict[str, str], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        await scripts(live, folder).call("greet", [values], ["!"])


async def test_many_calls_go_in_one_round_and_survive_a_flush_of_the_scripts(live: Live, folder: Path) -> None:
    loaded = scripts(live, folder)
    calls = [{"how": "oh", "name": str(index)} for index in range(600)]
    for _ in range(2):
        await live.redis.script_flush()
        assert (await loaded.call("greet", calls, ["!"]))[599] == "oh dear 599!"
        await live.redis.script_flush()
        assert len(await loaded.call("greet", calls[:1], ["!"])) == 1


async def test_a_failure_names_the_file_and_the_line(live: Live, folder: Path) -> None:
    (folder / "greet.lua").write_text(GREET.replace("polite(how)", "polite(nil)"))
    with pytest.raises(ScriptError) as caught:
        await scripts(live, folder).call("greet", [{"how": "oh", "name": "you"}], ["!"])
    assert caught.value.place == "shared/polite.lua:3"


async def test_a_refusal_has_its_first_word(live: Live, tmp_path: Path) -> None:
    (tmp_path / "no.lua").write_text("return redis.error_reply('NOTNOW come back later')")
    with pytest.raises(ScriptError) as caught:
        await Scripts(live.redis, tmp_path).call("no", [{}])
    assert caught.value.word == "NOTNOW"


def test_inputs_that_skip_a_number_are_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.lua").write_text("local a = ARGV[2] -- the second")
    with pytest.raises(ValueError, match=r"odd\.lua: its ARGV lines do not count from 1"):
        read_script(tmp_path / "odd.lua", {}, "")


@pytest.mark.parametrize("path", sorted(LUA.rglob("*.lua")), ids=lambda path: path.name)
def test_the_engines_lua_keeps_to_its_size_and_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("-- "), "the first line says what lives here"
    assert len(lines) <= (60 if path.parent == LUA else 150)
    assert all(len(line) <= 120 for line in lines)
