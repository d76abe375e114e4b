"""Tables of what a county teaches the guess: its examples, what agents put right, and each time it was learned."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from records.columns import Json, Moment, Words
from records.shapes import may, metadata, must, of, partial, table

is_taught = text("withdrawn_at IS NULL")
is_unsettled = text("settled_at IS NULL")

taught = table(
    "taught",
    must("text"),
    must("about", Text),
    must("by", Text),
    must("at", Moment),
    of("contact_id", "contacts"),
    may("withdrawn_at", Moment),
    may("withdrawn_by", Text),
    partial("ix_taught_now", is_taught, "division", "at"),
)

put_right = Table(
    "put_right",
    metadata,
    Column("division", Text, primary_key=True),
    Column("contact_id", Text, ForeignKey("contacts.id"), primary_key=True),
    may("guessed", Text),
    must("chosen", Text),
    must("by", Text),
    must("at", Moment),
    may("settled_at", Moment),
    may("settled_by", Text),
    may("settled_as", Text),
    partial("ix_put_right_unsettled", is_unsettled, "division", "at"),
)

lessons = Table(
    "lessons",
    metadata,
    Column("division", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    must("state", Text),
    must("by", Text),
    must("at", Moment),
    may("ended_at", Moment),
    must("examples", Integer),
    may("problem"),
    may("report", Json),
    may("weights", Text),
    may("correction", Words),
    Index("ix_lessons_state", "division", "state", "n"),
)
