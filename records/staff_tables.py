"""Tables of staff: who may log in and is logged in, what supervisors did, and the rules that they published."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from records.columns import Json, Moment
from records.shapes import may, metadata, must, of, table

accounts = table(
    "accounts",
    must("username", Text),
    must("name"),
    must("role", Text),
    must("password_hash", Text),
    must("skills", Json),
    must("capacity", Json),
    must("interruptible", Json),
    must("state", Text),
    may("reason", Text),
    must("since", Moment),
    must("created_at", Moment),
    UniqueConstraint("division", "username"),
)

sessions = table(
    "sessions",
    of("account_id", "accounts", must=True),
    must("door", Text),
    must("csrf", Text),
    must("token_hash", Text),
    must("created_at", Moment),
    must("expires_at", Moment),
    UniqueConstraint("division", "token_hash"),
    Index("ix_sessions_account", "division", "account_id"),
)

acts = table(
    "acts",
    must("by", Text),
    must("did", Text),
    of("contact_id", "contacts"),
    may("agent_id", Text),
    must("why"),
    must("at", Moment),
    Index("ix_acts_at", "division", "at"),
)

rules = Table(
    "rules",
    metadata,
    Column("division", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    must("text"),
    must("by", Text),
    must("why"),
    must("at", Moment),
    may("based_on", Integer),
    must("compiled_ok", Boolean),
)
