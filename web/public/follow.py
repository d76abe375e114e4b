"""Following a request online: its addresses and pages. A seal keeps the page open for a while: it holds what was asked.

However many contacts a case has, the seal is short: whose resident somebody proved to be is looked up again.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response

from channels.web_form.checking import FormProblem
from core.assurance import Found
from core.errors import NotFound
from web.errors import Turned
from web.given import Edge, Given
from web.public.html import Html, el
from web.public.inputs import Inputs
from web.public.page import page
from web.public.route import PublicRoute, client, own_site

router = APIRouter(prefix="/ask/follow", route_class=PublicRoute)
FOLLOW: Final = "follow"
LASTS: Final = timedelta(minutes=30)
OUT_OF_DATE: Final = "For your safety this page closes after half an hour. Please give your reference again."
Line = Annotated[str, Form(max_length=300)]
Seal = Annotated[str, Form(max_length=2000)]


@router.get("")
async def asked(request: Request, given: Given) -> Response:
    """Which request."""
    await given.throttle.page(client(request))
    return _question(request, "", "")


@router.post("")
async def found(request: Request, given: Given, reference: Line = "", proof: Line = "") -> Response:
    """Where it is, for whoever knows the reference, and as much besides as the service asks for."""
    own_site(request)
    if not reference.strip():
        return _question(request, reference, proof, [FormProblem(input="reference", message="Give your reference.")])
    await given.throttle.asks_after(client(request), reference)
    try:
        known = await given.centre.following.find(reference, proof)
    except NotFound as error:
        lacks = "reference" if proof.strip() else "proof"
        return _question(request, reference, proof, [FormProblem(input=lacks, message=str(error))])
    return await _shown(request, given, known, proof.strip())


@router.post("/withdraw")
async def withdraw(request: Request, given: Given, seal: Seal = "", go: Line = "") -> Response:
    """The resident wants it no more: asked once more, then done."""
    own_site(request)
    await given.throttle.page(client(request))
    told = given.seals.open(FOLLOW, seal, given.clock.now(), LASTS)
    if told is None:
        raise Turned(403, "out_of_date", OUT_OF_DATE)
    known = await given.centre.following.find(told["reference"], told["proof"])
    if go == "sure":
        await given.centre.following.withdraw(known)
    if go in ("sure", "keep"):
        return await _shown(request, given, known, told["proof"])
    return _sure(request, await given.centre.following.view(known), seal)


def _question(request: Request, reference: str, proof: str, problems: list[FormProblem] | None = None) -> Response:
    inputs = Inputs({"reference": reference, "proof": proof}, problems or ())
    return page(
        request,
        "Follow a request",
        el("h1", "Follow or withdraw a request"),
        el(
            "form",
            inputs.line(
                "reference",
                "Your reference",
                hint="Nine digits, such as 482-193-075",
                inputmode="numeric",
                autocomplete="off",
                width="w20",
            ),
            inputs.line(
                "proof",
                "Your telephone number, email address or postcode",
                hint="One that you gave us with it, or called or wrote from. Some requests need only the reference",
                autocomplete="off",
            ),
            el("button", "Show it", class_="button main big", data_test="follow-show"),
            method="post",
            action="/ask/follow",
            novalidate=True,
        ),
        problems=problems or (),
        status=422 if problems else 200,
    )


async def _shown(request: Request, given: Edge, known: Found, proof: str) -> Response:
    view = await given.centre.following.view(known)
    seal = given.seals.seal(FOLLOW, {"reference": view["reference"], "proof": proof}, given.clock.now())
    return page(
        request,
        f"Request {view['reference']}",
        el("p", f"Request {view['reference']}", class_="lede num"),
        el("h1", view["service_label"]),
        el("p", f"You asked on {_day(view['asked_at'])}."),
        el("div", [el("p", each) for each in view["sentences"]], class_="found", data_test="follow-state"),
        _conversation(view) if view["messages"] else None,
        _withdraw_button(seal) if view["may_withdraw"] else None,
        el("p", el("a", "Follow another request", href="/ask/follow")),
    )


def _conversation(view: dict[str, Any]) -> list[Html]:
    said = [
        el(
            "li",
            el("p", f"{each['who']} wrote, {_moment(each['at'])}", class_="hint"),
            el("p", each["text"], class_="words"),
            class_="mine" if each["mine"] else "ours",
        )
        for each in view["messages"]
    ]
    return [el("h2", "What we wrote to each other"), el("ol", said, class_="letters")]


def _withdraw_button(seal: str) -> list[Html]:
    return [
        el("h2", "If you do not need this any more"),
        el(
            "form",
            el("input", type="hidden", name="seal", value=seal),
            el("button", "Withdraw this request", class_="button", data_test="follow-withdraw"),
            method="post",
            action="/ask/follow/withdraw",
        ),
    ]


def _sure(request: Request, view: dict[str, Any], seal: str) -> Response:
    return page(
        request,
        "Withdraw this request?",
        el("h1", "Withdraw this request?"),
        el("p", f"{view['service_label']}, reference {view['reference']}. You can ask again at any time."),
        el(
            "form",
            el("input", type="hidden", name="seal", value=seal),
            el("button", "Yes, withdraw it", name="go", value="sure", class_="button bad big", data_test="follow-sure"),
            el("button", "No, keep it", name="go", value="keep", class_="plain"),
            method="post",
            action="/ask/follow/withdraw",
        ),
    )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B}, {at:%H:%M}"
