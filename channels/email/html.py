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
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "blockquote": {"type"},
    "font": {"color"},
    "*": {"dir", "lang"},
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_DATA_PICTURE: Final = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_REMOTE: Final = re.compile(
    r"<(?:img|video|audio|source|iframe|link|input)\b[^>]*?\s(?:src|href|poster)\s*=\s*[\"']?\s*(?:https?:)?//|background\s*=\s*[\"']?\s*https?:|url\(\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)

REMOTE_LEFT_OUT: Final = "Pictures that would be fetched from elsewhere are left out."
TOO_LONG: Final = "The formatted text is too long to be made safe; its words are shown without its looks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanitised:
    """HTML that is safe to put into a page, and what was left out of it."""

    html: str
    warnings: tuple[str, ...] = ()


def sanitised(html: str) -> Sanitised:
    """`html` with nothing that runs or is fetched; "" when it is too long to be looked at."""
    if len(html) > AT_MOST:
        return Sanitised(html="", warnings=(TOO_LONG,))
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(DROPPED),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return Sanitised(html=clean.strip(), warnings=(REMOTE_LEFT_OUT,) if _REMOTE.search(html) else ())


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """A picture comes from the message or not at all; a link goes to where people go."""
    address = value.strip().lower()
    if tag == "img" and attribute == "src":
        return value if address.startswith("cid:") or _DATA_PICTURE.match(address) else None
    if attribute == "href":
        return None if address.startswith(("data:", "cid:")) else value
    return value
