"""What a resident types under or among our words is heard and shown, though no mark tells it from ours."""

from dataclasses import replace

import pytest

from centre.alarms import TOLD
from centre.mail_keeping import Arrived
from centre.mail_words import MAY_BE_MORE, UNDER, about, heard, may_be_own, shown
from centre.under_quotes import own_of, under_quote, unmarked
from channels.email.inbound import read
from tests.centre.correspondence import ANNE, BEN, BOX, Desk, written
from tests.centre.house import House

ASKED = (
    "Dear Anne,\n\nIs the lid of your bin broken? We could not see it from the road on Monday morning.\nMay we call?"
)
HEADERS = "From: Bins <bins@westmere.example.org>\nSent: 03 March 2026 10:12\nTo: Anne\nSubject: RE: Missed bin\n\n"
WRAPPED = "Is the lid of your bin broken? We could not see\nit from the road on Monday\nmorning."

ROWS = [
    pytest.param(f"{HEADERS}{ASKED}", "", id="our words alone"),
    pytest.param(f"{HEADERS}Dear Anne,\n\n{WRAPPED}\nMay we call?", "", id="our words, broken anew"),
    pytest.param(f"{HEADERS}{ASKED}\n\nNo, he listens.", "> May we call?\nNo, he listens.", id="below them"),
    pytest.param(
        f"{HEADERS}Dear Anne,\n\n{WRAPPED}\nYes, it is.\nMay we call?\nNo.",
        "> morning.\nYes, it is.\n> May we call?\nNo.",
        id="among them",
    ),
    pytest.param(
        f"On 3 March 2026 at 10:12, Bins <bins@westmere.example.org> wrote:\n\n{ASKED}\nNever.",
        "> May we call?\nNever.",
        id="below a line that says who wrote",
    ),
    pytest.param(
        "> Dear Anne,\n> Is the lid of your bin broken? We could not see it from the road on Monday morning.\n> It is.",
        "> Is the lid of your bin broken? We could not see it from the road on Monday morning.\nIt is.",
        id="within the marks of the quote",
    ),
    pytest.param(f"{HEADERS}Which bin?\nThe green one.", "Which bin?\nThe green one.", id="of what we never had, all"),
    pytest.param(f"{HEADERS}> Which bin?\nThe green one.", "The green one.", id="but not what has its mark"),
    pytest.param(f"{HEADERS}{'What others wrote to others.' + chr(10)}" * 40, None, id="but not very much"),
    pytest.param(f"{HEADERS}{ASKED}\nA: he hits me", "> May we call?\nA: he hits me", id="what looks like a header"),
    pytest.param(f"{HEADERS}A: he hits me\n{ASKED}", "A: he hits me", id="the same at their top"),
    pytest.param(
        f"{HEADERS}{ASKED}\nOn Monday at 10:30 he said:\nNobody believes you.",
        "> May we call?\nOn Monday at 10:30 he said:\nNobody believes you.",
        id="what somebody said to them",
    ),
    pytest.param(HEADERS, "", id="headers alone"),
]


@pytest.mark.parametrize(("quoted", "own"), ROWS)
async def test_of_what_is_quoted_the_senders_own_lines_are_found(quoted: str, own: str | None) -> None:
    assert under_quote(quoted, ["My bin was missed.", ASKED]) == own


async def test_an_own_line_is_told_from_the_one_that_it_answers() -> None:
    assert own_of("> May we call?\nNever.\nHe listens.") == "Never.\nHe listens."


async def test_of_a_quote_of_which_nothing_is_known_what_has_no_mark_may_be_theirs() -> None:
    assert unmarked(f"{HEADERS}Which bin?\n> the green one\n\nHelp me.") == "Which bin?\nHelp me."


async def test_a_long_quote_takes_no_long() -> None:
    quoted = "\n".join(f"This line of many is the one with number {n} of them." for n in range(50_000))
    assert under_quote(quoted, [ASKED] * 3_000) is None


MAY_WE = "May we call on Monday at nine in the morning?"
AMONG = f"Please see my answers below.\n\n{HEADERS}Is everybody well?\n{{}}\n{MAY_WE}\n"
OURS = f"Is everybody well?\n{MAY_WE}"
AT_RISK = "No. My husband beats me and has locked me in."


@pytest.mark.parametrize("line", [AT_RISK, "My son hits me and I am frightened of him."])
async def test_somebody_at_risk_is_heard_among_our_own_words(house: House, line: str) -> None:
    desk = Desk(house)
    await desk.comes(written(ANNE, mail_id="<first@example.org>"))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact, OURS)
    await desk.comes(written(ANNE, answers=sent.mail_id, subject="Re: Missed bin", words=AMONG.format(line)))
    (contact,) = desk.contacts()
    message = [each for each in desk.said(contact) if each.direction == "in"][-1]
    assert message.text.endswith(f"{UNDER}\n> Is everybody well?\n{line}")
    assert [each.text for each in desk.said(contact) if each.direction == "note"] == [TOLD.format(label="Safeguarding")]


async def test_an_answer_above_our_own_words_shows_them_not(house: House) -> None:
    desk = Desk(house)
    await desk.comes(written(ANNE, mail_id="<first@example.org>"))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact, OURS)
    words = f"Yes please.\n\n{HEADERS}{OURS}\n"
    await desk.comes(written(ANNE, answers=sent.mail_id, subject="Re: Missed bin", words=words))
    assert desk.said(contact)[-1].text == "Re: Missed bin\n\nYes please."


async def test_an_email_that_is_fetched_again_is_heard_again(house: House) -> None:
    desk = Desk(house)
    await desk.comes(written(ANNE, mail_id="<first@example.org>"))
    (contact,) = desk.contacts()
    sent = await desk.answers(contact, OURS)
    raw = written(ANNE, answers=sent.mail_id, subject="Re: Missed bin", words=AMONG.format(AT_RISK))
    await desk.comes(raw)
    (again,) = await house.centre.emails.read_all(BOX, [(raw, None)])
    assert isinstance(again, Arrived)
    assert AT_RISK in heard(again.mail), "it is not taken for something that was said before"


async def test_below_a_quote_of_something_else_there_may_be_more_and_it_is_looked_at(house: House) -> None:
    desk = Desk(house)
    words = f"Please see below.\n\n{HEADERS}Is everybody well?\n{AT_RISK}\n"
    await desk.comes(written(BEN, subject="Bins", words=words))
    (contact,) = desk.contacts()
    assert desk.said(contact)[0].text == f"Bins\n\nPlease see below.\n\n{MAY_BE_MORE}"
    assert contact.service == "adult-social-care/safeguarding"


async def test_what_is_known_to_be_theirs_says_what_it_is_about() -> None:
    mail = read(f"From: a@example.org\nSubject: Bins\n\nSee below.\n\n{HEADERS}{OURS}\nThe lamp is out.".encode())
    assert "lamp" not in about(mail)
    assert "lamp" in may_be_own(mail)
    assert MAY_BE_MORE in shown(mail)


async def test_one_whose_only_words_are_under_the_quote_is_shown_and_sorted_by_them() -> None:
    raw = f"From: a@example.org\nSubject: Bins\nIn-Reply-To: <1@x>\n\n{HEADERS}{OURS}\nThe lamp is out.".encode()
    mail = replace(read(raw), under_quote=f"> {MAY_WE}\nThe lamp is out.")
    assert shown(mail) == f"Bins\n\n{UNDER}\n> {MAY_WE}\nThe lamp is out."
    assert (about(mail), heard(mail)) == ("Bins\nThe lamp is out.", "The lamp is out.")
