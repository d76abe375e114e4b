"""Whether what is sent again under the same key is the email that was kept, or another. Within one transaction."""

from collections.abc import Sequence

from centre.sending import OTHER_WORDS, same_words
from channels.web_form.files import Upload
from core.errors import AlreadySent
from records.mails import Envelope
from records.rows import Message
from records.tx import Tx


def same_mail(
    tx: Tx,
    known: Message,
    words: str,
    *,
    to: Sequence[str] | None,
    cc: Sequence[str] | None,
    files: Sequence[str],
    uploads: Sequence[Upload],
) -> None:
    """AlreadySent when the kept one has other words, goes to others, or has other files, so that nobody is misled.

    Recipients that nobody chose are those of the message that is answered, and are not compared.
    """
    same_words(known, words)
    kept = tx.mails.of_message(known.id)
    if kept is not None and not (_same_recipients(kept, to, cc) and _same_files(tx, kept, files, uploads)):
        raise AlreadySent(OTHER_WORDS)


def _same_recipients(kept: Envelope, to: Sequence[str] | None, cc: Sequence[str] | None) -> bool:
    went_to, went_cc = ({each.address.lower() for each in field} for field in (kept.to, kept.cc))
    chosen_to, chosen_cc = (None if field is None else {each.strip().lower() for each in field} for field in (to, cc))
    if chosen_to == set():
        # With nobody left in To, those in Cc went there.
        return chosen_cc is None or (chosen_cc == went_to and not went_cc)
    return chosen_to in (None, went_to) and chosen_cc in (None, went_cc)


def _same_files(tx: Tx, kept: Envelope, files: Sequence[str], uploads: Sequence[Upload]) -> bool:
    went = {each: tx.documents.get(each) for each in kept.files}
    names = {(document.sha256, document.name): each for each, document in went.items()}
    sent = {*files, *(names.get((each.sha256, each.name), "") for each in uploads)}
    return sent == went.keys()
