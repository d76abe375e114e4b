"""What rang at an agent's desk is found by the agent: who missed a ring is told."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The offers of an agent, the newest first."""
    op.create_index("ix_offers_agent", "offers", ["division", "agent_id", "made_at"])
