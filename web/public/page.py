"""The frame of a resident's page: the council's name, what went wrong, the content, and what else one can do here."""

import secrets
from collections.abc import Sequence
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from channels.web_form.checking import FormProblem
from web import policy
from web.given import Edge, edge
from web.public.html import Child, Html, el, inner

SHELL: Final = "ask.html"
PLAIN: Final = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Switchboard</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><!--body--></body></html>"""
"""Where the front end has not been built: everything works, and nothing is pretty."""
TITLE: Final = "<title>Switchboard</title>"
HEADERS: Final = {"cache-control": "no-store", "x-robots-tag": "noindex"}


def page(
    request: Request,
    title: str,
    *content: Child,
    problems: Sequence[FormProblem] = (),
    back: str | None = None,
    status: int = 200,
    refresh_s: int | None = None,
    script: str = "ask",
) -> Response:
    """A whole page. With `problems`, its title says so and they stand first, each a link to its input."""
    given = edge(request)
    nonce = secrets.token_urlsafe(16)
    council = given.centre.web_forms.council
    body = [
        el("a", "Skip to the content", href="#content", class_="skip"),
        _head(council["name"]),
        el(
            "main",
            el("a", "Back", href=back, class_="back") if back else None,
            summary(problems) if problems else None,
            *content,
            id="content",
            class_="ask",
            tabindex="-1",
            data_tiles=given.settings.map_tiles_url or None,
            data_lat=council["lat"],
            data_lng=council["lng"],
        ),
        _foot(council["phone"]),
    ]
    shown = f"{'Error: ' if problems else ''}{title} – {council['name']}"
    refresh = el("noscript", el("meta", http_equiv="refresh", content=str(refresh_s))) if refresh_s else Html("")
    head = f"{el('title', shown)}{refresh}"
    html = _shell(given, script).replace(TITLE, head, 1).replace("<!--body-->", inner(body), 1)
    headers = policy.for_page("ask", given.settings, nonce) | HEADERS
    return HTMLResponse(html, status_code=status, headers=headers)


def summary(problems: Sequence[FormProblem]) -> Html:
    """What has to be put right, first on the page and first in the focus."""
    items = [el("li", el("a", each.message, href=f"#{each.input}")) for each in problems]
    return el(
        "div",
        el("h2", "There is a problem", id="problems-title"),
        el("ul", items),
        class_="summary",
        role="alert",
        tabindex="-1",
        aria_labelledby="problems-title",
        data_test="problems",
    )


def _shell(given: Edge, script: str) -> str:
    name = f"{script}.html"
    return given.assets.get(name).body.decode() if given.assets.has(name) else PLAIN


def _head(council: str) -> Html:
    links = (("/ask", "Ask or report"), ("/ask/follow", "Follow a request"), ("/chat", "Chat"))
    return el(
        "header",
        el(
            "div",
            el("a", council, href="/ask", class_="ask-council"),
            el("nav", [el("a", says, href=to) for to, says in links], aria_label="What you can do here"),
            class_="ask-wide",
        ),
        class_="ask-head",
    )


def _foot(phone: str) -> Html:
    return el(
        "footer",
        el(
            "div",
            el("p", "Is somebody in danger? ", el("a", "Call 999", href="tel:999"), "."),
            el("p", "Rather speak with somebody? Call ", el("a", phone, href=f"tel:{phone.replace(' ', '')}"), "."),
            class_="ask-wide",
        ),
        class_="ask-foot",
    )
