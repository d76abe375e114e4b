"""What programmes of many languages put around a quote, and what only looks like it: own words stay in the text."""

import pytest

from channels.email.quotes import split

AT = "24 March 2026 10:12"
BY = "The Council <help@example.org>"
QUOTED = [
    pytest.param(
        f"Am Di., 24. März 2026 um 10:12 Uhr schrieb The Council <\nhelp@example.org>:\n\n> {AT}", id="Gmail, de"
    ),
    pytest.param("Le mar. 24 mars 2026 à 10:12, The Council <help@example.org> a\nécrit :\n\n> Ah", id="Gmail, fr"),
    pytest.param("Il giorno mar 24 mar 2026 alle ore 10:12 C <help@example.org> ha\nscritto:\n\n> Ah", id="Gmail, it"),
    pytest.param(f"вт, 24 бер. 2026 р. о 10:12 {BY} пише:\n\n> Ah", id="Gmail, uk"),
    pytest.param(f"{BY}, 24 Mar 2026 Sal, 10:12 tarihinde şunu yazdı:\n\n> Ah", id="Gmail, tr"),
    pytest.param(f"{BY} 于2026年3月24日周二 10:12写道：\n\n> Ah", id="Gmail, zh"),
    pytest.param(
        "On Tue, 24 Mar 2026 at 10:12, Help<help@example.org> wrote:   May we ring?\nAh", id="Yahoo, telephone"
    ),
    pytest.param(f"--- On Tue, 24/3/26, {BY} wrote:\n\nFrom: {BY}\nSubject: Bins\nTo: you\n\nAh", id="Yahoo, old"),
    pytest.param(f"Od: {BY}\nWysłane: wtorek, 24 marca 2026 10:12\nDo: Anne\nTemat: RE: Kosz\n\nAh", id="Outlook, pl"),
    pytest.param(f"От: {BY}\nОтправлено: 24 марта 2026 г. 10:12\nКому: Anne\nТема: Re\n\nAh", id="Outlook, ru"),
    pytest.param(f"Gesendet: Dienstag, 24. März 2026 um 10:12 Uhr\nVon: {BY}\nAn: x\nBetreff: T\nAh", id="GMX"),
    pytest.param(f"Subject: Bins\nTo: anne@example.org\nFrom: {BY}\nDate: {AT}\n\nAh", id="Hotmail"),
    pytest.param(
        f"From: {BY}\nSent: {AT}\nClassification: OFFICIAL\nTo: Anne\nSubject: Bins\n\nAh", id="a word not known"
    ),
    pytest.param(f"{BY}\n{AT}\n\nTo\nanne@example.org\ncc\n\nSubject\nBins\n\nAh", id="Lotus Notes"),
]


@pytest.mark.parametrize("quote", QUOTED)
def test_what_a_programme_quotes_is_folded_whole(quote: str) -> None:
    found = split(f"The green one.\n\n{quote}")
    assert (found.text, found.quoted) == ("The green one.", quote)


OWN = [
    pytest.param("The bus was late.\nFrom: Ley\nTo: Upton\nDate: 24/3/2026\nWe stood in the rain.", id="a journey"),
    pytest.param("From: Ley\nTo: Upton\nDate: 24/3/2026 10:12\nWe stood in the rain.", id="one with its hour"),
    pytest.param("Hello\nOn 3 March 2026 at 10:30 your clerk Mr Hill said:\nwe will come.\nNobody came.", id="a clerk"),
    pytest.param("Hello\nOn 3 March 2026 at 10:30 the council wrote:\nwe will come.\nNobody came.", id="the council"),
    pytest.param("You sent my\n-- original message --\nback to me. The bin is full.", id="dashes in a sentence"),
    pytest.param(
        "Thanks\nAnne\nPlease call 07700 900123 after six, as my father sleeps", id="a telephone in a sentence"
    ),
    pytest.param("Sent from my kitchen I can see that the bin is on fire", id="where they are"),
    pytest.param("I was\nsent from my doctor to you for a rail\nPlease help", id="who sent them"),
    pytest.param("Sent from my phone because he has broken the computer and hit me", id="a telephone, and why"),
    pytest.param("To mend:\n--\nA bin in Mill Lane\nA lamp", id="a list below dashes"),
    pytest.param("To mend\n__\na bin\n__\na lamp", id="lines between things"),
    pytest.param("Hi\n--\nThe bin in Mill Lane is full and nobody has come to empty it.", id="a sentence below dashes"),
]


@pytest.mark.parametrize("words", OWN)
def test_what_only_looks_like_a_programmes_is_the_residents_own(words: str) -> None:
    found = split(words)
    assert (found.text, found.quoted, found.signature) == (words, "", "")


SIGNED = [
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy smartphone.",
    "Sent from my iPad - please excuse any typing mistakes that you may find in it",
    "Sent from Outlook for iOS",
    "--\nAnne Hill\nClerk to Ley Parish Council\n01632 960123",
]


@pytest.mark.parametrize("line", SIGNED)
def test_what_a_programme_signs_with_is_a_signature(line: str) -> None:
    assert split(f"The green one.\n\n{line}").signature == line
