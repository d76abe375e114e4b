"""A file says with which message of its contact it came."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what is there nobody knows it any more: it stays with the contact."""
    op.add_column("documents", sa.Column("message_id", sa.Text()))


def downgrade() -> None:
    op.drop_column("documents", "message_id")
