"""Pictures and files that people send with their texts: kept here, served at Twilio's own addresses."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sandbox.carrier.sids import Kind, new_sid

if TYPE_CHECKING:
    from sandbox.carrier.carrier import Carrier

KIND: Final = "media"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as a person sends it."""

    content_type: str
    data: bytes


class Pictures:
    """The account's media; each belongs to one message."""

    def __init__(self, carrier: "Carrier") -> None:
        self._carrier = carrier

    def keep(self, message: str, sent: Sent) -> str:
        """Keep a file of a message; the address at which it is served."""
        sid = new_sid(Kind.MEDIA)
        folder = self.path(sid).parent
        folder.mkdir(parents=True, exist_ok=True)
        self.path(sid).write_bytes(sent.data)
        kept = {"sid": sid, "parent_sid": message, "content_type": sent.content_type}
        self._carrier.store.put(KIND, sid, kept)
        settings = self._carrier.settings
        return f"{settings.base_url}/2010-04-01/Accounts/{settings.account_sid}/Messages/{message}/Media/{sid}"

    def path(self, sid: str) -> Path:
        """Where its bytes are."""
        return Path(self._carrier.settings.home) / "media" / sid

    def get(self, sid: str) -> dict[str, Any] | None:
        """A file's own particulars."""
        return self._carrier.store.get(KIND, sid)

    def of(self, message: str) -> list[dict[str, Any]]:
        """A message's files, oldest first."""
        return [kept for kept in self._carrier.store.all(KIND) if kept["parent_sid"] == message]
