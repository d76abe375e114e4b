"""X-Twilio-Signature, made from its description (CARRIER §2.1) and from nothing else."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import SplitResult, urlsplit, urlunsplit

Params = Iterable[tuple[str, str]]


def signature(token: str, url: str, params: Params = ()) -> str:
    """HMAC-SHA1 of the address and, for a form, its sorted names and values, in base64."""
    text = url + "".join(_folded(params))
    digest = hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _folded(params: Params) -> Iterable[str]:
    """Names in ASCII order; the values of a repeated name once each, in order."""
    for name, pairs in groupby(sorted(params), key=lambda pair: pair[0]):
        yield from (name + value for value in sorted({value for _, value in pairs}))


def signed_url(url: str, *, voice: bool) -> str:
    """The address as it is signed: no fragment, no user, no port for voice over https."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    keep_port = parts.port is not None and not (voice and parts.scheme == "https")
    place = f"{host}:{parts.port}" if keep_port else host
    return urlunsplit(SplitResult(parts.scheme, place, parts.path, parts.query, ""))


def body_digest(body: bytes) -> str:
    """What `bodySHA256` says of a JSON body."""
    return hashlib.sha256(body).hexdigest()
