"""Scan-to-mail: what a scanner sends to a mailbox of its own is post, read and queued as what lies in the folder is.

An email in which there is no scan is an email, whoever wrote to that address. So is one that holds more than scans and
a few words: other files, or a text that is longer than stands with a letter. It is kept as both: nothing is lost.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog

from centre.kept_letters import note
from centre.mail_keeping import Arrived, File
from channels.letter.inbound import Scan
from channels.letter.whole import is_a_scan
from records.tx import Tx

log = structlog.get_logger()

COVERING: Final = "covering"
"""What was written in the email, as the letter's facts have it."""
COVERING_AT_MOST: Final = 500


def scans_of(arrived: Arrived) -> list[File]:
    """The files of a message that are scans. Pictures that its text shows, such as a maker's sign, are none."""
    came = zip(arrived.mail.attachments, arrived.files[1:], strict=True)
    return [file for attached, file in came if not attached.inline and is_a_scan(attached.content)]


def says_more(arrived: Arrived, scans: Sequence[File]) -> bool:
    """Whether there is more in it than stands with its letters."""
    mail = arrived.mail
    files = [each for each in mail.attachments if not each.inline]
    return len(files) > len(scans) or len(mail.text.strip()) + len(mail.quoted.strip()) > COVERING_AT_MOST


def note_all(tx: Tx, arrived: Arrived, scans: Sequence[File]) -> bool:
    """A row for each, to be read by a worker with the next sweep of the outbox. Whether any is new."""
    text = arrived.mail.text.strip()[:COVERING_AT_MOST]
    whole = arrived.files[0]
    mail = {"path": whole.path, "sha256": whole.sha256, "size": whole.size, "shared": len(scans) > 1}
    noted = [
        note(
            tx,
            Scan(
                path=Path(each.path),
                place=f"{arrived.box.address}/{each.name}",
                key=f"{arrived.key}:{number}",
                modified_s=arrived.at.timestamp(),
                said={COVERING: text} if text else {},
            ),
            each.sha256,
            each.size,
            arrived.at,
            mail=mail,
        )
        for number, each in enumerate(scans)
    ]
    log.info("post_came_by_mail", scans=len(noted))
    return any(fresh for _, fresh in noted)
