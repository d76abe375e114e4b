"""Links and names that look like something else are told, and those that are what they say are not."""

import pytest

from channels.email import links
from channels.email.inbound import read

HEAD = "Date: Mon, 3 Mar 2025 10:00:00 +0000\nMessage-ID: <a@example.org>\n"
CYRILLIC_A = "\u0430"
LOOKS_LIKE = f"b{CYRILLIC_A}nk.example.org"


def warnings(body: str, sender: str = "Anne <anne@example.org>", kind: str = "html") -> list[str]:
    return list(read(f"From: {sender}\n{HEAD}Content-Type: text/{kind}; charset=utf-8\n\n{body}".encode()).warnings)


def linked(href: str, shown: str) -> str:
    return f'<p>See <a class="x" href="{href}">{shown}</a>.</p>'


GATEWAY = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2F{host}%2Fpay&amp;data=1"
ODD = [
    pytest.param(
        linked("https://pay.evil.example/x", "https://www.westmere.example.org/<b>pay</b>"),
        links.ELSEWHERE.format(shown="www.westmere.example.org", host="pay.evil.example"),
        id="a text that names another page",
    ),
    pytest.param(
        linked(GATEWAY.format(host="evil.example"), "westmere.example.org"),
        links.ELSEWHERE.format(shown="westmere.example.org", host="evil.example"),
        id="one that a gateway has rewritten",
    ),
    pytest.param(
        linked("https://www.westmere.example.org@evil.example/", "Pay"),
        links.WITH_NAME.format(shown="www.westmere.example.org", host="evil.example"),
        id="a name before the host",
    ),
    pytest.param(
        linked(f"https://{LOOKS_LIKE}/", "Pay"),
        links.MIXED.format(shown=LOOKS_LIKE, host="xn--bnk-6cd.example.org"),
        id="letters of two alphabets",
    ),
    pytest.param(
        linked("https://xn--bnk-6cd.example.org/", "Pay"),
        links.MIXED.format(shown=LOOKS_LIKE, host="xn--bnk-6cd.example.org"),
        id="the same as name servers know it",
    ),
]


@pytest.mark.parametrize(("page", "said"), ODD)
def test_a_link_that_leads_elsewhere_is_told(page: str, said: str) -> None:
    assert warnings(page) == [said]


def test_it_is_told_in_plain_words_as_well() -> None:
    said = links.WITH_NAME.format(shown="westmere.example.org", host="evil.example")
    assert warnings("Look: https://westmere.example.org@evil.example/x", kind="plain") == [said]


PLAIN = [
    pytest.param(linked("https://westmere.example.org/pay", "www.westmere.example.org"), id="the same page"),
    pytest.param(linked("https://pay.westmere.example.org", "westmere.example.org"), id="a house of the same"),
    pytest.param(linked("https://evil.example/", "Pay here"), id="a text that names none"),
    pytest.param(linked("https://files.example.org/1", "letter.pdf"), id="the name of a file"),
    pytest.param(
        linked(GATEWAY.format(host="westmere.example.org"), "westmere.example.org"), id="rewritten, and right"
    ),
    pytest.param(linked("mailto:anne@example.org", "anne@example.org"), id="an address"),
    pytest.param(linked("https://b\u00fccher.example/", "b\u00fccher.example"), id="one alphabet with its accents"),
    pytest.param(linked("https://[::1", "x.example.org"), id="no address at all"),
]


@pytest.mark.parametrize("page", PLAIN)
def test_a_link_that_is_what_it_says_is_not_told(page: str) -> None:
    assert warnings(page) == []


def test_of_many_odd_links_a_few_are_told() -> None:
    page = "".join(linked(f"https://evil{n}.example/", "westmere.example.org") for n in range(50))
    assert len(warnings(page)) == links.AT_MOST


SENDERS = [
    pytest.param(
        '"help@westmere.example.org" <eve@evil.example>',
        links.NAME_ELSEWHERE.format(shown="westmere.example.org", host="evil.example"),
        id="an address of elsewhere for a name",
    ),
    pytest.param(f"B{CYRILLIC_A}nk <eve@evil.example>", links.NAME_MIXED, id="a name in two alphabets"),
    pytest.param("Bank <eve@xn--bnk-6cd.example.org>", links.ADDRESS_MIXED, id="a domain in two alphabets"),
    pytest.param(f"Bank <eve@{LOOKS_LIKE}>", links.ADDRESS_MIXED, id="the same in its own letters"),
]


@pytest.mark.parametrize(("sender", "said"), SENDERS)
def test_a_sender_who_looks_like_somebody_else_is_told(sender: str, said: str) -> None:
    assert warnings("Hello", sender) == [said]


HONEST = ['"anne@example.org" <anne@example.org>', "Иван Hill <ivan@example.org>", "Zoë <zoe@example.org>"]


@pytest.mark.parametrize("sender", HONEST)
def test_a_sender_who_is_who_they_say_is_not_told(sender: str) -> None:
    assert warnings("Hello", sender) == []
