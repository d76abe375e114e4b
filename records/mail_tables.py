"""Tables of mail: who tends a mailbox and how that goes; what could not be read; envelopes; where nothing arrives."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from records.columns import Json, Moment, Words
from records.shapes import may, metadata, must, of, table

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("division", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    may("lease_by", Text),
    may("lease_until", Moment),
    may("problem"),
    may("problem_since", Moment),
)

quarantined = table(
    "quarantined",
    must("mailbox"),
    must("reason"),
    must("path", Text),
    must("size", BigInteger),
    must("at", Moment),
    may("settled_by", Text),
    may("settled_at", Moment),
    UniqueConstraint("division", "mailbox", "path"),
)

mails = Table(
    "mails",
    metadata,
    Column("division", Text, primary_key=True),
    Column("id", Text, ForeignKey("messages.id"), primary_key=True),
    of("contact_id", "contacts", must=True),
    must("mailbox"),
    must("mail_id"),
    must("direction", Text),
    must("subject"),
    must("sender", Json),
    must("reply_to", Json),
    must("to", Json),
    must("cc", Json),
    must("references", Json),
    must("files", Json),
    may("answers", Text),
    must("automatic", Boolean),
    must("at", Moment),
    Index("ix_mails_mail_id", "division", "mail_id"),
    Index("ix_mails_contact", "division", "contact_id", "at"),
)

undeliverable = Table(
    "undeliverable",
    metadata,
    Column("division", Text, primary_key=True),
    Column("address", Words, primary_key=True),
    must("reason"),
    must("at", Moment),
)
