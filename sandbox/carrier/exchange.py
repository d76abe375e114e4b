"""Rings parties and hears from them: softphones, robots and phone pages, all by the same few events.

A party is `client:<identity>` or a number. Whoever is registered for it rings; a page answers for its number by the
control API. A client that nobody is registered for does not answer; a number that nobody holds rings in vain.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from sandbox.carrier import callbacks
from sandbox.carrier.line import Line
from sandbox.carrier.media import Ring, Softphone
from sandbox.carrier.states import Did, Status
from sandbox.carrier.voicemail import answers_after
from sandbox.clock import within

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

RING_BUFFER_S: Final = 5.0


def party(address: str) -> tuple[str, dict[str, str]]:
    """`client:ann?contact=7` is the party `client:ann` with custom parameters."""
    name, _, query = address.partition("?")
    return (name, dict(parse_qsl(query))) if name.startswith("client:") else (address, {})


@dataclass(slots=True, eq=False)
class _Ringing:
    phones: list[Softphone]
    outcome: "asyncio.Future[Did]"
    rejected: list[Softphone] = field(default_factory=list)


class Exchange:
    """The only listener of the softphones' registry."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier
        self._ringing: dict[str, _Ringing] = {}
        self._talking: dict[str, Softphone] = {}
        carrier.softphones.events = self

    async def ring(self, line: Line, *, timeout_s: float, parameters: Mapping[str, str]) -> Did:
        """Rings the line's party: ANSWER, BUSY or NO_ANSWER. The line's state is moved to ringing here, no further."""
        call = line.call
        callbacks.tell(self._carrier, call, "initiated")
        phones = list(self._carrier.softphones.of(call.called.removeprefix("client:")))
        if not phones and call.called.startswith("client:"):
            return Did.NO_ANSWER
        line.move(Did.RING)
        outcome: asyncio.Future[Did] = asyncio.get_running_loop().create_future()
        ringing = self._ringing[call.sid] = _Ringing(phones, outcome)
        ring = Ring(
            call_sid=call.sid,
            account_sid=call.account_sid,
            caller=call.caller,
            called=call.called,
            parameters=dict(parameters),
        )
        try:
            for phone in phones:
                await self._ring_one(phone, ring)
            return await self._answer(line, timeout_s + RING_BUFFER_S, outcome)
        finally:
            del self._ringing[call.sid]
            await self._silence(call.sid, ringing)

    async def _answer(self, line: Line, rings_s: float, outcome: "asyncio.Future[Did]") -> Did:
        """A person's answer, or their voicemail's if it comes before the ringing is over."""
        after = answers_after(line)
        if after is None or after >= rings_s:
            return await within(self._carrier.clock, rings_s, outcome) or Did.NO_ANSWER
        did = await within(self._carrier.clock, after, outcome)
        line.machine = did is None
        return did or Did.ANSWER

    async def _ring_one(self, phone: Softphone, ring: Ring) -> None:
        try:
            await phone.ring(ring)
        except (OSError, RuntimeError):  # its connection broke just now; it will never answer
            self.rejected(ring.call_sid, phone)

    async def _silence(self, call_sid: str, ringing: _Ringing) -> None:
        """All but the one that answered, and those that said no, need ring no longer."""
        winner = self._talking.get(call_sid)
        for phone in ringing.phones:
            if phone is not winner and phone not in ringing.rejected:
                await phone.cancel(call_sid)

    async def closed(self, call_sid: str) -> None:
        """The call is over: the softphone that has not itself hung up is told."""
        phone = self._talking.pop(call_sid, None)
        if phone is not None:
            await phone.hang_up(call_sid)

    # -- what the parties do

    def accepted(self, call_sid: str, phone: Softphone) -> None:
        if self._settle(call_sid, Did.ANSWER):
            self._talking[call_sid] = phone

    def rejected(self, call_sid: str, phone: Softphone) -> None:
        ringing = self._ringing.get(call_sid)
        if ringing is None or phone in ringing.rejected:
            return
        ringing.rejected.append(phone)
        if len(ringing.rejected) == len(ringing.phones):
            self._settle(call_sid, Did.BUSY)

    def picked_up(self, call_sid: str) -> bool:
        """A phone page answers; False when the call is not ringing there."""
        return self._settle(call_sid, Did.ANSWER)

    def refused(self, call_sid: str) -> bool:
        """A phone page declines."""
        return self._settle(call_sid, Did.BUSY)

    def hung_up(self, call_sid: str) -> None:
        self._talking.pop(call_sid, None)
        line = self._carrier.lines.get(call_sid)
        if line is not None and line.call.status is Status.IN_PROGRESS:
            line.hang_up()

    def dtmf(self, call_sid: str, digits: str) -> None:
        line = self._carrier.lines.get(call_sid)
        if line is not None:
            line.press(digits)

    def dial(self, phone: Softphone, parameters: Mapping[str, str]) -> str:
        """A softphone calls out: the account's application says what happens, told the page's own parameters."""
        line = self._carrier.dial_in(f"client:{phone.identity}", parameters.get("To", ""), extra=dict(parameters))
        self._talking[line.call.sid] = phone
        return line.call.sid

    def _settle(self, call_sid: str, did: Did) -> bool:
        ringing = self._ringing.get(call_sid)
        if ringing is None or ringing.outcome.done():
            return False
        ringing.outcome.set_result(did)
        return True
