"""People, cases, contacts, and what was said and sent on them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "early_statuses",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("division", "provider_id", name="pk_early_statuses"),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("access_needs", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "addresses",
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_addresses_person_id"),
        sa.PrimaryKeyConstraint("division", "person_id", "kind", "value", name="pk_addresses"),
    )
    op.create_index("ix_addresses_value", "addresses", ["division", "kind", "value"])
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text()),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("next_action", sa.Text()),
        sa.Column("promised_at", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cases_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("division", "reference", name="uq_cases_division_reference"),
    )
    op.create_index("ix_cases_person", "cases", ["division", "person_id", "service", "state"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("from_kind", sa.Text()),
        sa.Column("from_value", sa.Text()),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text()),
        sa.Column("case_id", sa.Text()),
        sa.Column("service", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("agent_id", sa.Text()),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Text()),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.BigInteger()),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("first_offered_at", sa.BigInteger()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("referred_at", sa.BigInteger()),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("reopened_at", sa.BigInteger()),
        sa.Column("plan", sa.JSON()),
        sa.Column("rules_version", sa.Integer()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text()),
        sa.Column("concerns_person_id", sa.Text()),
        sa.Column("relation", sa.Text()),
        sa.Column("authority", sa.Text()),
        sa.Column("organisation_id", sa.Text()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_contacts_case_id"),
        sa.ForeignKeyConstraint(["concerns_person_id"], ["people.id"], name="fk_contacts_concerns_person_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_contacts_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_contacts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.UniqueConstraint("division", "channel", "provider_id", name="uq_contacts_division_channel_provider_id"),
    )
    op.create_index("ix_contacts_answered", "contacts", ["division", "answered_at", "service", "channel", "due_at"])
    op.create_index("ix_contacts_arrived", "contacts", ["division", "arrived_at", "service", "channel"])
    op.create_index("ix_contacts_case", "contacts", ["division", "case_id"])
    op.create_index(
        "ix_contacts_closed", "contacts", ["division", "closed_at", "service", "channel", "outcome", "referred_at"]
    )
    op.create_index("ix_contacts_concerns", "contacts", ["division", "concerns_person_id", "arrived_at"])
    op.create_index(
        "ix_contacts_open",
        "contacts",
        ["division", "arrived_at", "id", "state"],
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index("ix_contacts_person", "contacts", ["division", "person_id", "arrived_at"])
    op.create_index("ix_contacts_sender", "contacts", ["division", "from_value", "channel", "arrived_at"])
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_documents_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_contact", "documents", ["division", "contact_id"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("provider_id", sa.Text()),
        sa.Column("key", sa.Text()),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_messages_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("division", "key", name="uq_messages_division_key"),
        sa.UniqueConstraint("division", "provider_id", name="uq_messages_division_provider_id"),
    )
    op.create_index("ix_messages_contact", "messages", ["division", "contact_id", "at"])
