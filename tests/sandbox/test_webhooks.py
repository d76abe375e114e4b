"""Webhooks on the wire: signatures, failures with Twilio's numbers, retries, fallbacks, content types."""

import socket

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from sandbox.carrier.overrides import BadOverride, overrides
from sandbox.carrier.perform import APPLICATION_ERROR
from tests.sandbox.world import Asked, Reply, World

XML = b"<Response><Say>Fine</Say></Response>"


def dead_address() -> str:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/nobody"


async def test_every_request_is_signed(world: World) -> None:
    await world.call('<Redirect method="GET">/next?a=1</Redirect>', next="<Hangup/>")
    await world.advance(1)
    validator = RequestValidator(world.carrier.settings.auth_token)
    for path in ("/phone/incoming", "/phone/status"):
        asked = world.application.of(path)[0]
        assert validator.validate(world.application.url + path, asked.params, asked.headers["x-twilio-signature"])
    got = world.application.of("/next")[0]
    query = next(one.url for one in world.carrier.webhooks.log if "/next" in one.url)
    assert query.endswith("?a=1")
    assert got.query["CallStatus"] == "in-progress"
    assert "x-twilio-signature" in got.headers


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        pytest.param(Reply(status=500), 11200, id="a server's error"),
        pytest.param(Reply(status=404), 11200, id="no such page"),
        pytest.param(Reply(drop=True), 11205, id="a broken connection"),
        pytest.param(Reply(b" <?xml version='1.0'?><Response/>"), 12100, id="a blank before the XML header"),
        pytest.param(Reply(b"<Answer/>"), 12102, id="another root"),
        pytest.param(Reply(b"<Response><Shout/></Response>"), 12200, id="an unknown verb"),
        pytest.param(Reply(XML, content_type=""), 12300, id="no content type"),
        pytest.param(Reply(XML, content_type="application/json"), 12300, id="a content type that is no document"),
        pytest.param(Reply(b"<Response>" + b" " * 66_000 + b"</Response>"), 11750, id="more than 64 kB"),
        pytest.param(Reply(status=302, headers=(("Location", "/phone/incoming"),)), 11215, id="a loop of redirects"),
        pytest.param(Reply(b"<Response>\xff</Response>"), 12100, id="not UTF-8"),
    ],
)
async def test_a_failure_is_told_to_the_fallback_with_its_number(world: World, reply: Reply, code: int) -> None:
    world.pages["/phone/incoming"] = reply
    line = await world.call(**{"phone/fallback": "<Say>Please call later</Say>"})
    await world.advance(10)
    assert world.heard(line) == ["Please call later"]
    told = world.asked("/phone/fallback")[0]
    assert (told["ErrorCode"], told["ErrorUrl"]) == (str(code), world.application.url + "/phone/incoming")
    assert code in world.codes()
    assert line.call.problems[0]["code"] == code


async def test_without_a_fallback_the_caller_hears_that_it_failed(world: World) -> None:
    world.carrier.account.update({"VoiceFallbackUrl": ""})
    world.pages["/phone/incoming"] = Reply(status=500)
    line = await world.call()
    await world.advance(20)
    assert world.heard(line) == [APPLICATION_ERROR]
    assert line.call.status == "completed"


@pytest.mark.parametrize(
    ("fragment", "reply", "attempts"),
    [
        pytest.param("", Reply(status=500), 1, id="a 500 is not tried again"),
        pytest.param("#rp=5xx", Reply(status=500), 2, id="unless the policy says so"),
        pytest.param("#rp=all&rc=3&tt=15000", Reply(status=404), 4, id="as often as it says"),
        pytest.param("#rp=4xx", Reply(status=500), 1, id="another policy"),
        pytest.param("#rt=100", Reply(after_s=0.4), 1, id="a slow answer is not tried again"),
        pytest.param("#rt=100&rp=rt", Reply(after_s=0.4), 2, id="unless the policy says so too"),
        pytest.param("#tt=300&rp=all&rc=5", Reply(status=500), 2, id="the total time ends it"),
        pytest.param("#rc=9", Reply(), 0, id="a value out of its range asks nothing"),
    ],
)
async def test_retries_follow_the_fragment(world: World, fragment: str, reply: Reply, attempts: int) -> None:
    world.carrier.account.update({"VoiceUrl": world.application.url + "/here" + fragment, "VoiceFallbackUrl": ""})
    await world.call(here=reply)
    asked = world.application.of("/here")
    assert len(asked) == attempts
    assert len({one.headers["i-twilio-idempotency-token"] for one in asked}) == min(1, attempts)


async def test_a_refused_connection_is_tried_once_more(world: World) -> None:
    world.carrier.account.update({"VoiceUrl": dead_address(), "VoiceFallbackUrl": ""})
    await world.call()
    assert [(one.attempt, one.code) for one in world.carrier.webhooks.log] == [(1, 11205), (2, 11205)]


async def test_a_status_callback_that_fails_is_a_problem_and_no_more(world: World) -> None:
    world.carrier.account.update({"StatusCallback": dead_address()})
    line = await world.call("<Hangup/>")
    await world.advance(1)
    assert line.call.status == "completed"
    assert world.codes() == [11205]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("http://nowhere.invalid/x", 11210, id="an unknown host"),
        pytest.param("ftp://example.org/x", 11100, id="no web address"),
        pytest.param("http:///x", 11100, id="no host"),
    ],
)
async def test_addresses_that_lead_nowhere(world: World, url: str, code: int) -> None:
    world.carrier.account.update({"VoiceUrl": url, "VoiceFallbackUrl": ""})
    await world.call()
    assert world.codes()[0] == code


async def test_a_redirected_post_loses_its_parameters(world: World) -> None:
    world.pages["/phone/incoming"] = Reply(status=303, headers=(("Location", "/moved"),))
    line = await world.call(moved="<Say>Moved</Say>")
    assert world.heard(line) == ["Moved"]
    moved = world.application.of("/moved")[0]
    assert (moved.method, moved.params) == ("GET", {})


async def test_plain_words_are_read_aloud_and_sound_is_played(world: World) -> None:
    world.pages["/phone/incoming"] = Reply(b"We are closed today", content_type="text/plain")
    line = await world.call()
    await world.advance(10)
    assert (world.heard(line), line.call.status) == (["We are closed today"], "completed")
    world.pages["/phone/incoming"] = Reply(b"RIFF", content_type="audio/wav")
    line = await world.call()
    await world.advance(10)
    assert (world.heard(line, "play"), line.call.status) == ([world.application.url + "/phone/incoming"], "completed")


async def test_a_played_file_is_asked_for_without_parameters_and_kept_by_its_tag(world: World) -> None:
    def sound(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == "1":
            return Reply(status=304)
        return Reply(b"RIFF", content_type="audio/wav", headers=(("ETag", "1"),))

    world.pages["/tune.wav"] = sound
    await world.call("<Play>/tune.wav</Play><Play>/tune.wav</Play>")
    await world.advance(10)
    asked = world.application.of("/tune.wav")
    assert [one.params for one in asked] == [{}, {}]
    assert world.codes() == []


async def test_what_is_no_sound_is_not_played(world: World) -> None:
    world.carrier.account.update({"VoiceFallbackUrl": ""})
    await world.call("<Play>/page</Play>", page="<Say>I am no sound</Say>")
    assert world.codes() == [13420]


@pytest.mark.parametrize("fragment", ["rc=6", "ct=50", "rt=99999", "rp=often", "tt=x"])
def test_overrides_out_of_range_are_11243(fragment: str) -> None:
    with pytest.raises(BadOverride) as refused:
        overrides("http://a.example/#" + fragment)
    assert refused.value.code == 11243
