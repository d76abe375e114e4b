"""A resident in a browser that runs no script: reads a page, fills its form in, presses a button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx

File = tuple[str, bytes]
NOTHING: Mapping[str, str] = {}


@dataclass
class Page(HTMLParser):
    """What a page says, and the first form in it."""

    words: list[str] = field(default_factory=list)
    inputs: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    action: str = ""
    _forms: int = 0
    _area: str | None = None

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.ids.append(told["id"])
        match tag:
            case "form":
                self._forms += 1
                self.action = self.action or told.get("action", "")
            case "a":
                self.links.append(told.get("href", ""))
            case "button":
                self.buttons.append((told.get("name", ""), told.get("value", "")))
            case "textarea" if self._forms == 1:
                self._area = told["name"]
                self.inputs.append((told["name"], ""))
            case "input" if self._forms == 1:
                self._input(told)

    def _input(self, told: dict[str, str]) -> None:
        kind = told.get("type")
        if kind in ("radio", "checkbox"):
            self.choices.setdefault(told["name"], []).append(told["value"])
        if kind != "file" and (kind not in ("radio", "checkbox") or "checked" in told):
            self.inputs.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, before = self.inputs[-1]
            self.inputs[-1] = (name, before + data.removeprefix("\n"))
        elif data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def title(self) -> str:
        return self.words[0]


class Visitor:
    """One browser. Cookies are kept as a browser keeps them."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.page = Page()
        self.status = 0
        self.path = ""

    async def opens(self, path: str) -> Page:
        return self._shown(await self.http.get(path, follow_redirects=True))

    async def presses(self, go: str = "", filled: Mapping[str, str] = NOTHING, files: Sequence[File] = ()) -> Page:
        """Fills in and presses the button whose value is `go`."""
        posted = [(name, value) for name, value in self.page.inputs if name not in filled] + list(filled.items())
        parts = [(name, (None, value.encode())) for name, value in [*posted, ("go", go)]]
        sent = [("files", (name, content)) for name, content in files]
        answer = await self.http.post(self.page.action or self.path, files=[*parts, *sent], follow_redirects=True)
        return self._shown(answer)

    def _shown(self, answer: httpx.Response) -> Page:
        self.status, self.path = answer.status_code, urljoin(self.path, answer.url.path)
        self.page = Page()
        self.page.feed(answer.text)
        return self.page
