"""The first page: find a form by one's own words, or in the list."""

from collections.abc import Sequence

from fastapi import Request, Response

from centre.arrivals import TRIAGE
from core.service import Service
from web.given import edge
from web.public.html import Html, el
from web.public.page import page


def start(request: Request, asked: str, suggested: Sequence[Service]) -> Response:
    """`asked` are the words that were searched for; empty at first."""
    listed = edge(request).centre.web_forms.services()
    groups = [(label, [each for each in services if each.id != TRIAGE]) for label, services in listed]
    unsure = [each for _, services in listed for each in services if each.id == TRIAGE]
    return page(
        request,
        "Ask or report",
        el("h1", "What can we do for you?"),
        el("p", "Say it in your own words, or choose from the list. You need no account.", class_="lede"),
        el(
            "form",
            el("label", "In your own words", for_="q"),
            el(
                "div",
                el(
                    "input",
                    type="search",
                    id="q",
                    name="q",
                    value=asked,
                    maxlength="300",
                    class_="input",
                    autocomplete="off",
                ),
                el("button", "Find", class_="button main", data_test="ask-find"),
                class_="search",
            ),
            method="get",
            action="/ask",
            role="search",
            class_="field",
        ),
        _found(asked, suggested) if asked else None,
        el("h2", "All forms"),
        el("div", [_group(label, services) for label, services in groups if services], class_="groups"),
        [_unsure(each) for each in unsure],
    )


def _found(asked: str, suggested: Sequence[Service]) -> Html:
    if not suggested:
        return el(
            "div",
            el("h2", "We are not sure which form that is"),
            el(
                "p",
                "Choose from the list below, or ",
                _link_to("anything-else/triage", "tell us in your own words"),
                ".",
            ),
            class_="found",
            role="status",
            data_test="ask-found",
        )
    urgent = any(each.hard for each in suggested)
    return el(
        "div",
        el("h2", "This may be it"),
        el("p", el("strong", "If someone is in danger now, call 999."), class_="warning") if urgent else None,
        el("ul", [el("li", _link_to(each.id, each.label)) for each in suggested], class_="links"),
        class_="found",
        role="status",
        data_test="ask-found",
    )


def _group(label: str, services: Sequence[Service]) -> Html:
    links = el("ul", [el("li", _link_to(each.id, each.label)) for each in services], class_="links")
    return el("section", el("h3", label), links)


def _unsure(service: Service) -> list[Html]:
    """Last of all, where nobody takes it for one of the group above it."""
    return [el("h2", "None of these?"), el("p", _link_to(service.id, service.label), class_="links")]


def _link_to(service: str, says: str) -> Html:
    return el("a", says, href=f"/ask/{service}")
