"""Masks strong language as the recogniser does: the first letter and stars. Knows only the commonest words."""

import re
from typing import Final

STRONG: Final = re.compile(r"\b(fuck|shit|cunt|wank|twat|bollock)\w*", re.IGNORECASE)


def masked(text: str) -> str:
    return STRONG.sub(lambda found: found.group()[0] + "*" * (len(found.group()) - 1), text)
