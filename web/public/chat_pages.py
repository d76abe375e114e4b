"""The chat's pages: its beginning, the conversation, and what is kept of it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from fastapi import Request, Response

from channels.web_form.checking import FormProblem
from web.public.html import Html, el
from web.public.inputs import Inputs
from web.public.page import page

Problems = Sequence[FormProblem]
AGAIN_S: Final = 30
"""How often the page of somebody who waits is loaded again where no script runs."""


def start(
    request: Request, hours: Mapping[str, Any], seal: str, form: Mapping[str, str], problems: Problems
) -> Response:
    """The first words, while somebody may answer; else when they do, and what can be done now."""
    if not hours["open"]:
        return _closed(request, hours, form)
    inputs = Inputs(form, problems)
    return page(
        request,
        "Chat with us",
        el("h1", "Chat with us"),
        el(
            "p",
            "Somebody from the council answers you here, in writing. We are here ",
            hours["hours"],
            ".",
            class_="lede",
        ),
        el(
            "form",
            el("input", type="hidden", name="seal", value=seal),
            inputs.line("name", "Your name", hint="You may leave this out", autocomplete="name", width="w20"),
            inputs.long("words", "What can we do for you?", hint="Please give no card or bank details"),
            el("button", "Begin the chat", class_="button main big", data_test="chat-begin"),
            method="post",
            action="/chat",
            novalidate=True,
        ),
        problems=problems,
        status=422 if problems else 200,
    )


def _closed(request: Request, hours: Mapping[str, Any], form: Mapping[str, str]) -> Response:
    urgent = [el("a", "tell our duty team at once", href=f"/ask/{service}") for service in hours["urgent"][:1]]
    words = form.get("words", "")
    return page(
        request,
        "The chat is closed",
        el("h1", "The chat is closed just now"),
        el("p", f"We are here {hours['hours']}.", class_="lede", data_test="chat-closed"),
        el("p", "You can ", el("a", "send us a form", href="/ask"), " at any hour, and get an answer."),
        el("p", "If somebody is at risk of harm, ", urgent, ". In danger, call 999.", class_="warning")
        if urgent
        else None,
        [el("h2", "What you wrote"), el("p", words, class_="words found")] if words else None,
    )


def conversation(
    request: Request, view: Mapping[str, Any], problems: Problems = (), words: str = "", *, writes: bool = False
) -> Response:
    """What was written so far, and where to write on. A script takes over what is inside `chat`.

    Who waits has a page that looks again by itself, and one in which they write (`writes`). `words` were not sent.
    """
    over = view["state"] == "ended"
    waits = view["state"] == "waiting" and not (problems or writes)
    return page(
        request,
        "Chat",
        el("h1", "Chat with us"),
        el(
            "div",
            el("p", view["says"], class_="chat-says", role="status", data_test="chat-says"),
            _reference(view),
            el("ol", [_said(each) for each in view["messages"]], class_="letters"),
            None if over else el("p", el("a", "See what is new", href="/chat")),
            _over(words) if over else _waiting() if waits else _writing(problems, words),
            id="chat",
        ),
        problems=problems,
        status=422 if problems else 200,
        refresh_s=AGAIN_S if waits else None,
        script="chat",
    )


def transcript(council: str, view: Mapping[str, Any]) -> str:
    """The same as plain text."""
    reference = f"Reference {view['reference']}" if view["reference"] else ""
    lines = [f"Chat with {council}", reference, ""]
    for each in view["messages"]:
        lines += [f"{each['who']}, {_moment(each['at'])}", each["text"], ""]
    return "\r\n".join(lines)


def _reference(view: Mapping[str, Any]) -> Html | None:
    return el("p", f"Your reference is {view['reference']}.", class_="num") if view["reference"] else None


def _said(message: Mapping[str, Any]) -> Html:
    return el(
        "li",
        el("p", f"{message['who']}, {_moment(message['at'])}", class_="hint"),
        el("p", message["text"], class_="words"),
        class_="mine" if message["mine"] else "ours",
    )


def _waiting() -> list[Html]:
    return [
        el("p", el("a", "Write something more", href="/chat?write=true", class_="button", data_test="chat-write")),
        _ending(),
    ]


def _ending() -> Html:
    return el(
        "form",
        el("button", "End the chat", class_="plain", data_test="chat-end"),
        method="post",
        action="/chat/end",
    )


def _writing(problems: Problems, words: str) -> list[Html]:
    return [
        el(
            "form",
            el("input", type="hidden", name="key", value=secrets.token_urlsafe(8)),
            Inputs({"words": words}, problems).long("words", "Your message", rows=3),
            el("button", "Send", class_="button main big", data_test="chat-send"),
            method="post",
            action="/chat/say",
        ),
        _ending(),
    ]


def _over(words: str) -> list[Html]:
    return [
        *(_unsent(words) if words.strip() else ()),
        el("p", el("a", "Save what was written", href="/chat/transcript", download=True)),
        el("form", el("button", "Begin another chat", class_="button"), method="post", action="/chat/new"),
    ]


def _unsent(words: str) -> list[Html]:
    return [
        el("h2", "This was not sent"),
        el("p", words, class_="words found", data_test="chat-unsent"),
        el(
            "form",
            el("input", type="hidden", name="words", value=words),
            el("button", "Send it with a form", class_="button main", data_test="chat-as-form"),
            method="post",
            action="/chat/as-form",
        ),
    ]


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%H:%M}"
