"""The ways a resident reaches the council, and the bands that order them."""

from enum import StrEnum


class Channel(StrEnum):
    """How a contact came in."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    WEB_FORM = "web_form"
    CHAT = "chat"
    WALK_IN = "walk_in"
    WHATSAPP = "whatsapp"
    VOICEMAIL = "voicemail"
    """A spoken message that somebody has to hear and answer; the call that left it has ended."""


class Band(StrEnum):
    """How pressing a contact is before its due time is looked at. `rank` 0 goes first."""

    LIVE = "live"
    STANDARD = "standard"
    BACKGROUND = "background"

    @property
    def rank(self) -> int:
        return list(Band).index(self)


CHANNEL_BANDS: dict[Channel, Band] = {
    Channel.PHONE: Band.LIVE,
    Channel.CHAT: Band.LIVE,
    Channel.WALK_IN: Band.LIVE,
    Channel.SMS: Band.STANDARD,
    Channel.WHATSAPP: Band.STANDARD,
    Channel.EMAIL: Band.STANDARD,
    Channel.WEB_FORM: Band.STANDARD,
    Channel.VOICEMAIL: Band.STANDARD,
    Channel.LETTER: Band.BACKGROUND,
}
"""The band a channel starts in; routing rules may say otherwise."""
