"""One entry of MAILBOXES, checked. Opening it is the business of `runtime`."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.oauth import LOOPBACK, OAuth


class Mailbox(BaseModel):
    """A mailbox that residents write to. With no `user`, the address logs in; with no `port`, the usual one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    host: str = Field(min_length=1)
    user: str = ""
    password: str = Field("", repr=False)
    token: str = Field("", repr=False)
    oauth: OAuth | None = None
    port: int = Field(0, ge=0, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = Field("INBOX", min_length=1)
    done: str = "Switchboard"
    plus: bool = False
    scans: bool = False
    checked_by: str = Field("", pattern=r"^\S*$")
    notify_reply_to: str = Field("", pattern=r"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$")

    @model_validator(mode="before")
    @classmethod
    def _usual(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        usual = {"user": given.get("address"), "port": 993 if given.get("security", "tls") == "tls" else 143}
        return usual | {name: value for name, value in given.items() if value not in (None, "") or name == "done"}

    @model_validator(mode="after")
    def _with_a_way_in(self) -> Self:
        if not (self.password or self.token or self.oauth):
            raise ValueError("a mailbox needs a password, a token, or what a token is fetched with")
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("a password is not sent over the network without encryption")
        if self.folder == self.done:
            raise ValueError("mail cannot be moved to where it is")
        return self
