"""Of an email: what the desk shows, what it seems to be about, and what is looked through for danger.

What is folded away as a signature or a quote may be the sender's own all the same, where a reader cannot tell. So it
says nothing of what the email is about, but somebody at risk is heard in it too.
"""

from dataclasses import replace
from typing import Final

from centre.under_quotes import own_of, unmarked
from channels.email.mail import Mail
from skills.classifying.classifier import NO_DANGER, Verdict
from skills.classifying.danger import signs

NO_WORDS: Final = "(no words; see the files)"
UNDER: Final = "Under what they quote, they wrote:"
MAY_BE_MORE: Final = "(There may be more of their own words below what they quote: see the whole email.)"
LOOKED_THROUGH: Final = 20_000
"""Characters of what is folded."""


def shown(mail: Mail) -> str:
    """The subject, what was written, the signature. What is quoted is in the original, unless there is nothing else.

    What they wrote under or among our words is shown; where that may be, it is said.
    """
    under = f"{UNDER}\n{mail.under_quote}" if mail.under_quote else ""
    if mail.text.strip() or under:
        pieces: tuple[str, ...] = (mail.text, under, MAY_BE_MORE if may_be_own(mail) else "", mail.signature)
    else:
        pieces = (mail.signature, mail.quoted)
    said = "\n\n".join(each for each in pieces if each) or NO_WORDS
    return f"{mail.subject}\n\n{said}" if mail.subject else said


def own(mail: Mail) -> str:
    """Every word that is known to be its sender's own, but the signature."""
    return "\n".join(each for each in (mail.text, own_of(mail.under_quote or "")) if each.strip())


def about(mail: Mail) -> str:
    """What says what it is about: its words, else what it passes on."""
    return f"{mail.subject}\n{own(mail) or _quoted(mail)}"


def heard(mail: Mail) -> str:
    """The words by themselves, for a conversation that goes on; with what is folded where that may tell of danger."""
    folded = folded_danger(mail) or may_be_own(mail)
    return "\n".join(each for each in (own(mail), folded) if each).strip()


def folded_danger(mail: Mail) -> str:
    """What is folded, where a sign of danger stands in it; else ""."""
    folded = "\n".join(each for each in (mail.signature, _quoted(mail) or may_be_own(mail)) if each)[:LOOKED_THROUGH]
    return folded if any(name != NO_DANGER for name in signs(folded)) else ""


def may_be_own(mail: Mail) -> str:
    """Words below what it quotes of which nobody can tell whose they are; "" where what was said before is known."""
    return "" if mail.under_quote is not None else unmarked(mail.quoted)[:LOOKED_THROUGH]


def beside(verdict: Verdict, whole: Verdict | None) -> Verdict:
    """A verdict on an email's words, with the danger that `whole`, with what is folded, finds as well."""
    if whole is None or whole.alarm is None:
        return verdict
    return replace(verdict, alarm=whole.alarm, danger=whole.danger, because=whole.because)


def _quoted(mail: Mail) -> str:
    """What is quoted by one that answers nothing; what an answer quotes was mostly said before, by us."""
    answers = mail.references or mail.in_reply_to or mail.under_quote is not None
    return "" if answers else mail.quoted
