"""Every table of the record. Columns are named as the fields of `records.rows` are; every table carries its division.

Ids are text that sorts by time (`core.ids`). No foreign key crosses divisions in practice, because a transaction
is bound to one and writes no other.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)

from records.columns import Json, Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Said in a query word for word as in the index: with the value as a parameter, SQLite would not use the index.
contact_is_open = text("state <> 'closed'")
outbox_is_open = text("state <> 'done'")


def _table(name: str, *parts: Any) -> Table:
    """A table with an id of its own and a division."""
    return Table(name, metadata, Column("id", Text, primary_key=True), _division(), *parts)


def _division() -> Column[str]:
    return Column("division", Text, nullable=False)


def _must(name: str, kind: Any = Words) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _may(name: str, kind: Any = Words) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _of(name: str, table: str, *, must: bool = False) -> Column[str]:
    """A reference to another table's row."""
    return Column(name, Text, ForeignKey(f"{table}.id"), nullable=not must)


def _partial(name: str, where: TextClause, *columns: str) -> Index:
    """An index of the few rows that are still of interest, however many there are."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


people = _table("people", _may("name"), _may("language"), _may("access_needs"), _must("created_at", Moment))

addresses = Table(
    "addresses",
    metadata,
    Column("division", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Words, primary_key=True),
    _must("created_at", Moment),
    Index("ix_addresses_value", "division", "kind", "value"),
)

organisations = _table("organisations", _must("name"), _must("created_at", Moment))

cases = _table(
    "cases",
    _must("reference", Text),
    _of("person_id", "people"),
    _must("service", Text),
    _may("owner"),
    _may("next_action"),
    _may("promised_at", Moment),
    _must("state", Text),
    _must("opened_at", Moment),
    _may("closed_at", Moment),
    UniqueConstraint("division", "reference"),
    Index("ix_cases_person", "division", "person_id", "service", "state"),
)

contacts = _table(
    "contacts",
    _must("channel", Text),
    _must("provider_id", Text),
    _may("from_kind", Text),
    _may("from_value"),
    _must("to"),
    _of("person_id", "people"),
    _of("case_id", "cases"),
    _may("service", Text),
    _must("state", Text),
    _may("outcome", Text),
    _may("agent_id", Text),
    _must("epoch", BigInteger),
    _may("generation", Text),
    _must("band", Text),
    _must("arrived_at", Moment),
    _may("queued_at", Moment),
    _may("due_at", Moment),
    _may("first_offered_at", Moment),
    _may("answered_at", Moment),
    _may("closed_at", Moment),
    _may("referred_at", Moment),
    _must("moved_at", Moment),
    _may("reopened_at", Moment),
    _may("plan", Json),
    _may("rules_version", Integer),
    _must("facts", Json),
    _may("summary"),
    _of("concerns_person_id", "people"),
    _may("relation"),
    _may("authority"),
    _of("organisation_id", "organisations"),
    UniqueConstraint("division", "channel", "provider_id"),
    Index("ix_contacts_person", "division", "person_id", "arrived_at"),
    Index("ix_contacts_concerns", "division", "concerns_person_id", "arrived_at"),
    Index("ix_contacts_case", "division", "case_id"),
    Index("ix_contacts_sender", "division", "from_value", "channel", "arrived_at"),
    _partial("ix_contacts_open", contact_is_open, "division", "arrived_at", "id", "state"),
    # The board counts a day from these three alone, without reading a row.
    Index("ix_contacts_arrived", "division", "arrived_at", "service", "channel"),
    Index("ix_contacts_answered", "division", "answered_at", "service", "channel", "due_at"),
    Index("ix_contacts_closed", "division", "closed_at", "service", "channel", "outcome", "referred_at"),
)

messages = _table(
    "messages",
    _of("contact_id", "contacts", must=True),
    _must("direction", Text),
    _must("text"),
    _must("author"),
    _must("at", Moment),
    _must("status", Text),
    _may("problem"),
    _may("provider_id", Text),
    _may("key", Text),
    UniqueConstraint("division", "provider_id"),
    UniqueConstraint("division", "key"),
    Index("ix_messages_contact", "division", "contact_id", "at"),
)

early_statuses = Table(
    "early_statuses",
    metadata,
    Column("division", Text, primary_key=True),
    Column("provider_id", Text, primary_key=True),
    _must("status", Text),
    _may("problem"),
    _must("at", Moment),
)

documents = _table(
    "documents",
    _of("contact_id", "contacts", must=True),
    _must("name"),
    _must("content_type"),
    _must("size", BigInteger),
    _must("sha256", Text),
    _must("path"),
    _must("at", Moment),
    Index("ix_documents_contact", "division", "contact_id"),
)

offers = Table(
    "offers",
    metadata,
    Column("division", Text, primary_key=True),
    Column("contact_id", Text, primary_key=True),
    Column("generation", Text, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    _must("agent_id", Text),
    _must("state", Text),
    _must("made_at", Moment),
    _may("answered_at", Moment),
    _may("ended_at", Moment),
    _may("reason"),
)

events = Table(
    "events",
    metadata,
    Column("n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    _division(),
    _must("generation", Text),
    _must("sequence", Text),
    _must("type", Text),
    _must("at_ms", BigInteger),
    _may("contact_id", Text),
    _may("agent_id", Text),
    _may("epoch", BigInteger),
    _may("rules_version", Integer),
    _must("facts", Json),
    UniqueConstraint("division", "generation", "sequence"),
    Index("ix_events_contact", "division", "contact_id", "n"),
)

outbox = _table(
    "outbox",
    _must("kind", Text),
    _must("subject_id", Text),
    _must("payload", Json),
    _must("key", Text),
    _must("state", Text),
    _must("attempts", Integer),
    _must("interrupted", Boolean),
    _must("next_at", Moment),
    _may("lease_until", Moment),
    _may("error"),
    _may("result", Json),
    _must("created_at", Moment),
    _may("finished_at", Moment),
    UniqueConstraint("division", "key"),
    _partial("ix_outbox_open", outbox_is_open, "division", "next_at"),
)

referrals = _table(
    "referrals",
    _of("case_id", "cases", must=True),
    _of("contact_id", "contacts"),
    _must("service", Text),
    _must("destination"),
    _must("fields", Json),
    _must("by", Text),
    _must("state", Text),
    _may("partner_reference"),
    _may("problem"),
    _must("created_at", Moment),
    _must("moved_at", Moment),
    _may("acknowledged_at", Moment),
    Index("ix_referrals_case", "division", "case_id"),
    Index("ix_referrals_contact", "division", "contact_id"),
    _partial("ix_referrals_problem", text("problem IS NOT NULL"), "division", "moved_at"),
)

rules = Table(
    "rules",
    metadata,
    Column("division", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    _must("text"),
    _must("by", Text),
    _must("why"),
    _must("at", Moment),
    _may("based_on", Integer),
    _must("compiled_ok", Boolean),
)

accounts = _table(
    "accounts",
    _must("username", Text),
    _must("name"),
    _must("role", Text),
    _must("password_hash", Text),
    _must("skills", Json),
    _must("capacity", Json),
    _must("state", Text),
    _may("reason", Text),
    _must("since", Moment),
    _must("created_at", Moment),
    UniqueConstraint("division", "username"),
)

sessions = _table(
    "sessions",
    _of("account_id", "accounts", must=True),
    _must("door", Text),
    _must("csrf", Text),
    _must("token_hash", Text),
    _must("created_at", Moment),
    _must("expires_at", Moment),
    UniqueConstraint("division", "token_hash"),
    Index("ix_sessions_account", "division", "account_id"),
)

legs = Table(
    "legs",
    metadata,
    Column("division", Text, primary_key=True),
    Column("sid", Text, primary_key=True),
    _may("contact_id", Text),
    _may("party", Text),
    _may("agent_id", Text),
    _may("epoch", BigInteger),
    _must("status", Text),
    _must("sequence", Integer),
    _must("created_at", Moment),
    _may("ended_at", Moment),
    Index("ix_legs_contact", "division", "contact_id"),
    _partial("ix_legs_open", text("ended_at IS NULL"), "division"),
)

places = Table(
    "places",
    metadata,
    Column("division", Text, primary_key=True),
    Column("token_hash", Text, primary_key=True),
    _of("contact_id", "contacts", must=True),
    _must("created_at", Moment),
    _must("expires_at", Moment),
    _may("lat", Float),
    _may("lng", Float),
    _may("note"),
    _may("answered_at", Moment),
)
