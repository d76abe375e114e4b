"""What a county teaches: heard for nearly the same words, nowhere else, and never at the price of safeguarding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.county import DEFAULTS, load_county
from config.learned import left_out, lesson, shipped_classifier
from core.service import Service
from skills.classifying.classifier import Classifier
from skills.classifying.correcting import Example, Others, correct
from skills.classifying.correction import Correction, logit, nearness
from skills.classifying.judging import SURE_SIGN, Report, judge
from skills.classifying.trained import UNSURE, LeftOut

SERVICES = tuple(load_county(DEFAULTS).services.values())
SAFEGUARDING = "adult-social-care/safeguarding"
POINTS = 0.002
HONEST = [
    ("the chip shop left its chairs on the pavement again", "highways/danger"),
    ("a swan sits in the middle of the roundabout", "highways/danger"),
    ("there is a sofa lying in the bus lane", "highways/danger"),
    ("the sat nav sends lorries down our lane and they cannot turn", "highways/danger"),
    ("brambles are growing through the railings by the school", "highways/grass"),
    ("the roundabout has gone to seed", "highways/grass"),
    ("water comes up through the lid in front of the bakery", "highways/drainage"),
    ("the zebra's yellow globe is dark", "highways/street-lighting"),
    ("where does one hand in a jigsaw that was lent to us", "libraries/enquiry"),
    ("my ticket for the reading room ran out on Sunday", "libraries/renewal"),
    ("our surname is on the old tithe map and I wonder who they were", "local-history/request"),
    ("the school run minibus forgot the twins this morning", "student-support/transport"),
    ("is there money for uniforms when you start sixth form", "student-support/awards"),
    ("the wheel of dad's walking frame squeaks and sticks", "adult-social-care/equipment"),
    ("I look after my wife and would like a week off", "adult-social-care/carers"),
    ("gran cannot manage the stairs any longer, who sees what she needs", "adult-social-care/care-needs"),
    ("a man sold me a roof that leaks and will not answer", "consumer/complaint"),
    ("they say I won a lottery and want a fee first", "consumer/scam"),
    ("do you see me", UNSURE),
    ("the plumber wants cash up front, is that usual", "consumer/advice"),
]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return shipped_classifier(SERVICES)


@pytest.fixture(scope="module")
def check() -> tuple[Others, LeftOut]:
    return left_out()


def examples(pairs: list[tuple[str, str]]) -> list[Example]:
    return [Example(id=f"tau_{number}", text=text, about=about) for number, (text, about) in enumerate(pairs)]


def taught(
    pairs: list[tuple[str, str]], classifier: Classifier, check: tuple[Others, LeftOut]
) -> tuple[Classifier, Report]:
    given = examples(pairs)
    correction = correct(given, classifier, check[0])
    report = judge(correction, given, classifier, *check)
    return classifier.taught(Correction.from_json(correction.to_json())), report


def test_twenty_honest_examples_are_followed_and_cost_nothing(
    classifier: Classifier, check: tuple[Others, LeftOut]
) -> None:
    now, report = taught(HONEST, classifier, check)
    assert (report.worse, report.unheard) == ((), {})
    assert report.after.right >= report.before.right - POINTS
    assert report.after.found >= report.before.found
    assert report.after.alarms <= report.before.alarms + POINTS
    assert [now.about(text).goes_to or UNSURE for text, _ in HONEST] == [about for _, about in HONEST]


@pytest.mark.parametrize(
    ("words", "about", "nearly"),
    [
        pytest.param(HONEST[1][0], HONEST[1][1], "swan sat in the middle of the roundabout", id="a word less"),
        pytest.param(HONEST[0][0], HONEST[0][1], "The chip shop has left it's chairs on the pavment!", id="slips"),
        pytest.param(HONEST[2][0], HONEST[2][1], "a sofa is lying in the bus lane", id="another order"),
        pytest.param(
            "ive run out of food waste bags",
            "anything-else/triage",
            "we've run out of food waste bags",
            id="a false alarm",
        ),
        pytest.param(
            "the curtains at the corner house have not been opened since tuesday",
            SAFEGUARDING,
            "curtains at the corner house not opened since tuesday",
            id="danger",
        ),
    ],
)
def test_nearly_the_same_words_are_answered_as_taught(
    classifier: Classifier, check: tuple[Others, LeftOut], words: str, about: str, nearly: str
) -> None:
    now, _ = taught([(words, about)], classifier, check)
    assert [now.about(text).goes_to for text in (words, nearly)] == [about, about]


@pytest.mark.long
def test_whatever_is_not_near_is_answered_as_before_to_the_last_digit(
    classifier: Classifier, check: tuple[Others, LeftOut]
) -> None:
    now, _ = taught(HONEST, classifier, check)
    others = [text for text, _ in lesson().services[::120]] + [text for text, _ in lesson().danger[::120]]
    far = [text for text in others if not now.opinion(text).near.any()]
    assert len(far) > 0.9 * len(others)
    assert [now.about(text) for text in far] == [classifier.about(text) for text in far]


@pytest.mark.long
def test_safeguarding_taken_for_something_else_is_seen_and_blamed(
    classifier: Classifier, check: tuple[Others, LeftOut]
) -> None:
    risky = [text for text, risk in lesson().danger if risk][::80]
    given = [*HONEST[:2], *((text, "libraries/enquiry") for text in risky)]
    _, report = taught(given, classifier, check)
    assert "safeguarding" in report.worse
    assert report.after.found < report.before.found
    assert not {"tau_0", "tau_1"} & set(report.blamed)


def test_a_sure_sign_is_not_unlearned_and_the_report_says_why(
    classifier: Classifier, check: tuple[Others, LeftOut]
) -> None:
    now, report = taught([("my uncle punches my auntie", "libraries/enquiry")], classifier, check)
    assert now.about("my uncle punches my auntie").safeguarding
    assert (report.unheard, report.worse) == ({"tau_0": SURE_SIGN}, ())


def test_a_service_of_the_countys_own_is_learned(check: tuple[Others, LeftOut]) -> None:
    own = Service(id="coast/cliffs", label="Cliffs", spoken="cliffs", skill="coast", words=("cliff fall",))
    before = shipped_classifier([*SERVICES, own])
    now, report = taught([("the chalk has come down on the beach steps", "coast/cliffs")], before, check)
    assert now.about("chalk has come down on the steps to the beach").service == "coast/cliffs"
    assert (report.unheard, report.worse) == ({}, ())


def test_nothing_taught_is_what_is_shipped(classifier: Classifier, check: tuple[Others, LeftOut]) -> None:
    now, _ = taught(HONEST[:3], classifier, check)
    assert now.taught(None).about(HONEST[1][0]) == classifier.about(HONEST[1][0])
    with pytest.raises(ValueError, match="nothing to learn from"):
        correct([], classifier, check[0])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ids": []}'])
def test_what_is_no_correction_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Correction.from_json(text)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 0.3))
def test_nearness_is_a_share_that_grows_with_both_cosines(meaning: float, spelt: float, more: float) -> None:
    low, high = (
        nearness(np.array([min(meaning + add, 1)], dtype=np.float32), np.array([min(spelt + add, 1)], dtype=np.float32))
        for add in (0.0, more)
    )
    assert 0 <= low[0] <= high[0] + 1e-6
    assert high[0] <= 1


@given(st.floats(0.001, 0.999), st.lists(st.floats(0, 1), min_size=2, max_size=2))
@settings(max_examples=50)
def test_a_shift_keeps_shares_shares(share: float, near: list[float]) -> None:
    correction = Correction(
        ids=("a", "b"),
        labels=("x", "y", "z"),
        meanings=np.eye(2, 384, dtype=np.float32),
        spellings=np.eye(2, 4096, dtype=np.float32),
        service=np.array([[9, -30, 0], [0, 30, 3]], dtype=np.float32),
        danger=np.array([5, -40], dtype=np.float32),
    )
    how_near = np.array(near, dtype=np.float32)
    labels, shares = correction.shares(("x", "y"), np.array([share, 1 - share], dtype=np.float32), how_near)
    assert labels == ("x", "y", "z")
    assert shares.sum() == pytest.approx(1, abs=1e-3)
    assert 0 <= correction.danger_of(share, how_near) <= 1
    assert logit(0.5) == 0
