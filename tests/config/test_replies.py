"""Where a ready reply is offered, and what the shipped ones come to."""

import pytest

from centre.canned import canned
from channels.sms.segments import Alphabet, measure
from config.county import DEFAULTS, County, load_county
from config.replies import VARIABLES, Reply
from core.channel import Channel

FILLED = {
    "name": "Margaret Hughes",
    "reference": "123 456 782",
    "service": "potholes",
    "when": "by Tuesday",
    "council": "Westmere County Council",
    "phone": "01632 960100",
    "agent": "Amina",
}


@pytest.fixture(scope="module")
def county() -> County:
    return load_county(DEFAULTS)


@pytest.mark.parametrize(
    ("services", "service", "fits"),
    [
        pytest.param([], "highways/pothole", True, id="without services it fits all"),
        pytest.param(["highways"], "highways/pothole", True, id="a group"),
        pytest.param(["highways/pothole"], "highways/pothole", True, id="the service itself"),
        pytest.param(["highways/streetlight"], "highways/pothole", False, id="another of the group"),
        pytest.param(["highways"], "libraries/hours", False, id="another group"),
        pytest.param(["highways"], None, False, id="not known yet what it is about"),
    ],
)
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.EMAIL])
def test_a_reply_is_offered_where_it_fits(
    services: list[str], service: str | None, fits: bool, channel: Channel
) -> None:
    reply = Reply(id="a", label="A", text="A", channels=frozenset({Channel.SMS}), services=frozenset(services))
    assert reply.fits(channel, service) is (fits and channel is Channel.SMS)


def test_every_shipped_reply_can_be_filled_in_and_is_one_or_two_plain_texts(county: County) -> None:
    assert set(FILLED) == VARIABLES
    shown = [each for about in ("highways/pothole", None) for each in canned(county.replies, about, FILLED)]
    assert {each["id"] for each in shown} == {reply.id for reply in county.replies}
    for each in [each for each in shown if "sms" in each["by"]]:
        length = measure(each["text"])
        assert (length.alphabet, length.segments <= 2) == (Alphabet.GSM_7, True), each["id"]


def test_a_reply_that_needs_what_is_not_known_says_so(county: County) -> None:
    shown = {each["id"]: each for each in canned(county.replies, None, {**FILLED, "reference": None})}
    assert (shown["reference"]["text"], shown["reference"]["lacks"]) == (None, "There is no case yet.")
    assert shown["thanks"]["text"] == "Thank you for letting us know. Amina, Westmere County Council"


@pytest.mark.parametrize(("only", "ways"), [(Channel.CHAT, {"chat"}), (Channel.SMS, {"sms", "chat", "whatsapp"})])
def test_a_reply_is_offered_on_the_channels_that_it_names(only: Channel, ways: set[str]) -> None:
    reply = Reply(id="a", label="A", text="A", channels=frozenset({only}), services=frozenset())
    (shown,) = canned([reply], None, FILLED)
    assert set(shown["by"]) == ways


def test_letters_have_ready_replies_of_their_own_that_leave_the_ending_to_the_letter(county: County) -> None:
    by_letter = [each for each in canned(county.replies, "highways/pothole", FILLED) if "letter" in each["by"]]
    assert {"letter-passed-on", "letter-promised"} <= {each["id"] for each in by_letter}
    assert not [each["id"] for each in by_letter if each["text"].endswith(FILLED["council"])]
    assert "call-us" not in {each["id"] for each in by_letter}
