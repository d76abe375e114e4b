"""The pages of a form: what it is about, who asks, the check before it is sent, and the reference at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import Request, Response

from centre.form_words import FILES, answers, details_rows
from channels.web_form import files
from channels.web_form.checking import FormProblem
from channels.web_form.inbound import ANSWER, About, AnswerBy, Sent, input_of
from core.service import Service
from web.public.html import Child, Html, el
from web.public.inputs import Form, Inputs
from web.public.page import page

Problems = Sequence[FormProblem]
WAYS: Final = (
    (AnswerBy.TEXT, "By text"),
    (AnswerBy.PHONE, "By telephone"),
    (AnswerBy.EMAIL, "By email"),
    (AnswerBy.NONE, "I do not need an answer"),
)
ACCEPT: Final = ",".join(f".{ending}" for ending in files.KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it stands between two pages: what was typed, and the files that wait with it, each under its seal."""

    service: Service
    seal: str
    form: Form
    uploads: tuple[tuple[str, files.Upload], ...] = ()
    sent: Sent = field(default_factory=lambda: Sent(service=""))


def matter(request: Request, filled: Filled, problems: Problems = ()) -> Response:
    """What it is about."""
    service, inputs = filled.service, Inputs(filled.form, problems)
    content = [
        _danger(service),
        [inputs.of(each) for each in service.form],
        _files(filled, inputs),
        _next("Continue"),
    ]
    return _step(request, filled, "matter", service.label, content, problems, back="/ask")


def details(request: Request, filled: Filled, problems: Problems = ()) -> Response:
    """Who asks, and how to answer them."""
    inputs = Inputs(filled.form, problems)
    content = [
        inputs.radios("d-about", "Who is it about?", [(About.ME, "Me"), (About.OTHER, "Somebody else")]),
        el(
            "div",
            inputs.line("d-person", "Their name", autocomplete="off"),
            inputs.line("d-relation", "Who are you to them?", hint="Their daughter or a neighbour, for example"),
            class_="only-other",
        ),
        inputs.radios("d-answer_by", "How should we answer you?", WAYS),
        inputs.line("d-name", "Your name", autocomplete="name", hint="You may leave this out"),
        inputs.line("d-phone", "Telephone number", type="tel", inputmode="tel", autocomplete="tel", width="w20"),
        inputs.line("d-email", "Email address", type="email", autocomplete="email", spellcheck="false"),
        inputs.line(
            "d-postcode",
            "Your postcode",
            autocomplete="postal-code",
            width="w10",
            hint="Your reference and one of these lets you follow the request later",
        ),
        inputs.line(
            "d-needs",
            "Is there anything we should know to help you?",
            hint="Large print, sign language or another language, for example. You may leave this out",
        ),
        _next("Continue"),
        el("button", "Back to your answers", name="go", value="matter", class_="plain"),
    ]
    return _step(request, filled, "details", "About you", content, problems)


def check(request: Request, filled: Filled, problems: Problems = ()) -> Response:
    """Everything once more, each with its way back."""
    rows = [(input_of(each), each.asked, text or "Not given") for each, text in answers(filled.service, filled.sent)]
    if filled.uploads:
        rows.append(("files", FILES, ", ".join(upload.name for _, upload in filled.uploads)))
    content = [
        el("h2", filled.service.label),
        _answers(rows, "matter"),
        el("h2", "About you"),
        _answers(details_rows(filled.sent.details), "details"),
        el("h2", "Now send it"),
        el("p", "By sending it you say that, as far as you know, what you wrote is true."),
        _next("Send", value="send", test="form-send", once=True),
    ]
    return _step(request, filled, "check", "Check your answers", content, problems)


def done(request: Request, told: dict[str, Any]) -> Response:
    """The reference, and what happens now."""
    answered = told["answer_by"] != AnswerBy.NONE
    return page(
        request,
        "We have it",
        el(
            "div",
            el("h1", "We have it. Thank you."),
            el("p", "Your reference is"),
            el("p", told["reference"], class_="reference", data_test="reference"),
            class_="panel",
        ),
        el("h2", "What happens now"),
        el(
            "p",
            "Somebody will read what you wrote. ",
            f"We mean to answer {told['when']}."
            if answered
            else "You asked for no answer, so you will not hear from us.",
        ),
        el("p", "Please write the reference down. It can be said over the telephone: three digits at a time."),
        el("p", el("a", "Follow or withdraw this request", href="/ask/follow"), class_="row"),
        el("p", el("a", "Ask about something else", href="/ask")),
    )


def _step(
    request: Request,
    filled: Filled,
    step: str,
    title: str,
    content: Sequence[Child],
    problems: Problems,
    back: str | None = None,
) -> Response:
    form = el(
        "form",
        # The first button is the one that the Enter key presses.
        el(
            "button",
            "Continue",
            name="go",
            value="send" if step == "check" else "next",
            class_="sr-only",
            tabindex="-1",
            aria_hidden="true",
        ),
        el("input", type="hidden", name="form", value=filled.seal),
        el("input", type="hidden", name="step", value=step),
        [el("input", type="hidden", name="file", value=seal) for seal, _ in filled.uploads],
        _carried(filled, step),
        content,
        method="post",
        action=f"/ask/{filled.service.id}",
        enctype="multipart/form-data",
        novalidate=True,
        data_test=f"form-{step}",
    )
    return page(request, title, el("h1", title), form, problems=problems, back=back, status=422 if problems else 200)


def _carried(filled: Filled, step: str) -> list[Html]:
    """What was typed on the other pages goes along with this one."""
    shown = {"matter": ANSWER, "details": "d-"}.get(step)
    mine = (ANSWER, "d-")
    names = [name for name in filled.form if name.startswith(mine) and not (shown and name.startswith(shown))]
    return [el("input", type="hidden", name=name, value=filled.form[name]) for name in names]


def _danger(service: Service) -> Html | None:
    if not (service.hard or service.calendar == "always"):
        return None
    text = "If someone is in danger now, call 999. Do not wait for an answer to this form."
    return el("p", el("strong", text), class_="warning")


def _files(filled: Filled, inputs: Inputs) -> Html:
    kept = [
        el(
            "li",
            el("span", f"{upload.name} ({_size(upload.size)})"),
            el(
                "button",
                "Remove",
                el("span", f" {upload.name}", class_="sr-only"),
                name="go",
                value=f"drop-{place}",
                class_="plain",
            ),
        )
        for place, (_, upload) in enumerate(filled.uploads)
    ]
    box = el("input", type="file", id="files", name="files", multiple=True, accept=ACCEPT, class_="file")
    return inputs.group(
        "files",
        f"{FILES} (if they help)",
        el("ul", kept, class_="files") if kept else None,
        el("label", "Choose files", for_="files", class_="sr-only"),
        box,
        hint=files.SAID,
    )


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} kB"


def _answers(rows: Sequence[tuple[str, str, str]], step: str) -> Html:
    return el(
        "dl",
        [
            el(
                "div",
                el("dt", question),
                el("dd", text, class_="said"),
                el(
                    "dd",
                    el(
                        "button",
                        "Change",
                        el("span", f" “{question}”", class_="sr-only"),
                        name="go",
                        value=step,
                        class_="plain",
                    ),
                ),
            )
            for _, question, text in rows
        ],
        class_="answers",
    )


def _next(says: str, *, value: str = "next", test: str = "form-next", once: bool = False) -> Html:
    return el("button", says, name="go", value=value, class_="button main big", data_test=test, data_once=once or None)
