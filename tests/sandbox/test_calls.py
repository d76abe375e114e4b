"""A call's beginning and end, and the plain verbs."""

import pytest

from tests.sandbox.world import CALLER, COUNCIL, World


async def test_the_first_request_says_what_twilio_says(world: World) -> None:
    line = await world.call("<Say>Hello</Say>")
    said = world.asked("/phone/incoming")[0]
    assert (
        said
        | {
            "CallSid": line.call.sid,
            "From": CALLER,
            "To": COUNCIL,
            "CallStatus": "ringing",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            "AccountSid": world.carrier.account.sid,
            "FromCountry": "GB",
        }
        == said
    )
    assert line.call.sid.startswith("CA")
    assert len(line.call.sid) == 34


async def test_a_call_that_runs_out_of_verbs_ends_and_tells_its_duration_at_the_numbers_address(world: World) -> None:
    line = await world.call('<Say>Hello there</Say><Pause length="10"/>')
    assert line.call.status == "in-progress"
    await world.advance(30)
    assert line.call.status == "completed"
    assert world.heard(line) == ["Hello there"]
    told = world.asked("/phone/status")
    assert [(one["CallStatus"], one["SequenceNumber"], one["CallDuration"]) for one in told] == [
        ("completed", "0", "11")
    ]
    assert told[0]["CallbackSource"] == "call-progress-events"
    assert told[0]["Timestamp"].endswith("+0000")


@pytest.mark.parametrize(
    ("document", "status"),
    [
        pytest.param("<Reject/>", "no-answer", id="a rejected call is not answered"),
        pytest.param('<Reject reason="busy"/>', "busy", id="a call rejected as busy is busy"),
        pytest.param("<Hangup/>", "completed", id="a hang-up as the first verb has answered"),
        pytest.param("<Say>No</Say><Reject/>", "completed", id="a rejection after another verb only hangs up"),
    ],
)
async def test_how_a_refused_call_ends(world: World, document: str, status: str) -> None:
    line = await world.call(document)
    await world.advance(5)
    assert line.call.status == status
    assert [one["CallStatus"] for one in world.asked("/phone/status")] == [status]


async def test_a_pause_as_the_first_verb_waits_before_picking_up(world: World) -> None:
    line = await world.call('<Pause length="3"/><Say>Hello</Say>')
    assert line.call.status == "ringing"
    await world.advance(3)
    assert line.call.status == "in-progress"


async def test_a_caller_who_hangs_up_while_it_rings_was_not_answered(world: World) -> None:
    line = await world.call('<Pause length="30"/>')
    await world.hang_up(line)
    assert line.call.status == "no-answer"


async def test_what_follows_a_redirect_is_dead_and_relative_addresses_start_from_the_document(world: World) -> None:
    world.pages["/phone/next"] = '<Say loop="2">Second</Say>'
    line = await world.call("<Redirect>next?a=1&amp;b=2</Redirect><Say>never</Say>")
    await world.advance(10)
    assert world.heard(line) == ["Second", "Second"]
    asked = world.application.of("/phone/next")[0]
    assert asked.query == {"a": "1", "b": "2"}
    assert asked.method == "POST"
    assert asked.params["CallStatus"] == "in-progress"


async def test_endless_speech_goes_on_until_the_caller_hangs_up(world: World) -> None:
    line = await world.call('<Say loop="0">Again</Say>')
    await world.advance(60)
    assert len(world.heard(line)) > 50
    await world.hang_up(line)
    assert line.call.status == "completed"
    assert world.asked("/phone/status")[0]["CallDuration"] == "60"


async def test_a_withheld_number_calls_as_anonymous(world: World) -> None:
    await world.call("<Hangup/>", caller="anonymous")
    assert world.asked("/phone/incoming")[0]["From"] == "anonymous"


async def test_cookies_are_kept_for_the_call(world: World) -> None:
    from tests.sandbox.world import Reply

    world.pages["/phone/incoming"] = Reply(
        b"<Response><Redirect>/next</Redirect></Response>", headers=(("Set-Cookie", "basket=full; Path=/"),)
    )
    world.pages["/next"] = "<Hangup/>"
    await world.call()
    assert world.application.of("/next")[0].headers["cookie"] == "basket=full"
    await world.call()
    assert "cookie" not in world.application.of("/phone/incoming")[1].headers
