"""What did not arrive is found by its author: who sent it is told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The messages of an author that came back, the newest first."""
    op.create_index(
        "ix_messages_back",
        "messages",
        ["division", "author", "at"],
        sqlite_where=sa.text("status IN ('undelivered', 'failed')"),
        postgresql_where=sa.text("status IN ('undelivered', 'failed')"),
    )


def downgrade() -> None:
    op.drop_index("ix_messages_back", "messages")
