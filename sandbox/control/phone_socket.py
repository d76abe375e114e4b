"""`WS /sandbox/phone?number=…`: one phone page. Events of its number go out, what its person does comes in.

Out: `{"type": "hello", number, council, whatsapp, calls, texts}` first, `whatsapp` being whether the council is there;
then `{"type": "call", call}` at every change,
`{"type": "heard", sid, at, kind, text}`, `{"type": "text", text}`, `{"type": "answer", sdp}`,
`{"type": "error", message}`.
In, each with its `type`: `dial {to}`, `press {sid, digits}`, `say {sid, text}`, `hang-up {sid}`, `answer {sid}`,
`reject {sid}`, `text {to, body, media}`, `offer {sdp}`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from sandbox.carrier.carrier import Carrier, NotOurs
from sandbox.carrier.line import Line

router = APIRouter()
Frame = dict[str, Any]


class NotDone(ValueError):
    """A sentence for the page."""


@router.websocket("/sandbox/phone")
async def phone(socket: WebSocket, number: str) -> None:
    carrier: Carrier = socket.app.state.carrier
    await socket.accept()
    with carrier.phones.listening(number) as ear:
        await socket.send_json(_hello(carrier, number))
        telling = asyncio.create_task(_tell(socket, ear))
        try:
            while True:
                await _heed(socket, carrier, number, await socket.receive_json())
        except (WebSocketDisconnect, ValueError):
            pass  # the page is gone, or speaks no JSON; its calls go on until it comes back or hangs up
        finally:
            telling.cancel()


async def _tell(socket: WebSocket, ear: "asyncio.Queue[Frame]") -> None:
    while True:
        await socket.send_json(await ear.get())


def _hello(carrier: Carrier, number: str) -> Frame:
    calls = [line.call.as_json() for line in carrier.lines.values() if line.call.party == number]
    texts = carrier.texts.of(number)
    account = carrier.account
    known = {"number": number, "council": account.number, "whatsapp": bool(account.whatsapp)}
    return {"type": "hello", **known, "calls": calls[-5:], "texts": texts}


async def _heed(socket: WebSocket, carrier: Carrier, number: str, frame: Any) -> None:
    act = ACTS.get(frame.get("type", "")) if isinstance(frame, dict) else None
    try:
        if act is None:
            raise NotDone("This carrier does not know that frame.")
        answer = await act(carrier, number, frame)
    except (NotDone, NotOurs, LookupError) as wrong:
        answer = {"type": "error", "message": str(wrong)}
    if answer is not None:
        await socket.send_json(answer)


def _line(carrier: Carrier, number: str, frame: Frame) -> Line:
    line = carrier.lines.get(str(frame.get("sid")))
    if line is None or line.call.party != number:
        raise NotDone("This phone has no such call.")
    return line


async def _dial(carrier: Carrier, number: str, frame: Frame) -> Frame:
    line = carrier.dial_in(number, str(frame.get("to") or carrier.account.number))
    return {"type": "call", "call": line.call.as_json()}


async def _press(carrier: Carrier, number: str, frame: Frame) -> None:
    _line(carrier, number, frame).press(str(frame.get("digits", "")))


async def _say(carrier: Carrier, number: str, frame: Frame) -> None:
    _line(carrier, number, frame).say(str(frame.get("text", "")))


async def _hang_up(carrier: Carrier, number: str, frame: Frame) -> None:
    _line(carrier, number, frame).hang_up()


async def _answer(carrier: Carrier, number: str, frame: Frame) -> None:
    if not carrier.exchange.picked_up(_line(carrier, number, frame).call.sid):
        raise NotDone("This call is not ringing.")


async def _reject(carrier: Carrier, number: str, frame: Frame) -> None:
    if not carrier.exchange.refused(_line(carrier, number, frame).call.sid):
        raise NotDone("This call is not ringing.")


async def _text(carrier: Carrier, number: str, frame: Frame) -> None:
    """Its own page is told of it as every other page of this number is."""
    to = str(frame.get("to") or carrier.account.number)
    if not carrier.account.owns(to):
        raise NotOurs(f"Nobody here has the number {to}.")
    media = [str(url) for url in frame.get("media") or []]
    carrier.texts.receive(number, to, str(frame.get("body", "")), media)


async def _offer(carrier: Carrier, number: str, frame: Frame) -> Frame:
    return {"type": "answer", "sdp": await carrier.media.negotiate(number, str(frame.get("sdp", "")))}


ACTS: Final[dict[str, Callable[[Carrier, str, Frame], Awaitable[Frame | None]]]] = {
    "dial": _dial,
    "press": _press,
    "say": _say,
    "hang-up": _hang_up,
    "answer": _answer,
    "reject": _reject,
    "text": _text,
    "offer": _offer,
}
