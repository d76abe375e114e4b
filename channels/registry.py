"""Every channel that is built. What one can do is what its folder holds: a missing file is a missing ability."""

from importlib.util import find_spec

from core.channel import Channel

CHANNELS: dict[Channel, str] = {
    Channel.PHONE: "channels.phone",
    Channel.SMS: "channels.sms",
    Channel.WHATSAPP: "channels.whatsapp",
    Channel.EMAIL: "channels.email",
    Channel.LETTER: "channels.letter",
    Channel.WEB_FORM: "channels.web_form",
    Channel.CHAT: "channels.chat",
    Channel.WALK_IN: "channels.walk_in",
}
"""The folder of each. A new channel adds its line here; docs/adding-a-channel.md has the whole list."""

ABILITIES = ("inbound", "outbound", "verify")


def abilities(channel: Channel) -> frozenset[str]:
    """Which of the three files the channel's folder holds; empty when the channel is not built."""
    folder = CHANNELS.get(channel)
    if folder is None:
        return frozenset()
    return frozenset(name for name in ABILITIES if find_spec(f"{folder}.{name}") is not None)
