"""Contacts joined to another, broken off by a call, or kept for an agent; what may be broken off of whose work."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("paused_at", sa.BigInteger()))
    op.add_column("contacts", sa.Column("kept_for", sa.Text()))
    op.add_column("contacts", sa.Column("kept_until", sa.BigInteger()))
    op.add_column("contacts", sa.Column("merged_into", sa.Text()))
    op.create_index("ix_contacts_merged", "contacts", ["division", "merged_into"])
    op.add_column("accounts", sa.Column("interruptible", sa.JSON(), nullable=False, server_default="[]"))
