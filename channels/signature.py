"""Whether a request was signed by the carrier with our auth token, over the address that it was configured to call.

The address is rebuilt from the configured public one, never from the request: behind a proxy a Host header proves
nothing. The rules are Twilio's (CARRIER §2.1); its own library computes them, with a port and without one.
"""

from collections.abc import Iterable

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

HEADER = "X-Twilio-Signature"
Params = Iterable[tuple[str, str]]


class Verifier:
    """Checks signatures for one account and one public address."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._public_url = public_url.rstrip("/")

    def check(self, path_and_query: str, params: Params, signature: str | None) -> bool:
        """Whether a form request is the carrier's. `params` are the form's pairs; repeated names stay repeated."""
        if not signature:
            return False
        return bool(self._validator.validate(self._address(path_and_query), _Form(params), signature))

    def _address(self, path_and_query: str) -> str:
        return f"{self._public_url}/{path_and_query.lstrip('/')}"


class _Form(dict[str, str]):
    """Pairs in the shape the validator reads: a mapping that can give every value of a name."""

    def __init__(self, pairs: Params) -> None:
        super().__init__()
        self._every: dict[str, list[str]] = {}
        for name, value in pairs:
            self[name] = value
            self._every.setdefault(name, []).append(value)

    def getlist(self, name: str) -> list[str]:
        return self._every[name]
