"""Everything that the use cases stand on, built once by `runtime` and handed in. Nothing here does anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from centre.notices import Notices
from centre.sql import Sql
from channels.carrier import Carrier
from channels.email.imap import MailboxAccount
from channels.email.outbound import MailOutbound
from channels.letter.outbound import LetterOutbound
from channels.messages_out import MessagesOutbound
from channels.notify import Notify
from channels.phone.addresses import PhoneAddresses
from channels.phone.outbound import PhoneOutbound
from config.county import County
from config.settings import Settings
from core.channel import Channel
from core.clock import Clock
from core.ids import Ids
from live.connection import Live
from referrals.registry import Partners
from router.engine.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The ports below the centre, and the county's own configuration.

    `texts` is by whom texts are sent, and what else the carrier brings as it brings them, where it is set up.
    """

    settings: Settings
    county: County
    clock: Clock
    ids: Ids
    sql: Sql
    live: Live
    engine: Engine
    notices: Notices
    carrier: Carrier
    phone: PhoneOutbound
    texts: Mapping[Channel, MessagesOutbound]
    email: MailOutbound
    post: LetterOutbound
    notify: Notify | None
    partners: Partners
    mailboxes: tuple[MailboxAccount, ...]
    addresses: PhoneAddresses
    surroundings: Mapping[str, Any]
