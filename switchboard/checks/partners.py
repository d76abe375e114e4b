"""The specialists' systems that referrals go to, and the pages."""

from collections.abc import Iterator
from functools import partial

from config.settings import Settings
from switchboard.checks.finding import START, Finding, fine, note, tried, wrong
from switchboard.failing import Stopped
from switchboard.house import pages_are_built


def partners(settings: Settings) -> Iterator[Finding]:
    """Mail and Open311."""
    from referrals.open311 import Open311
    from runtime.ways_out import relay_of

    start = START if settings.sandbox else ""
    if not settings.smtp_url:
        yield wrong("Mail", "SMTP_URL is not set: referrals by mail wait", "Set SMTP_URL to your mail server.")
    else:
        advice = "Start the mail server, or correct SMTP_URL, SMTP_TOKEN or SMTP_OAUTH."
        yield from tried("Mail", relay_of(settings).check, advice, away=start)
    yield from _emails(settings)
    if not settings.open311_url:
        yield wrong("Open311", "OPEN311_URL is not set: highways referrals wait", "Set OPEN311_URL.")
    else:
        highways = Open311(
            url=settings.open311_url, api_key=settings.open311_api_key, jurisdiction=settings.open311_jurisdiction
        )
        yield from tried("Open311", highways.check, "Ask the partner, or correct OPEN311_URL.", away=start)
        highways.close()


def letters_and_texts(settings: Settings) -> Iterator[Finding]:
    """GOV.UK Notify where it is used, and the folder that letters are laid into where it is not."""
    from channels.letter.outbound import LetterFolder
    from runtime.ways_out import notify_of

    notify = notify_of(settings)
    if notify is not None:
        yield from tried("Notify", notify.check, "Correct NOTIFY_API_KEY, or NOTIFY_BASE_URL.")
        if not (settings.notify_sms_template or settings.notify_email_template or settings.notify_letter_template):
            yield note("Notify", "nothing leaves by it", "Name a template of its, see docs/notify.md.")
        elif not settings.notify_callback_token:
            yield note("Notify", "is asked every five minutes what became of things", "Set NOTIFY_CALLBACK_TOKEN.")
    if not settings.notify_letter_template:
        folder = LetterFolder(settings.outgoing_post_folder)
        yield from tried("Letters", folder.check, "Correct OUTGOING_POST_FOLDER, or who may write to it.")


def _emails(settings: Settings) -> Iterator[Finding]:
    """Whether what residents write can be answered."""
    from channels.email.imap import opens
    from runtime.ways_out import mailboxes_in

    if not settings.mailboxes:
        return
    if settings.notify_email_template and not all(box.notify_reply_to for box in settings.mailboxes):
        yield note("Emails", "answers to some go to Notify's default reply-to address", "Set `notify_reply_to`.")
    for box in mailboxes_in(settings):
        yield from tried("Mailbox", partial(opens, box), "Correct its entry in MAILBOXES: its emails wait.")
    if settings.mail_from.lower() not in {box.address.lower() for box in settings.mailboxes}:
        yield note("MAIL_FROM", "is none of MAILBOXES: nobody here sees when a referral by mail comes back")


def pages(settings: Settings) -> Iterator[Finding]:
    """The built front end, and the address that people and Twilio use."""
    try:
        pages_are_built(settings)
        yield fine("Pages", "built")
    except Stopped as error:
        yield wrong("Pages", str(error), "Run `make install`.")
    if settings.sandbox:
        yield note("Carrier", "no Twilio account is set: the sandbox carrier is used; no real call is made")
    elif not settings.public_url.startswith("https://"):
        yield wrong("PUBLIC_URL", f"is {settings.public_url}", "Use https://: browsers give no microphone without it.")
    else:
        yield fine("PUBLIC_URL", settings.public_url)
