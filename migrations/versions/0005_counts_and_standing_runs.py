"""Indexes that totals are read from alone, and one standing run of a kind as the database's own promise."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STANDING = sa.text("state IN ('queued', 'running')")


def upgrade() -> None:
    op.create_index("ix_responses_by_channel", "responses", ["consultation_id", "channel", "excluded_reason"])
    op.create_index("ix_responses_by_language", "responses", ["consultation_id", "language"])
    # Where two of a kind stand, the older one is ended: only one of them would be looked at.
    op.execute(
        "UPDATE runs SET state = 'cancelled' WHERE state IN ('queued', 'running') AND id NOT IN ("
        "SELECT max(id) FROM runs WHERE state IN ('queued', 'running') GROUP BY consultation_id, kind)"
    )
    op.create_index(
        "uq_runs_standing", "runs", ["consultation_id", "kind"], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_index("uq_runs_standing", "runs")
    op.drop_index("ix_responses_by_language", "responses")
    op.drop_index("ix_responses_by_channel", "responses")
