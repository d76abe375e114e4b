"""HTML, sanitised for a screen; nothing in it is fetched from anywhere, and nothing in it runs.

Remote pictures are left out: fetching one tells its sender that, when and where the message was read.
"""

import re
from dataclasses import dataclass
from typing import Final

import nh3

from channels.email.listed import listed

AT_MOST: Final = 1_500_000
"""Characters that are sanitised; of a longer page only the text is shown."""
DEPTH_AT_MOST: Final = 1_000
"""Elements inside each other: to a parser, each costs a look at all those around it."""

TAGS: Final = listed(
    "a abbr b blockquote br caption center cite code col colgroup dd del div dl dt em figcaption figure font h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th "
    "thead tr tt u ul wbr"
)
DROPPED: Final = frozenset({"script", "style", "title", "template", "noscript"})
"""Elements whose content is not meant to be read."""
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign", "background"},
    "th": {"colspan", "rowspan", "align", "valign", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
    "font": {"color"},
    "table": {"background"},
    "*": {"dir", "lang"},
}
FETCHED: Final = frozenset({"src", "background"})
"""Attributes that a browser fetches without being asked."""
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_DATA_PICTURE: Final = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
REMOTE_LEFT_OUT: Final = "Pictures that would be fetched from elsewhere are left out."
TOO_MUCH: Final = "The formatted text is too long or too deep to be made safe; its words are shown without its looks."

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_ENDED_BY_THE_NEXT: Final = listed(
    "p li td th tr dt dd option br hr img wbr col input meta link area base embed source"
)
"""Elements whose end is mostly not written, or that have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanitised:
    """HTML that is safe to put into a page, and what was left out of it."""

    html: str
    warnings: tuple[str, ...] = ()


def is_too_much(html: str) -> bool:
    """Whether a page is longer or deeper than a parser should be given."""
    if len(html) > AT_MOST:
        return True
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _ENDED_BY_THE_NEXT:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEPTH_AT_MOST:
            return True
    return False


def sanitised(html: str) -> Sanitised:
    """`html` with nothing that runs or is fetched; "" when it is too long to be looked at."""
    if is_too_much(html):
        return Sanitised(html="", warnings=(TOO_MUCH,))
    remote = "url(http" in html.lower()

    def kept(tag: str, attribute: str, value: str) -> str | None:
        """A picture comes from the message or not at all; a link goes to where people go."""
        nonlocal remote
        address = value.strip().lower()
        if attribute == "href":
            return None if address.startswith(("data:", "cid:")) else value
        if attribute not in FETCHED:
            return value
        if attribute == "src" and (address.startswith("cid:") or _DATA_PICTURE.match(address)):
            return value
        remote = remote or "//" in address
        return None

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=kept,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )
    return Sanitised(html=clean.strip(), warnings=(REMOTE_LEFT_OUT,) if remote else ())
