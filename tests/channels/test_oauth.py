"""Access tokens that run out, from a real sign-in service: in time, once for all, and what its refusals mean."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from channels.email.oauth import REST_S, Grant, Tokens
from channels.email.outbound import EmailOutbound
from channels.email.relay import MailRelay
from core.errors import NotAllowed, SwitchboardError, Unavailable
from tests.channels.issuer import CLIENT, REFRESH, SECRET, Issuer
from tests.channels.relay import Office, Relay
from tests.channels.test_email_out import LETTER


class Clock:
    """Moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer() as issuer:
        yield issuer


def test_a_token_is_fetched_with_the_grant_and_kept(issuer: Issuer) -> None:
    tokens = Tokens(issuer.grant(scope="https://mail.example.org/"))
    assert [tokens.token(), tokens.token()] == ["ya29.1", "ya29.1"]
    assert issuer.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": REFRESH,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scope": "https://mail.example.org/",
        }
    ]


LASTING = [
    pytest.param(3600, 3299, 3301, id="an hour: five minutes before its end"),
    pytest.param("3600", 3299, 3301, id="an hour, written as text"),
    pytest.param(100, 79, 81, id="less: before its last fifth"),
    pytest.param(None, 239, 241, id="nobody says how long: five minutes"),
    pytest.param("soon", 239, 241, id="what is no number: five minutes"),
    pytest.param(-5, 239, 241, id="less than nothing: five minutes"),
]


@pytest.mark.parametrize(("lasts", "still", "anew"), LASTING)
def test_it_is_fetched_anew_before_it_runs_out(issuer: Issuer, lasts: object, still: float, anew: float) -> None:
    issuer.lasts = lasts
    clock = Clock()
    tokens = Tokens(issuer.grant(), clock=clock)
    assert tokens.token() == "ya29.1"
    clock.now += still
    assert tokens.token() == "ya29.1"
    clock.now += anew - still
    assert tokens.token() == "ya29.2"


def test_one_that_a_mail_server_does_not_take_is_fetched_anew_once_for_all(issuer: Issuer) -> None:
    tokens = Tokens(issuer.grant())
    first = tokens.token()
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: tokens.instead_of(first), range(50)))
    assert (found, len(issuer.asked)) == ({"ya29.2"}, 2)


def test_a_refresh_token_that_comes_along_takes_the_place_of_the_one_before(issuer: Issuer) -> None:
    issuer.rotates = True
    clock = Clock()
    tokens = Tokens(issuer.grant(), clock=clock)
    for number in (1, 2, 3):
        assert tokens.token() == f"ya29.{number}"
        clock.now += 3600
    assert [each["refresh_token"] for each in issuer.asked] == [REFRESH, "1//refresh-1", "1//refresh-2"]


ANSWERS = [
    pytest.param((400, b'{"error": "invalid_grant"}'), NotAllowed, "invalid_grant", id="the grant was taken back"),
    pytest.param((401, b'{"error": "invalid_client"}'), NotAllowed, "invalid_client", id="the client is not known"),
    pytest.param((400, b'{"error": "ask bins@example.org"}'), NotAllowed, r"\(400\)", id="words that are nobody's"),
    pytest.param((403, b"<html>No</html>"), NotAllowed, r"\(403\)", id="a page that says no"),
    pytest.param((429, b"{}"), Unavailable, "cannot be reached", id="too often: later"),
    pytest.param((500, b"oops"), Unavailable, "cannot be reached", id="broken: later"),
    pytest.param((302, b""), Unavailable, "cannot be reached", id="sent elsewhere: the secret does not go there"),
    pytest.param((200, b"<html>"), Unavailable, "no token", id="a page"),
    pytest.param((200, b"[]"), Unavailable, "no token", id="a list"),
    pytest.param((200, b'{"access_token": ""}'), Unavailable, "no token", id="an empty token"),
    pytest.param((200, b'{"access_token": "a\\u0001b c"}'), Unavailable, "no token", id="a token with spaces in it"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), ANSWERS)
def test_what_is_no_token_is_told_in_a_sentence(
    issuer: Issuer, answer: tuple[int, bytes], kind: type[SwitchboardError], words: str
) -> None:
    issuer.answer = answer
    with pytest.raises(kind, match=words) as caught:
        Tokens(issuer.grant()).token()
    assert not any(each in str(caught.value) for each in (REFRESH, SECRET, "example.org"))


def test_a_refusal_is_not_asked_for_again_at_once_and_then_it_is(issuer: Issuer) -> None:
    clock = Clock()
    tokens = Tokens(issuer.grant(), clock=clock)
    issuer.answer = (400, b'{"error": "invalid_grant"}')
    for _ in range(5):
        with pytest.raises(NotAllowed, match="invalid_grant"):
            tokens.token()
    assert len(issuer.asked) == 1
    issuer.answer = None
    clock.now += REST_S
    assert tokens.token() == "ya29.2"


def test_a_service_that_is_not_there_is_told_without_our_secrets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        url = f"http://127.0.0.1:{held.getsockname()[1]}/token"
    grant = Grant(token_url=url, client_id=CLIENT, client_secret=SECRET, refresh_token=REFRESH)
    with pytest.raises(Unavailable, match="cannot be reached") as caught:
        Tokens(grant).token()
    assert (caught.value.__cause__, REFRESH in repr(grant), SECRET in repr(grant)) == (None, False, False)


def emails(relay: Relay, issuer: Issuer) -> EmailOutbound:
    url = relay.url.replace("//", "//bins%40westmere.example.org@")
    return EmailOutbound(MailRelay(url, tokens=Tokens(issuer.grant()), answer_s=5))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_mail_server_is_logged_in_to_and_a_stale_token_is_fetched_anew(issuer: Issuer) -> None:
    office = Office(token="ya29.1")
    with Relay(office, auth_required=True, auth_require_tls=False) as relay:
        out = emails(relay, issuer)
        out.send(LETTER)
        office.token = "ya29.2"
        out.send(LETTER)
    assert (len(office.taken), len(issuer.asked)) == (2, 2)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_mail_waits_while_no_token_can_be_had_and_says_why(issuer: Issuer) -> None:
    office = Office(token="ya29.9")
    with Relay(office, auth_required=True, auth_require_tls=False) as relay:
        out = emails(relay, issuer)
        with pytest.raises(Unavailable, match="did not accept our name and password"):
            out.send(LETTER)
        issuer.refresh = "another"
        with pytest.raises(Unavailable, match="does not accept our refresh token or client"):
            emails(relay, issuer).send(LETTER)
    assert office.taken == []
