"""What a resident has typed so far, kept for an hour, so that their browser's Back button leads to it.

The life of a draft:
1. Opening a form gives it an address of its own, and the browser a token, for as long as the browser is open.
2. Each page that is posted is kept under both, and answered with the address of the page that follows.
3. Send forgets it, and so does an hour in which nothing was posted.
Whoever has the address without the token, as in the history of a library's computer, sees an empty form. A browser that
takes no cookies, and a live store that is away, cost the Back button and nothing else: a page carries its own answers.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from channels.web_form.checking import FormProblem
from channels.web_form.inbound import ANSWER
from core.errors import Unavailable
from core.service import Service
from web.errors import Turned
from web.given import Edge
from web.public.route import client

COOKIE: Final = "switchboard_form"
LASTS_S: Final = 3600
LONGEST: Final = 32_000
"""Letters of a draft: beyond it a page is answered at once, and is not kept."""
TYPED: Final = (ANSWER, "d-")


class Step(StrEnum):
    """The pages of a form, by the last part of their address."""

    MATTER = "matter"
    DETAILS = "details"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed, the seals of the files that go along, and what is wrong on the page `step`."""

    step: Step
    form: dict[str, str]
    files: tuple[str, ...] = ()
    problems: tuple[FormProblem, ...] = ()

    @property
    def _size(self) -> int:
        return sum(len(each) for each in (*self.form, *self.form.values(), *self.files))

    @property
    def is_kept(self) -> bool:
        """Whether it is of a size that a person types."""
        return self._size <= LONGEST

    def to_dict(self) -> dict[str, Any]:
        """As the live store has it."""
        told = [[each.input, each.message] for each in self.problems]
        return {"step": self.step.value, "form": self.form, "files": list(self.files), "problems": told}

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> "Draft":
        problems = tuple(FormProblem(input=name, message=words) for name, words in value["problems"])
        return cls(step=Step(value["step"]), form=value["form"], files=tuple(value["files"]), problems=problems)


def typed(form: dict[str, str]) -> dict[str, str]:
    """Of all that a page posts, what somebody filled in."""
    return {name: value for name, value in form.items() if name.startswith(TYPED)}


def token_of(request: Request) -> str | None:
    """The browser's own secret; None for one that takes no cookies."""
    token = request.cookies.get(COOKIE, "")
    return token if 20 <= len(token) <= 64 else None


def fresh_token() -> str:
    return secrets.token_urlsafe(24)


def fresh_place() -> str:
    """The end of a form's address."""
    return secrets.token_urlsafe(12)


def name_of(token: str, place: str) -> str:
    """The name of the form at this address in this browser. From the address alone nobody can tell it."""
    return _digest("form", token, place)


def leads(given: Edge, token: str, service: Service, place: str, step: Step) -> Response:
    """To a page of the form. The cookie goes with the browser's last window."""
    response = RedirectResponse(f"/ask/{service.id}/{place}/{step.value}", status_code=303)
    response.headers["cache-control"] = "no-store"
    secure = given.settings.public_url.startswith("https:")
    response.set_cookie(COOKIE, token, path="/ask", secure=secure, httponly=True, samesite="lax")
    return response


async def keep(request: Request, given: Edge, token: str, place: str, draft: Draft) -> bool:
    """Whether it could be kept."""
    if not draft.is_kept:
        return False
    try:
        await given.throttle.drafts(client(request))
        await given.centre.drafts.put(_key(token, place), draft.to_dict(), LASTS_S)
    except (Turned, Unavailable):
        return False
    return True


async def find(given: Edge, token: str, place: str) -> Draft | None:
    """What this browser left there, if it is not over."""
    try:
        found = await given.centre.drafts.get(_key(token, place))
    except Unavailable:
        return None
    return Draft.from_dict(found) if found else None


async def forget(given: Edge, token: str, place: str) -> None:
    """Nothing that was typed is shown again."""
    try:
        await given.centre.drafts.drop(_key(token, place))
    except Unavailable:
        return


def _key(token: str, place: str) -> str:
    return "form:" + _digest("draft", token, place)


def _digest(*what: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256("\0".join(what).encode()).digest()[:24]).decode()
