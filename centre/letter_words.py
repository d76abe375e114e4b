"""What a letter is about by what it says, and whether somebody is at risk by all that its writer says."""

from collections.abc import Callable
from typing import Final, TypeVar

from centre.mail_words import beside
from channels.letter.finding import said_in
from channels.letter.hearing import said_outside
from skills.classifying.classifier import Verdict

LOOKED_THROUGH: Final = 20_000
"""Characters above a salutation, and below a sign-off."""


Told = TypeVar("Told", Verdict, Verdict | None)


def about_letter(text: str, about: Callable[[str], Told]) -> Told:
    """The verdict on a letter's words, with the danger in what stands above the salutation and below the sign-off."""
    verdict = about(said_in(text))
    if verdict is None or verdict.alarm is not None:
        return verdict
    for each in said_outside(text):
        verdict = beside(verdict, about(each[:LOOKED_THROUGH]))
        if verdict.alarm is not None:
            break
    return verdict
