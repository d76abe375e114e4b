"""Which way texts, emails and letters leave: by GOV.UK Notify where a template of its is named, else by Twilio, a mail
server and a folder; and the mailboxes by which emails come."""

from channels.carrier import Carrier
from channels.email.by_notify import NotifyEmails
from channels.email.imap import MailboxAccount
from channels.email.oauth import Grant, Tokens
from channels.email.outbound import EmailOutbound, MailOutbound
from channels.email.relay import MailRelay
from channels.letter.by_notify import NotifyLetters
from channels.letter.outbound import LetterFolder, LetterOutbound
from channels.messages_out import MessagesOutbound
from channels.notify import Notify, NotifyAccount
from channels.sms.by_notify import NotifyTexts
from channels.sms.outbound import SmsOutbound
from channels.whatsapp.outbound import WhatsAppOutbound
from config.oauth import OAuth
from config.settings import Settings
from core.channel import Channel


def notify_of(settings: Settings) -> Notify | None:
    """Our service at Notify, if there is one."""
    if not settings.notify_api_key:
        return None
    return Notify(NotifyAccount(key=settings.notify_api_key, base_url=settings.notify_base_url))


def texts_out(settings: Settings, carrier: Carrier, notify: Notify | None) -> dict[Channel, MessagesOutbound]:
    """By whom texts are sent, and what else leaves by the carrier as they do, by channel."""
    out: dict[Channel, MessagesOutbound] = {Channel.SMS: _sms_out(settings, carrier, notify)}
    number = settings.twilio_whatsapp_number
    if number:
        out[Channel.WHATSAPP] = WhatsAppOutbound(carrier, number=number, public_url=settings.public_url)
    return out


def _sms_out(settings: Settings, carrier: Carrier, notify: Notify | None) -> SmsOutbound:
    if notify is None or not settings.notify_sms_template:
        return SmsOutbound(carrier, public_url=settings.public_url)
    return NotifyTexts(carrier, notify, public_url=settings.public_url, template=settings.notify_sms_template)


def relay_of(settings: Settings) -> MailRelay:
    """The mail server that takes our emails and our referrals."""
    tokens = tokens_of(settings.smtp_oauth, "SMTP_OAUTH")
    return MailRelay(settings.smtp_url, token=settings.smtp_token, tokens=tokens)


def emails_out(settings: Settings, notify: Notify | None) -> MailOutbound:
    """By whom emails to residents are sent."""
    if notify is None or not settings.notify_email_template:
        return EmailOutbound(relay_of(settings))
    reply_to = {box.address: box.notify_reply_to for box in settings.mailboxes}
    return NotifyEmails(notify, template=settings.notify_email_template, reply_to=reply_to)


def mailboxes_in(settings: Settings) -> tuple[MailboxAccount, ...]:
    """Where residents write to."""
    return tuple(
        MailboxAccount(**box.model_dump(exclude={"oauth"}), tokens=tokens_of(box.oauth, "MAILBOXES"))
        for box in settings.mailboxes
    )


def tokens_of(given: OAuth | None, setting: str) -> Tokens | None:
    """The tokens of a grant; nothing is fetched yet."""
    return Tokens(Grant(**given.model_dump(), setting=setting)) if given else None


def letters_out(settings: Settings, notify: Notify | None) -> LetterOutbound:
    """By whom letters are printed."""
    if notify is None or not settings.notify_letter_template:
        return LetterFolder(settings.outgoing_post_folder)
    return NotifyLetters(notify, template=settings.notify_letter_template, postage=settings.notify_postage)
