"""WhatsApp messages that we send, and the carrier's own list of them, from and to the council's sender."""

from channels.carrier import Carrier
from channels.messages_out import MessagesOutbound


class WhatsAppOutbound(MessagesOutbound):
    """Every act on WhatsApp messages. Free words are taken for 24 hours after the resident's last message; a
    `template` at any time."""

    def __init__(self, carrier: Carrier, *, number: str, public_url: str) -> None:
        status_url = f"{public_url.rstrip('/')}/whatsapp/status"
        super().__init__(carrier, number=number, status_url=status_url, scheme="whatsapp")
