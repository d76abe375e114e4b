"""Names as they are heard: the same person is found whichever database keeps them, as Python folds the name."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, collate, literal, select

from records.database import open_engine, reading
from records.folded import folded, in_database
from records.record import Record
from tests.records.made_up import a_person

NAMES = (
    "Zoë O’Neill",
    "Zoë Decomposed",
    "ÆTHEL STRAUẞ",
    "Ağnès-Marie D'Souza",
    "Łukasz Żółć",
    "Søren Đorđević",
    "Siân Ŵyn",
    "İpek Yıldız",
    "Nguyễn Thị Ánh",
    "Ħal-Għaxaq",
    "Mary‑Ann St. John",
    "Ὀδυσσεύς",
    "100% Real_Name",
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("zoe", {NAMES[0], NAMES[1]}, id="an accent, written as one sign or as two"),
        pytest.param("ONEILL", {NAMES[0]}, id="an apostrophe left out, in capitals"),
        pytest.param("o`neill zoë", {NAMES[0]}, id="another apostrophe, and the words turned round"),
        pytest.param("agnes marie", {NAMES[3]}, id="a hyphen said as a space"),
        pytest.param("dsouza", {NAMES[3]}, id="a straight apostrophe left out"),
        pytest.param("lukasz zolc", {NAMES[4]}, id="letters that Unicode takes apart, and one that it does not"),
        pytest.param("soren dordevic", {NAMES[5]}, id="a stroke through a letter"),
        pytest.param("sian wyn", {NAMES[6]}, id="Welsh"),
        pytest.param("ipek yildiz", {NAMES[7]}, id="a Turkish I with a dot, and one without"),
        pytest.param("nguyen thi anh", {NAMES[8]}, id="two marks on a letter"),
        pytest.param("hal ghaxaq", {NAMES[9]}, id="Maltese"),
        pytest.param("mary ann st john", {NAMES[10]}, id="a hyphen that does not break, and a full stop"),
        pytest.param("%", {NAMES[12]}, id="a sign that means something to a database"),
        pytest.param("real_name", {NAMES[12]}, id="another that does"),
        pytest.param("l_name", {NAMES[12]}, id="which stands for no other letter"),
        pytest.param("nobody", set(), id="nobody"),
    ],
)
def test_a_name_is_found_as_it_is_heard(record: Record, words: str, found: set[str]) -> None:
    with record.transaction() as tx:
        for name in NAMES:
            a_person(tx, name)
        assert {each.name for each in tx.people.like(words, 20)} == found


@pytest.mark.parametrize(
    ("letters", "locale"),
    [
        pytest.param([*range(0x20, 0x250), *range(0x1E00, 0x1F00), *range(0x370, 0x530)], "", id="of its own locale"),
        pytest.param([*range(0x20, 0x180), *range(0x1E00, 0x1EFA)], "C", id="of the locale C, which knows a to z"),
    ],
)
def test_the_database_folds_each_letter_as_we_do(url: str, letters: list[int], locale: str) -> None:
    engine = open_engine(url)
    dialect = engine.dialect.name
    given = {each: f"a{each}b" for each in map(chr, letters)}
    with reading(engine) as connection:

        def there(text: str) -> object:
            name: ColumnElement[Any] = literal(text)
            if locale and dialect == "postgresql":
                name = collate(name, locale)
            return connection.scalar(select(in_database(name, dialect)))

        found = {each: there(text) for each, text in given.items()}
    engine.dispose()
    assert found == {each: folded(text) for each, text in given.items()}
