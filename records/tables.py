"""Every table of the record. Columns are named as the fields of `records.rows` are; every table carries its division.

Ids are text that sorts by time (`core.ids`). No foreign key crosses divisions in practice, because a transaction
is bound to one and writes no other.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from records.columns import Json, Moment, Words
from records.shapes import division, may, must, of, partial, table
from records.shapes import metadata as metadata

# Said in a query word for word as in the index: with the value as a parameter, SQLite would not use the index.
contact_is_open = text("state <> 'closed'")
outbox_is_open = text("state <> 'done'")
message_came_back = text("status IN ('undelivered', 'failed')")

people = table(
    "people",
    may("name"),
    may("language"),
    may("access_needs"),
    must("created_at", Moment),
    may("verified_at", Moment),
    may("verified_by", Text),
    may("verified_how"),
    may("merged_into", Text),
)

addresses = Table(
    "addresses",
    metadata,
    Column("division", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Words, primary_key=True),
    must("created_at", Moment),
    Index("ix_addresses_value", "division", "kind", "value"),
)

organisations = table("organisations", must("name"), must("created_at", Moment))

cases = table(
    "cases",
    must("reference", Text),
    of("person_id", "people"),
    must("service", Text),
    may("owner"),
    may("next_action"),
    may("promised_at", Moment),
    must("state", Text),
    must("opened_at", Moment),
    may("closed_at", Moment),
    UniqueConstraint("division", "reference"),
    Index("ix_cases_person", "division", "person_id", "service", "state"),
)

contacts = table(
    "contacts",
    must("channel", Text),
    must("provider_id", Text),
    may("from_kind", Text),
    may("from_value"),
    must("to"),
    of("person_id", "people"),
    of("case_id", "cases"),
    may("service", Text),
    must("state", Text),
    may("outcome", Text),
    may("agent_id", Text),
    must("epoch", BigInteger),
    may("generation", Text),
    must("band", Text),
    must("arrived_at", Moment),
    may("queued_at", Moment),
    may("due_at", Moment),
    may("first_offered_at", Moment),
    may("answered_at", Moment),
    may("closed_at", Moment),
    may("referred_at", Moment),
    must("moved_at", Moment),
    may("reopened_at", Moment),
    may("aside_until", Moment),
    may("aside_by", Text),
    may("aside_why"),
    may("paused_at", Moment),
    may("kept_for", Text),
    may("kept_until", Moment),
    may("merged_into", Text),
    may("plan", Json),
    may("rules_version", Integer),
    must("facts", Json),
    may("summary"),
    # The call that an agent's question is about: it is no contact of its own, and in no figures.
    may("consults", Text),
    of("concerns_person_id", "people"),
    may("relation"),
    may("authority"),
    of("organisation_id", "organisations"),
    UniqueConstraint("division", "channel", "provider_id"),
    Index("ix_contacts_person", "division", "person_id", "arrived_at"),
    Index("ix_contacts_concerns", "division", "concerns_person_id", "arrived_at"),
    Index("ix_contacts_case", "division", "case_id"),
    Index("ix_contacts_merged", "division", "merged_into"),
    Index("ix_contacts_sender", "division", "from_value", "channel", "arrived_at"),
    partial("ix_contacts_open", contact_is_open, "division", "arrived_at", "id", "state"),
    # The board counts a day from these three alone, without reading a row.
    Index("ix_contacts_arrived", "division", "arrived_at", "service", "channel", "consults"),
    Index("ix_contacts_answered", "division", "answered_at", "service", "channel", "due_at", "consults"),
    Index("ix_contacts_closed", "division", "closed_at", "service", "channel", "outcome", "referred_at", "consults"),
)

messages = table(
    "messages",
    of("contact_id", "contacts", must=True),
    must("direction", Text),
    must("text"),
    must("author"),
    must("at", Moment),
    must("status", Text),
    may("problem"),
    may("provider_id", Text),
    may("key", Text),
    UniqueConstraint("division", "provider_id"),
    UniqueConstraint("division", "key"),
    Index("ix_messages_contact", "division", "contact_id", "at"),
    partial("ix_messages_back", message_came_back, "division", "author", "at"),
)

early_statuses = Table(
    "early_statuses",
    metadata,
    Column("division", Text, primary_key=True),
    Column("provider_id", Text, primary_key=True),
    must("status", Text),
    may("problem"),
    must("at", Moment),
)

documents = table(
    "documents",
    of("contact_id", "contacts", must=True),
    must("name"),
    must("content_type"),
    must("size", BigInteger),
    must("sha256", Text),
    must("path"),
    must("at", Moment),
    may("message_id", Text),
    Index("ix_documents_contact", "division", "contact_id"),
)

offers = Table(
    "offers",
    metadata,
    Column("division", Text, primary_key=True),
    Column("contact_id", Text, primary_key=True),
    Column("generation", Text, primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    must("agent_id", Text),
    must("state", Text),
    must("made_at", Moment),
    may("answered_at", Moment),
    may("ended_at", Moment),
    may("reason"),
    Index("ix_offers_agent", "division", "agent_id", "made_at"),
)

events = Table(
    "events",
    metadata,
    Column("n", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    division(),
    must("generation", Text),
    must("sequence", Text),
    must("type", Text),
    must("at_ms", BigInteger),
    may("contact_id", Text),
    may("agent_id", Text),
    may("epoch", BigInteger),
    may("rules_version", Integer),
    must("facts", Json),
    UniqueConstraint("division", "generation", "sequence"),
    Index("ix_events_contact", "division", "contact_id", "n"),
)

outbox = table(
    "outbox",
    must("kind", Text),
    must("subject_id", Text),
    must("payload", Json),
    must("key", Text),
    must("state", Text),
    must("attempts", Integer),
    must("interrupted", Boolean),
    must("next_at", Moment),
    may("lease_until", Moment),
    may("error"),
    may("result", Json),
    must("created_at", Moment),
    may("finished_at", Moment),
    UniqueConstraint("division", "key"),
    partial("ix_outbox_open", outbox_is_open, "division", "next_at"),
)

referrals = table(
    "referrals",
    of("case_id", "cases", must=True),
    of("contact_id", "contacts"),
    must("service", Text),
    must("destination"),
    must("fields", Json),
    must("by", Text),
    must("state", Text),
    may("partner_reference"),
    may("problem"),
    must("created_at", Moment),
    must("moved_at", Moment),
    may("acknowledged_at", Moment),
    Index("ix_referrals_case", "division", "case_id"),
    Index("ix_referrals_contact", "division", "contact_id"),
    partial("ix_referrals_problem", text("problem IS NOT NULL"), "division", "moved_at"),
)

legs = Table(
    "legs",
    metadata,
    Column("division", Text, primary_key=True),
    Column("sid", Text, primary_key=True),
    may("contact_id", Text),
    may("party", Text),
    may("agent_id", Text),
    may("epoch", BigInteger),
    must("status", Text),
    must("sequence", Integer),
    must("created_at", Moment),
    may("ended_at", Moment),
    Index("ix_legs_contact", "division", "contact_id"),
    partial("ix_legs_open", text("ended_at IS NULL"), "division"),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("division", Text, primary_key=True),
    Column("number", Words, primary_key=True),
    Column("sender", Words, primary_key=True),
    must("stopped", Boolean),
    must("at", Moment),
)

places = Table(
    "places",
    metadata,
    Column("division", Text, primary_key=True),
    Column("token_hash", Text, primary_key=True),
    of("contact_id", "contacts", must=True),
    must("created_at", Moment),
    must("expires_at", Moment),
    may("lat", Float),
    may("lng", Float),
    may("note"),
    may("answered_at", Moment),
)
