"""What a caller hears when something of ours fails while they are on the line: never silence, never a dead end.

1. The store is away: "one moment", five seconds, and the same request again, with the keys or the recording that
   it carried. The contact is in the record already, so nothing is pretended.
2. Something broke in the menu: past the menu, straight to whoever can help (`/phone/fallback`).
3. In the queue, or on hold: music; the carrier asks again by itself.
4. After two minutes of trying: an apology, when to call again, and 999 for emergencies.

Plain documents without any store, menu or settings behind them, so that they cannot fail as well.
"""

from collections.abc import Mapping
from typing import Final

from channels.phone import twiml
from channels.phone.addresses import PhoneAddresses

AGAIN: Final = "again"
"""The query name that counts how often a caller was asked to hold on."""
MOST_TIMES: Final = 24
WAIT_S: Final = 5
KEPT: Final = ("Digits", "QueueResult", "QueueTime", "RecordingUrl", "RecordingSid", "RecordingDuration")
"""What the carrier told us once only and a redirect would lose. Not speech: a caller's words belong in no address."""

ONE_MOMENT: Final = "One moment, please. We will be with you shortly."
PUTTING_THROUGH: Final = (
    "I am sorry, something went wrong at our end. We are putting you through to somebody who can help."
)


def again(addresses: PhoneAddresses, name: str, form: Mapping[str, str], query: Mapping[str, str]) -> str:
    """Holds the caller for a few seconds and repeats the request; the apology when that has been tried enough."""
    times = int(query.get(AGAIN, "0")) if query.get(AGAIN, "0").isdigit() else MOST_TIMES
    if times >= MOST_TIMES:
        return twiml.sorry()
    carried = dict(query) | {name: form[name] for name in KEPT if form.get(name)} | {AGAIN: str(times + 1)}
    words = ONE_MOMENT if times % 4 == 0 else ""
    return twiml.say_and_go_on(words, to=addresses.at(name, **carried), pause_s=WAIT_S)


def past_the_menu(addresses: PhoneAddresses, query: Mapping[str, str]) -> str:
    """Tells the caller that they are being put through, and does."""
    carried = {name: query[name] for name in ("contact", AGAIN) if name in query}
    return twiml.say_and_go_on(PUTTING_THROUGH, to=addresses.at("fallback", **carried))
