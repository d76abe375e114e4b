"""How an access token is got that runs out: checked here, used by `channels`. Its fields stand in JSON."""

from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class OAuth(BaseModel):
    """A refresh token, and where it is exchanged (RFC 6749 §6). `scope` as the service wants it; many want none."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token_url: str = Field(pattern=r"^https?://[^/\s]+/\S*$")
    client_id: str = Field(min_length=1)
    client_secret: str = Field("", repr=False)
    refresh_token: str = Field(min_length=1, repr=False)
    scope: str = ""

    @model_validator(mode="after")
    def _encrypted(self) -> Self:
        url = urlsplit(self.token_url)
        if url.scheme != "https" and url.hostname not in LOOPBACK:
            raise ValueError("a refresh token is not sent over the network without encryption")
        return self
