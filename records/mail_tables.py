"""Tables of fetched mail: who tends a mailbox and how that goes; what could not be read."""

from sqlalchemy import BigInteger, Column, Table, Text, UniqueConstraint

from records.columns import Moment
from records.shapes import may, metadata, must, table

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
