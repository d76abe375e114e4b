"""Webhooks on the wire: signed, with time-outs, retries, redirects, cookies and size limits. Reads no TwiML.

The life of one delivery:
1. The address's fragment sets its limits (`overrides`); a bad one is an error of its own.
2. Each attempt goes out signed, with the cookies of its call, and the same idempotency token.
3. Redirects are followed up to ten times; a POST becomes a GET without its parameters.
4. A failure that the policy names is tried again after a short pause, all within the total time.
5. Every attempt is kept in `log`, so that a test or the page can see it.
"""

import asyncio
import secrets
import socket
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import httpx

from sandbox.carrier.overrides import BadOverride, Overrides, overrides
from sandbox.carrier.sign import signature, signed_url
from sandbox.carrier.wire import Wire
from sandbox.clock import Clock

Pairs = Sequence[tuple[str, str]]
REDIRECTS: Final = 10
LARGEST: Final = 64 * 1024
LARGEST_FILE: Final = 16 * 1024 * 1024
LOGGED: Final = 500
FIRST_PAUSE_S: Final = 0.25
REDIRECT_STATUSES: Final = frozenset({301, 302, 303, 307, 308})


class WebhookFailed(Exception):
    """No usable answer. `code` is Twilio's number, `kind` what a retry policy calls it."""

    def __init__(self, code: int, sentence: str, kind: str = "") -> None:
        self.code = code
        self.kind = kind
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address and how to ask it."""

    url: str
    method: str = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, and from where in the end."""

    url: str
    status: int
    content_type: str
    body: bytes
    headers: httpx.Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt, as the control API shows it."""

    at: str
    method: str
    url: str
    params: dict[str, str]
    attempt: int
    status: int | None
    code: int | None
    ms: int


class Webhooks:
    """The account's outgoing requests."""

    def __init__(self, clock: Clock, token: str) -> None:
        self._clock = clock
        self._token = token
        self._wire = Wire()
        self._cached: dict[str, Answer] = {}
        self.log: deque[Delivery] = deque(maxlen=LOGGED)

    async def close(self) -> None:
        await self._wire.aclose()

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(delivery) for delivery in self.log]

    async def send(
        self, target: Target, params: Pairs, *, jar: httpx.Cookies | None = None, voice: bool = True, file: bool = False
    ) -> Answer:
        """The answer, of status 2xx. Raises WebhookFailed."""
        try:
            limits = overrides(target.url)
        except BadOverride as bad:
            raise WebhookFailed(bad.code, str(bad)) from bad
        errand = _Errand(target, list(params), jar if jar is not None else httpx.Cookies(), voice, file, limits)
        with self._clock.busy():
            try:
                async with asyncio.timeout(limits.total_s):
                    return await self._with_retries(errand)
            except TimeoutError:
                raise WebhookFailed(11205, f"No answer within {limits.total_s:g} seconds.", "rt") from None

    async def _with_retries(self, errand: "_Errand") -> Answer:
        pause = FIRST_PAUSE_S
        while True:
            errand.attempt += 1
            try:
                return await self._follow(errand)
            except WebhookFailed as failed:
                if errand.attempt > errand.limits.retries or not errand.limits.retry_after(failed.kind):
                    raise
            await asyncio.sleep(pause)
            pause *= 2

    async def _follow(self, errand: "_Errand") -> Answer:
        target, params = errand.target, errand.params
        for _ in range(REDIRECTS + 1):
            answer = await self._attempt(errand, target, params)
            if answer.status not in REDIRECT_STATUSES:
                return _sound(answer, errand)
            target = Target(url=urljoin(target.url, answer.headers.get("location", "")), method="GET")
            params = []
        raise WebhookFailed(11215, f"More than {REDIRECTS} redirects.")

    async def _attempt(self, errand: "_Errand", target: Target, params: Pairs) -> Answer:
        request = self._request(errand, target, params)
        began = asyncio.get_running_loop().time()
        status, code = None, None
        try:
            answer = await self._exchange(request, errand)
            status = answer.status
            return answer
        except WebhookFailed as failed:
            code = failed.code
            raise
        finally:
            self.log.append(
                Delivery(
                    at=self._clock.now().isoformat(),
                    method=target.method,
                    url=target.url,
                    params=dict(params),
                    attempt=errand.attempt,
                    status=status,
                    code=code,
                    ms=round(1000 * (asyncio.get_running_loop().time() - began)),
                )
            )

    def _request(self, errand: "_Errand", target: Target, params: Pairs) -> httpx.Request:
        url, form = _bare(target.url), list(params)
        if target.method == "GET":
            url, form = _with_query(url, params), []
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": signature(self._token, signed_url(url, voice=errand.voice), form),
            "I-Twilio-Idempotency-Token": errand.token,
        }
        body = urlencode(form).encode() if target.method == "POST" else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        headers |= _revalidation(self._cached.get(url) if target.method == "GET" else None)
        try:
            request = httpx.Request(target.method, url, headers=headers, content=body)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise WebhookFailed(11100, "The address cannot be read.") from error
        if request.url.scheme not in ("http", "https") or not request.url.host:
            raise WebhookFailed(11100, "The address must begin with http:// or https:// and name a host.")
        errand.jar.set_cookie_header(request)
        timeout = {"connect": errand.limits.connect_s, "read": errand.limits.read_s}
        request.extensions = {"timeout": timeout, "largest": LARGEST_FILE if errand.file else LARGEST}
        return request

    async def _exchange(self, request: httpx.Request, errand: "_Errand") -> Answer:
        try:
            response = await self._wire.handle_async_request(request)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _failure(error) from error
        largest = request.extensions["largest"]
        if len(response.content) > largest:
            raise WebhookFailed(11750, f"The answer is longer than {largest // 1024} kB.")
        errand.jar.extract_cookies(response)
        return self._remembered(request, response, response.content)

    def _remembered(self, request: httpx.Request, response: httpx.Response, body: bytes) -> Answer:
        """Twilio keeps what it GETs and asks whether it changed; a POST's answer is never kept."""
        url = str(request.url)
        if response.status_code == 304 and url in self._cached:
            return self._cached[url]
        answer = Answer(
            url=url,
            status=response.status_code,
            content_type=response.headers.get("content-type", "").split(";")[0].strip().lower(),
            body=body,
            headers=response.headers,
        )
        if request.method == "GET" and {"etag", "last-modified"} & set(response.headers):
            self._cached[url] = answer
        return answer


@dataclass(slots=True)
class _Errand:
    target: Target
    params: list[tuple[str, str]]
    jar: httpx.Cookies
    voice: bool
    file: bool
    limits: Overrides
    attempt: int = 0
    token: str = ""

    def __post_init__(self) -> None:
        self.token = secrets.token_hex(16)


def _bare(url: str) -> str:
    with suppress(ValueError):
        return urlunsplit(urlsplit(url)._replace(fragment=""))
    raise WebhookFailed(11100, "The address cannot be read.")


def _with_query(url: str, params: Pairs) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(list(params))) if part)
    return urlunsplit(parts._replace(query=query))


def _revalidation(known: Answer | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.headers.get("etag"), "If-Modified-Since": known.headers.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def _failure(error: httpx.TransportError | httpx.DecodingError) -> WebhookFailed:
    if isinstance(error, httpx.ConnectTimeout):
        return WebhookFailed(11205, "Connecting took too long.", "ct")
    if isinstance(error, httpx.TimeoutException):
        return WebhookFailed(11205, "The answer took too long.", "rt")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return WebhookFailed(11100, "The address cannot be used.")
    if _no_such_host(error):
        return WebhookFailed(11210, "The host's name is unknown.", "ct")
    if isinstance(error, httpx.ConnectError):
        return WebhookFailed(11205, "The connection was refused.", "ct")
    return WebhookFailed(11205, "The connection broke.", "rt")


def _no_such_host(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, socket.gaierror):
            return True
        error = error.__cause__ or error.__context__
    return False


def _sound(answer: Answer, errand: _Errand) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    kind = f"{answer.status // 100}xx"
    raise WebhookFailed(11200, f"The answer's status was {answer.status}.", kind)
