"""Progress told by webhook: fired in order, not waited for; arrival order is the network's, as with Twilio."""

from collections.abc import Mapping
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

import httpx

from sandbox.carrier.call import Call, Direction
from sandbox.carrier.deliver import Target, WebhookFailed
from sandbox.carrier.states import Status

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

EVENT: Final[dict[Status, str]] = {
    Status.RINGING: "ringing",
    Status.IN_PROGRESS: "answered",
    Status.COMPLETED: "completed",
    Status.BUSY: "completed",
    Status.FAILED: "completed",
    Status.NO_ANSWER: "completed",
    Status.CANCELED: "completed",
}


def notify(
    carrier: "Carrier",
    target: Target,
    params: Mapping[str, str],
    *,
    sid: str,
    jar: httpx.Cookies | None = None,
    voice: bool = True,
) -> None:
    """Sends and goes on. A failure is a problem for the log, nothing more."""

    async def deliver() -> None:
        try:
            await carrier.webhooks.send(target, list(params.items()), jar=jar, voice=voice)
        except WebhookFailed as failed:
            carrier.problems.add(failed.code, f"A status callback failed: {failed}", url=target.url, sid=sid)

    carrier.background(deliver())


def progress(carrier: "Carrier", call: Call) -> None:
    """The call has just entered its state."""
    event = EVENT.get(call.status)
    if event is not None:
        tell(carrier, call, event)


def tell(carrier: "Carrier", call: Call, event: str) -> None:
    """One event, if it was asked for. `initiated` is told by whoever begins to ring."""
    if call.callback is None or event not in call.callback.events:
        return
    params = dict(call.params())
    if event == "initiated" and call.direction is not Direction.INBOUND:
        params["CallStatus"] = "initiated"
    params |= {
        "Timestamp": format_datetime(carrier.clock.now()),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(call.sequence),
    }
    if call.status is Status.COMPLETED:
        params |= {"CallDuration": str(call.seconds), "Duration": str(-(-call.seconds // 60)), **call.recording}
    call.sequence += 1
    notify(carrier, Target(url=call.callback.url, method=call.callback.method), params, sid=call.sid)
