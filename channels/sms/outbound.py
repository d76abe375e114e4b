"""Texts that we send, and the carrier's own list of texts, from and to the council's number."""

from channels.carrier import Carrier
from channels.messages_out import MessagesOutbound


class SmsOutbound(MessagesOutbound):
    """Every act on texts."""

    def __init__(self, carrier: Carrier, *, public_url: str) -> None:
        status_url = f"{public_url.rstrip('/')}/sms/status"
        super().__init__(carrier, number=carrier.account.number, status_url=status_url)
