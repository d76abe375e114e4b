"""The REST API through Twilio's real client."""

from datetime import UTC, datetime

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from tests.sandbox.served import Served, ask
from tests.sandbox.world import CALLER, COUNCIL, World

QUEUE = '<Enqueue waitUrl="">waiting</Enqueue>'


@pytest.fixture
def client(served: Served) -> Client:
    return served.client()


async def refused(work: object) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as error:
        await ask(work)  # type: ignore[arg-type]
    return error.value.status, error.value.code


async def test_an_outgoing_call_goes_through_its_states(served: Served, caller: World, client: Client) -> None:
    caller.robot(CALLER, after_s=3.0)
    caller.pages |= {"/out": "<Say>This is the council</Say>", "/progress": ""}
    url = caller.application.url
    call = await ask(
        lambda: client.calls.create(
            to=CALLER,
            from_=COUNCIL,
            url=url + "/out",
            status_callback=url + "/progress",
            status_callback_event=["initiated", "ringing", "answered", "completed"],
        )
    )
    assert (call.status, call.direction, call.to) == ("queued", "outbound-api", CALLER)
    await caller.advance(20)
    fetched = await ask(lambda: client.calls(call.sid).fetch())
    assert (fetched.status, fetched.duration) == ("completed", "2")
    assert fetched.start_time == datetime(2026, 3, 2, 9, 0, 3, tzinfo=UTC)
    told = sorted(caller.asked("/progress"), key=lambda one: int(one["SequenceNumber"]))
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert caller.asked("/out")[0]["CallStatus"] == "in-progress"


async def test_a_call_is_redirected_by_words_and_by_address_and_ended(
    served: Served, caller: World, client: Client
) -> None:
    line = await caller.call(QUEUE, there="<Say>There</Say><Pause length='60'/>")
    twiml = "<Response><Say>Words</Say><Pause length='60'/></Response>"
    await ask(lambda: client.calls(line.call.sid).update(twiml=twiml))
    await caller.advance(2)
    await ask(lambda: client.calls(line.call.sid).update(url=caller.application.url + "/there"))
    await caller.advance(2)
    assert caller.heard(line) == ["Words", "There"]
    ended = await ask(lambda: client.calls(line.call.sid).update(status="completed"))
    assert ended.status == "completed"
    assert await refused(lambda: client.calls(line.call.sid).update(twiml=twiml)) == (400, 21220)


async def test_words_need_absolute_addresses(served: Served, caller: World, client: Client) -> None:
    line = await caller.call(QUEUE)
    await ask(lambda: client.calls(line.call.sid).update(twiml="<Response><Gather action='/next'/></Response>"))
    await caller.advance(6)
    assert caller.codes() == []  # nothing was pressed, so the address was never needed
    line = await caller.call(QUEUE)
    await ask(lambda: client.calls(line.call.sid).update(twiml="<Response><Redirect>/next</Redirect></Response>"))
    await caller.advance(1)
    assert caller.codes() == [15004]


async def test_a_ringing_call_is_canceled(served: Served, caller: World, client: Client) -> None:
    caller.robot(CALLER, "ignore")
    call = await ask(lambda: client.calls.create(to=CALLER, from_=COUNCIL, twiml="<Response/>"))
    canceled = await ask(lambda: client.calls(call.sid).update(status="canceled"))
    assert canceled.status == "canceled"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param({"to": "0123", "from_": COUNCIL, "twiml": "<Response/>"}, 21211, id="a number that is none"),
        pytest.param({"to": CALLER, "from_": CALLER, "twiml": "<Response/>"}, 21210, id="a caller id that is not ours"),
        pytest.param({"to": CALLER, "from_": COUNCIL}, 21205, id="nothing to perform"),
        pytest.param({"to": CALLER, "from_": COUNCIL, "url": "nowhere"}, 21205, id="an address that is none"),
        pytest.param({"to": CALLER, "from_": COUNCIL, "twiml": "x" * 4001}, 32018, id="too many words"),
        pytest.param(
            {
                "to": CALLER,
                "from_": COUNCIL,
                "twiml": "x",
                "status_callback": "http://a/",
                "status_callback_event": ["x"],
            },
            21626,
            id="an unknown event",
        ),
    ],
)
async def test_calls_that_cannot_be_made(
    served: Served, caller: World, client: Client, arguments: dict[str, str], code: int
) -> None:
    assert await refused(lambda: client.calls.create(**arguments)) == (400, code)


async def test_calls_are_listed_by_what_is_known_of_them_a_page_at_a_time(
    served: Served, caller: World, client: Client
) -> None:
    for number in range(5):
        await caller.call(QUEUE, caller=f"+44770090010{number}")
    ended = await caller.call("<Hangup/>")
    assert len(await ask(lambda: client.calls.list(status="in-progress", page_size=2))) == 5
    assert [one.sid for one in await ask(lambda: client.calls.list(from_=CALLER))] == [ended.call.sid]
    assert len(await ask(lambda: client.calls.list(limit=3))) == 3
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    assert len(await ask(lambda: client.calls.list(start_time_after=day))) == 6
    assert await ask(lambda: client.calls.list(start_time_before=datetime(2026, 3, 1, tzinfo=UTC))) == []


async def test_members_of_a_queue_are_listed_and_taken_out_once(served: Served, caller: World, client: Client) -> None:
    line = await caller.call(QUEUE, served_now="<Say>Your turn</Say>")
    await caller.advance(12)
    queue = (await ask(lambda: client.queues.list()))[0]
    assert (queue.friendly_name, queue.current_size, queue.max_size) == ("waiting", 1, 1000)
    member = (await ask(lambda: client.queues(queue.sid).members.list()))[0]
    assert (member.call_sid, member.position, member.wait_time) == (line.call.sid, 1, 12)
    url = caller.application.url + "/served_now"
    await ask(lambda: client.queues(queue.sid).members("Front").update(url=url))
    await caller.advance(1)
    assert caller.heard(line) == ["Your turn"]
    assert await refused(lambda: client.queues(queue.sid).members(line.call.sid).update(url=url)) == (404, 20404)


async def test_texts_are_sent_fetched_and_listed(served: Served, caller: World, client: Client) -> None:
    caller.pages["/sms/status"] = ""
    url = caller.application.url + "/sms/status"
    sent = await ask(
        lambda: client.messages.create(to=CALLER, from_=COUNCIL, body="Reference K7 €", status_callback=url)
    )
    assert (sent.status, sent.num_segments, sent.direction) == ("queued", "1", "outbound-api")
    await caller.advance(2)
    fetched = await ask(lambda: client.messages(sent.sid).fetch())
    assert (fetched.status, fetched.error_code, fetched.body) == ("delivered", None, "Reference K7 €")
    assert [one.sid for one in await ask(lambda: client.messages.list(to=CALLER))] == [sent.sid]
    assert [one["MessageStatus"] for one in caller.asked("/sms/status")] == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("to", "sender", "body", "code"),
    [
        pytest.param("07700900123", COUNCIL, "a", 21211, id="a number that is none"),
        pytest.param("+441632960555", COUNCIL, "a", 21614, id="a landline"),
        pytest.param(CALLER, CALLER, "a", 21606, id="a sender that is not ours"),
        pytest.param(CALLER, COUNCIL, "", 21602, id="no words"),
        pytest.param(CALLER, COUNCIL, "a" * 1601, 21617, id="too long"),
        pytest.param("+447700900999", COUNCIL, "a", 21610, id="someone who opted out"),
    ],
)
async def test_texts_that_cannot_be_sent(
    served: Served, caller: World, client: Client, to: str, sender: str, body: str, code: int
) -> None:
    caller.pages["/sms/incoming"] = ""
    caller.carrier.texts.receive("+447700900999", COUNCIL, "STOP")
    await caller.clock.settle()
    assert (await refused(lambda: client.messages.create(to=to, from_=sender, body=body)))[1] == code


async def test_recordings_are_listed_fetched_and_heard(served: Served, caller: World, client: Client) -> None:
    line = await caller.call('<Record finishOnKey="#" action="/done"/>', done="<Hangup/>")
    await caller.advance(0.4)
    await caller.say(line, "hello")
    await caller.advance(3)
    await caller.press(line, "#")
    recording = (await ask(lambda: client.recordings.list(call_sid=line.call.sid)))[0]
    assert (recording.status, recording.duration, recording.source) == ("completed", "3", "RecordVerb")
    assert (await ask(lambda: client.recordings(recording.sid).fetch())).sid == recording.sid
    auth = (served.settings.account_sid, served.settings.auth_token)
    address = f"{served.base}/2010-04-01/Accounts/{auth[0]}/Recordings/{recording.sid}"
    async with httpx.AsyncClient() as http:
        for ending in ("", ".wav"):
            sound = await http.get(address + ending, auth=auth)
            assert (sound.status_code, sound.content[:4]) == (200, b"RIFF")
        assert (await http.get(address)).status_code == 401
    assert await ask(lambda: client.recordings(recording.sid).delete())
    assert await refused(lambda: client.recordings(recording.sid).fetch()) == (404, 20404)


async def test_a_call_s_recording_is_begun_paused_and_stopped(served: Served, caller: World, client: Client) -> None:
    line = await caller.call(QUEUE)
    await ask(lambda: client.calls(line.call.sid).recordings.create())
    await caller.advance(5)
    current = client.calls(line.call.sid).recordings("Twilio.CURRENT")
    await ask(lambda: current.update(status="paused"))
    await caller.advance(7)
    await ask(lambda: current.update(status="in-progress"))
    await caller.advance(2)
    stopped = await ask(lambda: current.update(status="stopped"))
    assert (stopped.status, stopped.duration) == ("completed", "7")


async def test_the_number_and_the_application_show_their_addresses(
    served: Served, caller: World, client: Client
) -> None:
    number = (await ask(lambda: client.incoming_phone_numbers.list(phone_number=COUNCIL)))[0]
    assert number.voice_url == caller.application.url + "/phone/incoming"
    application = await ask(lambda: client.applications(served.settings.application_sid).fetch())
    assert application.voice_url == number.voice_url
    updated = await ask(lambda: client.incoming_phone_numbers(number.sid).update(sms_url="http://a.example/sms"))
    assert updated.sms_url == "http://a.example/sms"
    account = await ask(lambda: client.api.accounts(served.settings.account_sid).fetch())
    assert account.status == "active"


@pytest.mark.parametrize(
    ("user", "password", "status"),
    [
        pytest.param("", "wrong", 401, id="a wrong token"),
        pytest.param("SK" + "0" * 32, "x", 401, id="an unknown key"),
        pytest.param("SK" + "5a" * 16, "sandbox-api-secret-that-everybody-knows", 200, id="the API key"),
    ],
)
async def test_who_may_ask(served: Served, user: str, password: str, status: int) -> None:
    client = served.client(user, password)
    if status == 200:
        assert await ask(lambda: client.calls.list()) == []
    else:
        assert await refused(lambda: client.calls("CA" + "0" * 32).fetch()) == (401, 20003)


async def test_what_is_not_there_is_20404(served: Served, client: Client) -> None:
    assert await refused(lambda: client.calls("CA" + "0" * 32).fetch()) == (404, 20404)
    assert await refused(lambda: client.api.accounts("AC" + "0" * 32).fetch()) == (404, 20404)
    assert await refused(lambda: client.conferences("K7").participants("caller").fetch()) == (404, 20404)
