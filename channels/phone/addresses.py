"""Every address under /phone/ that we hand to the carrier: absolute, on the configured public address."""

from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from ivr import Session

PATIENCE = "#rc=5&rp=ct,rt,5xx"
"""Asks the carrier to try five times more when we do not answer, so that a restart of ours ends no call.

Twilio, "Webhooks connection overrides"; the fragment is neither sent nor signed. Any answer may be asked for twice.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAddresses:
    """`public_url` is where the carrier reaches us. An address names its contact, so that no lookup is needed."""

    public_url: str

    def at(self, name: str, **query: str) -> str:
        """`/phone/<name>` with a query."""
        path = f"{self.public_url.rstrip('/')}/phone/{name}"
        return f"{path}?{urlencode(query)}{PATIENCE}" if query else path

    def step(self, contact: str, session: Session) -> str:
        return self.at("step", contact=contact, **session.to_query())

    def queue_left(self, contact: str, session: Session) -> str:
        return self.at("queue-left", contact=contact, **session.to_query())

    def voicemail(self, contact: str, session: Session) -> str:
        return self.at("voicemail", contact=contact, **session.to_query())

    @property
    def voicemail_unasked(self) -> str:
        """Where a message ends that was left with the carrier, in our place."""
        return self.at("voicemail")

    def recording(self, contact: str) -> str:
        return self.at("recording", contact=contact)

    def wait(self, contact: str) -> str:
        return self.at("wait", contact=contact)

    def hold(self, contact: str) -> str:
        return self.at("hold", contact=contact)

    def conference(self, contact: str) -> str:
        return self.at("conference", contact=contact)

    def status(self, contact: str, party: str, epoch: int | None = None) -> str:
        """`party` is `caller` or `agent-<id>`, as the participant's label."""
        query = {"contact": contact, "party": party}
        return self.at("status", **query, **({} if epoch is None else {"epoch": str(epoch)}))

    @property
    def music(self) -> str:
        return self.at("music.wav")

    def sound(self, url: str) -> str:
        """A sound's address: a path is one of ours."""
        return urljoin(f"{self.public_url.rstrip('/')}/", url)
