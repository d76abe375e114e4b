"""The tables of what is known of people beside their names: whom they were merged with, and who worries for them."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint

from records.columns import Json, Moment, Words
from records.shapes import may, metadata, must, of, table

merges = table(
    "merges",
    of("kept_id", "people", must=True),
    of("merged_id", "people", must=True),
    must("by", Text),
    must("at", Moment),
    must("why"),
    must("key", Text),
    must("filled", Json),
    may("parted_at", Moment),
    may("parted_by", Text),
    may("parted_why"),
    UniqueConstraint("division", "key"),
    Index("ix_merges_kept", "division", "kept_id"),
    Index("ix_merges_merged", "division", "merged_id"),
)

# What each merge moved. `what` is a row's id, or, where `kind` is an address's, the address that was copied.
merge_moves = Table(
    "merge_moves",
    metadata,
    Column("division", Text, primary_key=True),
    Column("merge_id", Text, ForeignKey("merges.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("what", Words, primary_key=True),
)

markers = table(
    "markers",
    of("person_id", "people", must=True),
    must("text"),
    must("by", Text),
    must("at", Moment),
    may("lifted_at", Moment),
    may("lifted_by", Text),
    Index("ix_markers_person", "division", "person_id"),
)
