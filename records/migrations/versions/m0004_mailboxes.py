"""Mailboxes that are tended, and mail that could not be read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lease_by", sa.Text()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("problem", sa.Text()),
        sa.Column("problem_since", sa.BigInteger()),
        sa.PrimaryKeyConstraint("division", "name", name="pk_mailboxes"),
    )
    op.create_table(
        "quarantined",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_by", sa.Text()),
        sa.Column("settled_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_quarantined"),
        sa.UniqueConstraint("division", "mailbox", "path", name="uq_quarantined_division_mailbox_path"),
    )
