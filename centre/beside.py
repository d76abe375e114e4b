"""What stands beside a message in its conversation: the files that came with it, and why one of them is not here.

An email's envelope names its files; a file of a text names its message. What names neither came with the contact.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from centre.sending import PICTURE
from records.mails import Envelope
from records.rows import Document, Message, OutboxRow


def beside_each(
    messages: Iterable[Message],
    envelopes: Iterable[Envelope],
    documents: Iterable[Document],
    missing: Iterable[OutboxRow],
) -> dict[str | None, dict[str, Any]]:
    """By message, `{came, not_kept}`: documents' ids without an email's own original, and a sentence each.

    Under None, what is missing of the contact as a whole; `came` is empty there.
    """
    came: defaultdict[str | None, list[str]] = defaultdict(list)
    not_kept: defaultdict[str | None, list[str]] = defaultdict(list)
    for envelope in envelopes:
        if envelope.direction == "in":
            came[envelope.id] += envelope.files[1:]
    for document in documents:
        if document.message_id is not None:
            came[document.message_id].append(document.id)
    for row in missing:
        if row.kind == PICTURE:
            not_kept[row.payload.get("message")].append(row.error or "")
    ids = (None, *(each.id for each in messages))
    return {of: {"came": came[of], "not_kept": not_kept[of]} for of in ids}
