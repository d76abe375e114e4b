"""Say, Play and Pause: what the party hears, for as long as it lasts."""

import asyncio
from typing import Final

from sandbox.carrier.deliver import Target, WebhookFailed
from sandbox.carrier.line import Line
from sandbox.carrier.media import DIGITS, MUSIC
from sandbox.carrier.pages import Page, Unusable
from sandbox.carrier.perform import Outcome
from sandbox.twiml import Element

MOST_TIMES: Final = 1000
NOT_SOUND: Final = 13420


async def say(line: Line, verb: Element, page: Page) -> Outcome:
    """Speaks. Loop 0 is until hung up, a thousand times at most."""
    for _ in range(verb.number("loop", 1) or MOST_TIMES):
        line.doing("say")
        line.hear("say", verb.text)
        seconds = await line.carrier.media.say(
            line.call.sid, verb.text, language=verb.get("language", "en-US"), voice=verb.get("voice", "man")
        )
        await lasting(line, seconds)
    return None


async def play(line: Line, verb: Element, page: Page) -> Outcome:
    """A file, or keys."""
    line.doing("play")
    times = verb.number("loop", 1)
    if digits := verb.get("digits"):
        line.hear("play", digits)
        await lasting(line, await line.carrier.media.play(line.call.sid, DIGITS + digits, loop=times or MOST_TIMES))
        return None
    content = await fetched(line, verb, page)
    line.hear("play", page.link(verb.text))
    seconds = await line.carrier.media.play(line.call.sid, page.link(verb.text), loop=times, content=content)
    await lasting(line, seconds)
    return None


async def fetched(line: Line, verb: Element, page: Page) -> bytes:
    """The file's bytes. Its request carries none of the usual parameters. Raises Unusable."""
    url = page.link(verb.text)
    try:
        answer = await line.carrier.webhooks.send(Target(url=url, method="GET"), [], jar=line.call.jar, file=True)
    except WebhookFailed as failed:
        raise Unusable(failed.code, f"<Play>: {failed}") from failed
    if not answer.content_type.startswith("audio/"):
        raise Unusable(NOT_SOUND, f"<Play>: the content type {answer.content_type!r} is no sound.")
    return answer.body


async def pause(line: Line, verb: Element, page: Page) -> Outcome:
    line.doing("pause")
    await line.carrier.clock.sleep(verb.number("length", 1))
    return None


async def lasting(line: Line, seconds: float) -> None:
    """Waits it out; broken off, it falls silent."""
    try:
        await line.carrier.clock.sleep(seconds)
    except asyncio.CancelledError:
        await line.carrier.media.stop(line.call.sid)
        raise


async def music(line: Line) -> None:
    """The default melody, until broken off."""
    line.hear("play", MUSIC)
    await lasting(line, await line.carrier.media.play(line.call.sid, MUSIC, loop=0))
