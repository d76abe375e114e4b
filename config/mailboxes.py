"""One entry of MAILBOXES, checked. Opening it is the business of `runtime`."""

from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class Mailbox(BaseModel):
    """A mailbox that residents write to. With no `user`, the address logs in; with no `port`, the usual one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    address: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    host: str = Field(min_length=1)
    user: str = ""
    password: str = Field("", repr=False)
    token: str = Field("", repr=False)
    port: int = Field(0, ge=0, le=65535)
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = Field("INBOX", min_length=1)
    done: str = "Switchboard"
    plus: bool = False

    @model_validator(mode="before")
    @classmethod
    def _usual(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        usual = {"user": given.get("address"), "port": 993 if given.get("security", "tls") == "tls" else 143}
        return usual | {name: value for name, value in given.items() if value not in (None, "") or name == "done"}

    @model_validator(mode="after")
    def _with_a_way_in(self) -> Self:
        if not (self.password or self.token):
            raise ValueError("a mailbox needs a password or a token")
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError("a password is not sent over the network without encryption")
        if self.folder == self.done:
            raise ValueError("mail cannot be moved to where it is")
        return self
