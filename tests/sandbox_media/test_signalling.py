"""The softphones' signalling, message by message, over a real websocket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import jwt
import pytest
from websockets.asyncio.client import ClientConnection, connect

from sandbox.signalling import routes, words
from tests.sandbox_media.conftest import Sandbox
from tests.sandbox_media.council import access_token
from tests.sandbox_media.people import Person


class Device:
    """What the SDK would send and see."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def says(self, kind: str, **payload: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, "payload": payload, "version": "1.6"}))

    async def hears(self, kind: str) -> dict[str, Any]:
        """The next message, which must be of this kind."""
        async with asyncio.timeout(5):
            text = await self.socket.recv()
        found = json.loads(text)
        assert found["type"] == kind, found
        payload: dict[str, Any] = found["payload"]
        return payload

    async def registers(self, token: str) -> None:
        await self.says("listen", token=token)
        await self.hears("connected")
        await self.says("register", media={"audio": True})
        await self.hears("ready")


@asynccontextmanager
async def device(sandbox: Sandbox) -> AsyncIterator[Device]:
    async with connect(f"ws://{sandbox.host}/signal") as socket:
        yield Device(socket)


async def ring(sandbox: Sandbox, identity: str = "ada", room: str = "room-1") -> str:
    """Calls a softphone into a conference as our side does; the CallSid."""
    to = f"client:{identity}?contact=c1&epoch=7"
    answer = await sandbox.rest(
        f"Conferences/{room}/Participants", From=sandbox.settings.number, To=to, Label="agent-ada"
    )
    return str(answer["call_sid"])


async def test_a_good_token_registers_and_says_how_long_it_lasts(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.says("listen", token=access_token(sandbox.settings, "ada", ttl=600))
        connected = await ada.hears("connected")
        assert connected["token"]["identity"] == "ada"
        assert 590 <= connected["token"]["ttl"] <= 600
        await ada.says("register", media={"audio": True})
        await ada.hears("ready")
        assert sandbox.carrier.softphones.identities() == ("ada",)
    await asyncio.sleep(0.1)
    assert sandbox.carrier.softphones.identities() == ()


BAD = [
    ("signed with another secret", {"secret": "another-secret-of-some-length-1234"}, 31204),
    ("expired", {"ttl": -10}, 31205),
]


@pytest.mark.parametrize(("how", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
async def test_a_bad_token_is_refused(sandbox: Sandbox, how: dict[str, Any], code: int) -> None:
    async with device(sandbox) as ada:
        await ada.says("listen", token=access_token(sandbox.settings, "ada", **how))
        assert (await ada.hears("error"))["error"]["code"] == code
        await ada.says("register", media={"audio": True})
        assert (await ada.hears("error"))["error"]["code"] == 31204


FORGED = [
    ("no token at all", lambda claims: "nonsense"),
    ("of another account", lambda claims: {**claims, "sub": "AC" + "0" * 32}),
    ("of another key", lambda claims: {**claims, "iss": "SK" + "0" * 32}),
    ("without a voice grant", lambda claims: {**claims, "grants": {"identity": "ada"}}),
    ("without an identity", lambda claims: {**claims, "grants": {"voice": {"incoming": {"allow": True}}}}),
]


@pytest.mark.parametrize("forge", [row[1] for row in FORGED], ids=[row[0] for row in FORGED])
async def test_a_token_must_be_ours_whole(sandbox: Sandbox, forge: Any) -> None:
    good = access_token(sandbox.settings, "ada")
    secret = sandbox.settings.api_secret
    claims = jwt.decode(good, secret, algorithms=["HS256"])
    made = forge(claims)
    token = made if isinstance(made, str) else jwt.encode(made, secret, headers={"cty": "twilio-fpa;v=1"})
    async with device(sandbox) as ada:
        await ada.says("listen", token=token)
        assert (await ada.hears("error"))["error"]["code"] == 31204


async def test_a_token_without_incoming_calls_does_not_register(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.says("listen", token=access_token(sandbox.settings, "ada", incoming=False))
        await ada.hears("connected")
        await ada.says("register", media={"audio": True})
        assert (await ada.hears("error"))["error"]["code"] == 31204
        assert sandbox.carrier.softphones.identities() == ()


async def test_a_token_that_runs_out_ends_the_registration_and_a_new_one_renews_it(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada", ttl=1))
        assert (await ada.hears("error"))["error"]["code"] == 31205
        assert sandbox.carrier.softphones.identities() == ()
        await ada.registers(access_token(sandbox.settings, "ada"))
        assert sandbox.carrier.softphones.identities() == ("ada",)


async def test_registering_again_is_harmless_and_unregistering_answers_offline(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada"))
        await ada.says("register", media={"audio": True})
        await ada.hears("ready")
        assert len(sandbox.carrier.softphones.of("ada")) == 1
        await ada.says("register", media={"audio": False})
        await ada.hears("offline")
        assert sandbox.carrier.softphones.of("ada") == ()


async def test_the_server_is_heard_from_often_enough(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.HEARTBEAT_EVERY_S < 15, "the SDK gives up after 15 s of silence"
    monkeypatch.setattr(routes, "HEARTBEAT_EVERY_S", 0.05)
    async with device(sandbox) as ada, asyncio.timeout(5):
        assert await ada.socket.recv() == "\n"
        await ada.socket.send("\n")
        assert await ada.socket.recv() == "\n"


async def test_a_call_rings_with_its_parameters_and_is_answered_with_sound(sandbox: Sandbox) -> None:
    person = Person(700)
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada"))
        sid = await ring(sandbox)
        invite = await ada.hears("invite")
        assert invite["callsid"] == invite["parameters"]["CallSid"] == sid
        assert invite["parameters"]["To"] == "client:ada"
        assert invite["parameters"]["From"] == sandbox.settings.number
        assert invite["parameters"]["Params"] == "contact=c1&epoch=7"
        assert " typ host" in invite["sdp"], "the offer carries where to find us"
        await ada.says("answer", callsid=sid, sdp=without_candidates(await person.answers(invite["sdp"])))
        await until(lambda: sandbox.carrier.lines[sid].call.conference != "")
        await ada.says("dtmf", callsid=sid, dtmf="5")
        await ada.says("hangup", callsid=sid)
        await until(lambda: sandbox.carrier.lines[sid].call.over)
    await person.leaves()


def without_candidates(sdp: str) -> str:
    """As the SDK answers: it does not wait for its own."""
    return "".join(line for line in sdp.splitlines(keepends=True) if not line.startswith("a=candidate"))


async def until(true: Any) -> None:
    async with asyncio.timeout(8):
        while not true():
            await asyncio.sleep(0.02)


async def test_a_rejected_call_is_busy(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada"))
        sid = await ring(sandbox)
        await ada.hears("invite")
        await ada.says("reject", callsid=sid)
        await until(lambda: sandbox.carrier.lines[sid].call.status == "busy")


async def test_a_call_that_is_taken_back_is_cancelled_on_the_device(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada"))
        sid = await ring(sandbox)
        await ada.hears("invite")
        await sandbox.rest(f"Calls/{sid}", Status="canceled")
        assert (await ada.hears("cancel"))["callsid"] == sid


async def test_every_tab_of_one_agent_rings_and_the_first_to_answer_has_it(sandbox: Sandbox) -> None:
    person = Person(700)
    async with device(sandbox) as first, device(sandbox) as second:
        for tab in (first, second):
            await tab.registers(access_token(sandbox.settings, "ada"))
        sid = await ring(sandbox)
        await first.hears("invite")
        invite = await second.hears("invite")
        await second.says("answer", callsid=sid, sdp=await person.answers(invite["sdp"]))
        assert (await first.hears("cancel"))["callsid"] == sid
        await until(lambda: sandbox.carrier.lines[sid].call.status == "in-progress")
        await sandbox.rest(f"Calls/{sid}", Status="completed")
        assert (await second.hears("hangup"))["callsid"] == sid
    await person.leaves()


async def test_a_device_whose_connection_blinked_takes_its_call_up_again(sandbox: Sandbox) -> None:
    person = Person(700)
    token = access_token(sandbox.settings, "ada")
    async with device(sandbox) as ada:
        await ada.registers(token)
        sid = await ring(sandbox)
        invite = await ada.hears("invite")
        await ada.says("answer", callsid=sid, sdp=await person.answers(invite["sdp"]))
        await until(lambda: sandbox.carrier.lines[sid].call.conference != "")
    async with device(sandbox) as again:
        await again.registers(token)
        await again.says("invite", callsid=sid, reconnect=invite["reconnect"], sdp="", twilio={})
        assert (await again.hears("answer"))["callsid"] == sid
        assert not sandbox.carrier.lines[sid].call.over
        await sandbox.rest(f"Calls/{sid}", Status="completed")
        assert (await again.hears("hangup"))["callsid"] == sid
    await person.leaves()


async def test_a_device_that_never_comes_back_ends_its_call(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.signalling.exchange.GRACE_S", 0.3)
    person = Person(700)
    async with device(sandbox) as ada:
        await ada.registers(access_token(sandbox.settings, "ada"))
        sid = await ring(sandbox)
        invite = await ada.hears("invite")
        await ada.says("answer", callsid=sid, sdp=await person.answers(invite["sdp"]))
        await until(lambda: sandbox.carrier.lines[sid].call.conference != "")
    await until(lambda: sandbox.carrier.lines[sid].call.over)
    await person.leaves()


async def test_nobody_takes_up_a_call_that_is_not_theirs(sandbox: Sandbox) -> None:
    person = Person(700)
    async with device(sandbox) as ada, device(sandbox) as bob:
        await ada.registers(access_token(sandbox.settings, "ada"))
        await bob.registers(access_token(sandbox.settings, "bob"))
        sid = await ring(sandbox)
        invite = await ada.hears("invite")
        await ada.says("answer", callsid=sid, sdp=await person.answers(invite["sdp"]))
        await bob.says("invite", callsid=sid, reconnect=invite["reconnect"], sdp="", twilio={})
        assert (await bob.hears("hangup"))["callsid"] == sid
        assert not sandbox.carrier.lines[sid].call.over
    await person.leaves()


async def test_noise_is_ignored(sandbox: Sandbox) -> None:
    async with device(sandbox) as ada:
        for text in ("", "{", "[]", '{"type": 3}', '{"type": "answer", "payload": null}'):
            await ada.socket.send(text)
        assert (await ada.hears("error"))["error"]["code"] == 31204, "an answer before a token"
        await ada.registers(access_token(sandbox.settings, "ada"))
        for kind in ("answer", "reject", "hangup", "dtmf", "unheard-of"):
            await ada.says(kind, callsid="CA0", sdp="", dtmf="1")
        await ada.says("message", callsid="CA0", voiceeventsid="KX1", content="{}")
        assert (await ada.hears("ack"))["voiceeventsid"] == "KX1"
