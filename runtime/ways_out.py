"""Which way texts and letters leave: by Twilio and a folder, or by GOV.UK Notify where a template of its is named."""

from channels.carrier import Carrier
from channels.letter.by_notify import NotifyLetters
from channels.letter.outbound import LetterFolder, LetterOutbound
from channels.notify import Notify, NotifyAccount
from channels.sms.by_notify import NotifyTexts
from channels.sms.outbound import SmsOutbound
from config.settings import Settings


def notify_of(settings: Settings) -> Notify | None:
    """Our service at Notify, if there is one."""
    if not settings.notify_api_key:
        return None
    return Notify(NotifyAccount(key=settings.notify_api_key, base_url=settings.notify_base_url))


def texts_out(settings: Settings, carrier: Carrier, notify: Notify | None) -> SmsOutbound:
    """By whom texts are sent."""
    if notify is None or not settings.notify_sms_template:
        return SmsOutbound(carrier, public_url=settings.public_url)
    return NotifyTexts(carrier, notify, public_url=settings.public_url, template=settings.notify_sms_template)


def letters_out(settings: Settings, notify: Notify | None) -> LetterOutbound:
    """By whom letters are printed."""
    if notify is None or not settings.notify_letter_template:
        return LetterFolder(settings.outgoing_post_folder)
    return NotifyLetters(notify, template=settings.notify_letter_template, postage=settings.notify_postage)
