"""docs/routing.md says what the code says."""

from router.engine.keys import FAMILIES, SINGLE
from router.page import DRAWN, PAGE, drawn


def test_the_page_is_as_the_code_draws_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert drawn(text) == text, "stale: run `python -m router.page`"
    assert all(f"<!-- drawn: {name} -->" in text for name in DRAWN)


def test_every_key_that_lua_knows_is_on_the_map() -> None:
    named = [name.replace("_", "-") for name in (*SINGLE, *FAMILIES)]
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in named if name not in text] == []
