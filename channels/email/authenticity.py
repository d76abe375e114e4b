"""Whether a mail server found that a message is not from where it says (DMARC, RFC 7489), in Authentication-Results
(RFC 8601).

Anybody can write that field. Only what the mailbox's own server says counts, under its own name, and of that the
topmost.
"""

import re
from typing import Final

from channels.email.headers import Headers

FIELDS_AT_MOST: Final = 50
FIELD_AT_MOST: Final = 8_192

_COMMENT: Final = re.compile(r"\([^()]*\)")
_FAILED: Final = re.compile(r";\s*dmarc\s*=\s*fail\b", re.IGNORECASE)


def failed_at(headers: Headers) -> frozenset[str]:
    """The names, in small letters, under which servers say that the sender's domain disowns the message."""
    said: dict[str, bool] = {}
    for value in headers.every("authentication-results")[:FIELDS_AT_MOST]:
        plain = _COMMENT.sub(" ", value[:FIELD_AT_MOST])
        name = plain.partition(";")[0].split()
        if name:
            said.setdefault(name[0].lower(), bool(_FAILED.search(plain)))
    return frozenset(name for name, failed in said.items() if failed)
