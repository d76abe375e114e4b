"""Whether WhatsApp is on, and whether there is something to send on it once 24 hours are over.

The sender's own webhook address is set in Twilio's console, and is not among what the account's number tells.
"""

from collections.abc import Iterator

from centre.whatsapp import AGAIN
from channels.phone.addresses import PATIENCE
from config.county import load_county
from config.settings import Settings
from core.errors import ConfigInvalid
from switchboard.checks.finding import Finding, fine, note, wrong

ABOUT = "WhatsApp"
WORDS = "WhatsApp's approved message"


def whatsapp(settings: Settings) -> Iterator[Finding]:
    """Off is fine: then a county works without it."""
    if not settings.twilio_whatsapp_number:
        yield fine(ABOUT, "is off: TWILIO_WHATSAPP_NUMBER is not set")
        return
    yield fine(ABOUT, f"is on, and writes from {settings.twilio_whatsapp_number}")
    if not settings.sandbox:
        address = f"{settings.public_url}/whatsapp/incoming{PATIENCE}"
        yield note(f"{ABOUT}'s webhook", "is set in Twilio's console alone", f"See that it is {address} (method POST).")
    yield from _approved(settings)


def _approved(settings: Settings) -> Iterator[Finding]:
    if not settings.twilio_whatsapp_template:
        fix = "Have a template approved that asks residents to write again, and set TWILIO_WHATSAPP_TEMPLATE."
        yield note(WORDS, "is not there: 24 hours after somebody wrote, nothing can be sent to them", fix)
        return
    try:
        said = load_county(settings.county_folder).council.texts.get(AGAIN)
    except ConfigInvalid:
        # What is wrong with the county is told where the county is looked at.
        return
    if said:
        yield fine(WORDS, "has its words in council.yaml")
    else:
        yield wrong(WORDS, "has no words in council.yaml", f"Give `texts` there a `{AGAIN}`, which says the very same.")
