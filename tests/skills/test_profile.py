"""Who may take what beside what, who meets what, and the skill list's mistakes at their line."""

from pathlib import Path

import pytest

from core.channel import Channel
from core.errors import ConfigInvalid
from skills.listing import read_skills
from skills.need import Need, hard_only, meets
from skills.profile import AgentProfile, usual_beside

DEFAULTS = Path(__file__).parents[2] / "config" / "defaults"
ANN = AgentProfile(id="ann", skills={"highways": 3}, capacity={Channel.PHONE: 1, Channel.SMS: 2})


@pytest.mark.parametrize(
    ("held", "open_"),
    [
        pytest.param([], {Channel.PHONE, Channel.SMS}, id="empty hands"),
        pytest.param([Channel.SMS], {Channel.PHONE, Channel.SMS}, id="one text"),
        pytest.param([Channel.SMS] * 2, {Channel.PHONE}, id="all the texts they can hold"),
        pytest.param([Channel.PHONE], set(), id="a call"),
        pytest.param([Channel.PHONE, Channel.SMS], set(), id="a call taken beside a text"),
    ],
)
def test_what_more_fits(held: list[Channel], open_: set[Channel]) -> None:
    assert ANN.open_channels(held) == open_


def test_a_profile_may_say_that_a_text_fits_beside_a_call() -> None:
    beside = {**usual_beside(), Channel.PHONE: frozenset({Channel.SMS})}
    able = AgentProfile(id="bob", skills={}, capacity=ANN.capacity, beside=beside)
    assert able.open_channels([Channel.PHONE]) == {Channel.SMS}


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
    assert meets(ANN.skills, needs) is does


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
