"""The envelopes of emails in and out, by which answers find their case; addresses to which nothing arrives."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("division", sa.Text(), primary_key=True),
        sa.Column("id", sa.Text(), sa.ForeignKey("messages.id", name="fk_mails_id"), primary_key=True),
        sa.Column("contact_id", sa.Text(), sa.ForeignKey("contacts.id", name="fk_mails_contact_id"), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sender", sa.JSON(), nullable=False),
        sa.Column("reply_to", sa.JSON(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Text()),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_mails_mail_id", "mails", ["division", "mail_id"])
    op.create_index("ix_mails_contact", "mails", ["division", "contact_id", "at"])
    op.create_table(
        "undeliverable",
        sa.Column("division", sa.Text(), primary_key=True),
        sa.Column("address", sa.Text(), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
