"""The library of verbs: inputs by name, includes once each, places in errors, a server that forgot or never knew."""

from pathlib import Path

import pytest

from core.errors import SwitchboardError
from live.connection import Live
from live.library import PLAIN_ENTRY, Library, VerbFailed
from router.engine.base import LUA

GREET = """-- Says hello.
-- include: polite
local name = KEYS[1]  -- whom
local how = ARGV[1] -- in which way

local function verb()
  return polite(how) .. name .. ARGV[2]
end
"""
SHOUT = """-- Says hello, loudly.
local name = KEYS[1]  -- whom

local function verb()
  return string.upper(verbs.greet({'oh', '!'}))
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


def library(live: Live, *folders: Path) -> Library:
    generated = {"words": "local WORD = ' dear '", "entry": PLAIN_ENTRY}
    return Library(live.redis, folders, entry="entry", generated=generated)


async def test_a_verb_is_called_by_the_names_its_first_lines_give(live: Live, folder: Path) -> None:
    assert await library(live, folder).call("greet", [{"how": "oh", "name": "you"}], ["!"]) == ["oh dear you!"]


async def test_a_verb_of_another_folder_calls_the_same_verbs(live: Live, folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "shout.lua").write_text(SHOUT)
    assert await library(live, folder, more).call("shout", [{"name": "you"}]) == ["OH DEAR YOU!"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"name": "you"}, "greet needs how", id="one is missing"),
        pytest.param({"name": "you", "how": "oh", "why": "so"}, "greet knows no why", id="one is unknown"),
    ],
)
async def test_a_slip_is_a_type_error(live: Live, folder: Path, values: dict[str, str], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        await library(live, folder).call("greet", [values], ["!"])


async def test_many_calls_go_in_one_round_and_survive_a_server_that_forgot_the_functions(
    live: Live, folder: Path
) -> None:
    loaded = library(live, folder)
    calls = [{"how": "oh", "name": str(index)} for index in range(600)]
    for _ in range(2):
        await live.redis.function_flush()
        assert (await loaded.call("greet", calls, ["!"]))[599] == "oh dear 599!"
        await live.redis.function_flush()
        assert len(await loaded.call("greet", calls[:1], ["!"])) == 1


async def test_two_versions_of_a_verb_live_side_by_side(live: Live, folder: Path) -> None:
    before = library(live, folder)
    (folder / "greet.lua").write_text(GREET.replace("name ..", "name .. name .."))
    after = library(live, folder)
    for _ in range(2):
        assert await before.call("greet", [{"how": "oh", "name": "you"}], ["!"]) == ["oh dear you!"]
        assert await after.call("greet", [{"how": "oh", "name": "you"}], ["!"]) == ["oh dear youyou!"]


async def test_a_failure_names_the_file_and_the_line(live: Live, folder: Path) -> None:
    (folder / "greet.lua").write_text(GREET.replace("polite(how)", "polite(nil)"))
    with pytest.raises(VerbFailed) as caught:
        await library(live, folder).call("greet", [{"how": "oh", "name": "you"}], ["!"])
    assert caught.value.place == "shared/polite.lua:3"
    assert isinstance(caught.value, SwitchboardError), "a loop that meets it goes on"


async def test_a_refusal_has_its_first_word(live: Live, tmp_path: Path) -> None:
    (tmp_path / "no.lua").write_text(
        "local function verb()\n  return redis.error_reply('NOTNOW come back later')\nend\n"
    )
    with pytest.raises(VerbFailed) as caught:
        await library(live, tmp_path).call("no", [{}])
    assert caught.value.word == "NOTNOW"


async def test_a_verb_that_reads_only_is_let_read_and_not_write(live: Live, tmp_path: Path) -> None:
    (tmp_path / "look.lua").write_text(
        "-- Looks.\n-- reads only\nlocal at = KEYS[1] -- where\n\n"
        "local function verb()\n  return redis.call('GET', at)\nend\n"
    )
    (tmp_path / "touch.lua").write_text(
        "-- Says that it looks.\n-- reads only\nlocal at = KEYS[1] -- where\n\n"
        "local function verb()\n  return redis.call('SET', at, '1')\nend\n"
    )
    await live.redis.set("here", "2")
    verbs = library(live, tmp_path)
    assert await verbs.call("look", [{"at": "here"}]) == ["2"]
    assert await verbs.call("look", [{"at": "here"}] * 3) == ["2"] * 3
    with pytest.raises(VerbFailed, match="Write commands are not allowed"):
        await verbs.call("touch", [{"at": "here"}])
    assert await live.redis.get("here") == "2"


def test_inputs_that_skip_a_number_are_refused(live: Live, tmp_path: Path) -> None:
    (tmp_path / "odd.lua").write_text("local a = ARGV[2] -- the second")
    with pytest.raises(ValueError, match=r"odd\.lua: its ARGV lines do not count from 1"):
        library(live, tmp_path)


def test_a_key_that_nobody_knows_is_refused_with_its_place(live: Live, tmp_path: Path) -> None:
    (tmp_path / "odd.lua").write_text("local function verb()\n  return key.nowhere\nend\n")
    with pytest.raises(ValueError, match=r"odd\.lua:2: there is no key `nowhere`"):
        library(live, tmp_path)


@pytest.mark.parametrize("path", sorted(LUA.rglob("*.lua")), ids=lambda path: path.name)
def test_the_engines_lua_keeps_to_its_size_and_says_what_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("-- "), "the first line says what lives here"
    assert len(lines) <= (90 if path.parent == LUA else 200)
    assert all(len(line) <= 120 for line in lines)
