"""What agents ask each other during a call is marked as that, and left out of the day's figures."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COUNTED = {
    "ix_contacts_arrived": ["division", "arrived_at", "service", "channel"],
    "ix_contacts_answered": ["division", "answered_at", "service", "channel", "due_at"],
    "ix_contacts_closed": ["division", "closed_at", "service", "channel", "outcome", "referred_at"],
}


def upgrade() -> None:
    op.add_column("contacts", sa.Column("consults", sa.Text()))
    _mark()
    for name, columns in COUNTED.items():
        op.drop_index(name, "contacts")
        op.create_index(name, "contacts", [*columns, "consults"])


def _mark() -> None:
    """Those that there are say in their facts which call they are about."""
    contacts = sa.table(
        "contacts",
        sa.column("id", sa.Text()),
        sa.column("channel", sa.Text()),
        sa.column("provider_id", sa.Text()),
        sa.column("facts", sa.JSON()),
        sa.column("consults", sa.Text()),
    )
    asked = (contacts.c.channel == "phone") & contacts.c.provider_id.like("consult:%")
    connection = op.get_bind()
    for id, facts in connection.execute(sa.select(contacts.c.id, contacts.c.facts).where(asked)).all():
        marked = sa.update(contacts).where(contacts.c.id == id).values(consults=facts.get("consults"))
        connection.execute(marked)
