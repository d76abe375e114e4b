"""People who turned out to be one, who confirmed who somebody is, and safeguarding markers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ADDED = ("verified_at", "verified_by", "verified_how", "merged_into")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("people", sa.Column(name, sa.BigInteger() if name.endswith("_at") else sa.Text()))
    op.create_table(
        "merges",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("kept_id", sa.Text(), nullable=False),
        sa.Column("merged_id", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("filled", sa.JSON(), nullable=False),
        sa.Column("parted_at", sa.BigInteger()),
        sa.Column("parted_by", sa.Text()),
        sa.Column("parted_why", sa.Text()),
        sa.ForeignKeyConstraint(["kept_id"], ["people.id"], name="fk_merges_kept_id"),
        sa.ForeignKeyConstraint(["merged_id"], ["people.id"], name="fk_merges_merged_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
        sa.UniqueConstraint("division", "key", name="uq_merges_division_key"),
    )
    op.create_index("ix_merges_kept", "merges", ["division", "kept_id"])
    op.create_index("ix_merges_merged", "merges", ["division", "merged_id"])
    op.create_table(
        "merge_moves",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("merge_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name="fk_merge_moves_merge_id"),
        sa.PrimaryKeyConstraint("division", "merge_id", "kind", "what", name="pk_merge_moves"),
    )
    op.create_table(
        "markers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_at", sa.BigInteger()),
        sa.Column("lifted_by", sa.Text()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_markers_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_markers"),
    )
    op.create_index("ix_markers_person", "markers", ["division", "person_id"])


def downgrade() -> None:
    """What was merged stays so: the step before knows of no other way back."""
    for name in ("markers", "merge_moves", "merges"):
        op.drop_table(name)
    for name in ADDED:
        op.drop_column("people", name)
