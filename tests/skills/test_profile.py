"""Who meets what, and the skill list's mistakes at their line."""

from pathlib import Path

import pytest

from core.errors import ConfigInvalid
from skills.listing import read_skills
from skills.need import Need, hard_only, meets

DEFAULTS = Path(__file__).parents[2] / "config" / "defaults"
ANN = {"highways": 3}


@pytest.mark.parametrize(
    ("needs", "does"),
    [
        pytest.param([], True, id="nothing asked"),
        pytest.param([Need(skill="highways", level=3)], True, id="just enough"),
        pytest.param([Need(skill="highways", level=4)], False, id="not enough"),
        pytest.param([Need(skill="highways"), Need(skill="bsl")], False, id="one of two"),
    ],
)
def test_skills_meet_needs_or_not(needs: list[Need], does: bool) -> None:
    assert meets(ANN, needs) is does


def test_only_hard_needs_outlive_waiting() -> None:
    hard = Need(skill="bsl", level=3, hard=True)
    assert hard_only([Need(skill="highways"), hard]) == (hard,)


def test_the_county_list_has_labels() -> None:
    skills = read_skills((DEFAULTS / "skills.yaml").read_text(encoding="utf-8"))
    assert skills["safeguarding"].label == "Safeguarding"
    assert all(skill.label for skill in skills.values())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("skills:\n  bsl: {label: BSL}\n  bsl: {label: B}\n", 3, "`bsl` stands here twice", id="twice"),
        pytest.param("skills:\n  bsl: {lable: BSL}\n", 2, "missing", id="no label"),
        pytest.param("skills:\n  B S L: {label: BSL}\n", 2, "", id="an id that is no id"),
    ],
)
def test_mistakes_in_the_list_are_told_at_their_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        read_skills(text)
    assert caught.value.problems[0].line == line
    assert words in caught.value.problems[0].message
