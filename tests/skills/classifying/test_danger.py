"""The signs of danger: which are there, and which are sure by themselves."""

import pytest

from skills.classifying.danger import SURE, plain, signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("He punches my mum", "violence"),
        ("I want to kill myself", "suicide"),
        ("she’s self-harming", "suicide"),
        ("he's going to kill me", "a threat to life"),
        ("They're being forced to marry", "forced or trafficked"),
        ("my uncle touches me at night", "sexual harm"),
        ("she is abusing her mother", "abuse"),
    ],
)
def test_some_signs_are_sure_by_themselves(text: str, sign: str) -> None:
    assert sign in SURE
    assert sign in signs(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("covered in bruises", "marks"),
        ("he takes all her money", "money taken"),
        ("She's not been fed", "neglect"),
        ("he won't let her see anyone", "control"),
    ],
)
def test_other_signs_are_only_weighed(text: str, sign: str) -> None:
    assert sign in signs(text)
    assert not SURE.keys() & signs(text).keys()


@pytest.mark.parametrize(
    "text",
    [
        "I hit the kerb and burnt my clutch",
        "the potholes are killing my car",
        "my landlord is kicking me out",
        "the hedge beats everything for mess",
        "hello",
        "",
    ],
)
def test_a_manner_of_speaking_is_no_sure_sign(text: str) -> None:
    assert not SURE.keys() & signs(text).keys()


def test_a_sign_says_by_which_words() -> None:
    assert signs("Then he PUNCHED me")["violence"] == "punched me"


def test_apostrophes_and_line_breaks_do_not_hide_a_sign() -> None:
    assert plain("I don’t\n want  to-live") == "i dont want to live"
