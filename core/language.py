"""Languages that people speak, as tags of BCP 47: a language, then its script and its country where those matter."""

import re
from typing import Final

from core.errors import InvalidInput

_TAG: Final = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
"""The parts of RFC 5646 that say what somebody speaks or reads; its extensions and private words are left out."""


def tag_of(text: str) -> str:
    """A tag as it is written everywhere, `pt-BR` or `zh-Hant`; InvalidInput when it has not that shape."""
    found = _TAG.fullmatch(text.strip())
    if found is None:
        raise InvalidInput("Choose a language from the list.", field="language")
    language, script, region = found.groups(default="")
    return "-".join(part for part in (language.lower(), script.title(), region.upper()) if part)
