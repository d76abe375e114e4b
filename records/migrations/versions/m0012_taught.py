"""What a county teaches the guess: examples, what agents put right, and each time it was learned."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _taught()
    _put_right()
    op.create_table(
        "lessons",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("report", sa.JSON()),
        sa.Column("weights", sa.Text()),
        sa.Column("correction", sa.Text()),
        sa.PrimaryKeyConstraint("division", "n", name="pk_lessons"),
    )
    op.create_index("ix_lessons_state", "lessons", ["division", "state", "n"])


def _taught() -> None:
    op.create_table(
        "taught",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.Text()),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.Column("withdrawn_by", sa.Text()),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_taught_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_taught"),
    )
    _partial("ix_taught_now", "taught", "withdrawn_at IS NULL")


def _put_right() -> None:
    op.create_table(
        "put_right",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("guessed", sa.Text()),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("settled_by", sa.Text()),
        sa.Column("settled_as", sa.Text()),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_put_right_contact_id"),
        sa.PrimaryKeyConstraint("division", "contact_id", name="pk_put_right"),
    )
    _partial("ix_put_right_unsettled", "put_right", "settled_at IS NULL")


def _partial(name: str, table: str, where: str) -> None:
    op.create_index(name, table, ["division", "at"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name in ("lessons", "put_right", "taught"):
        op.drop_table(name)
