"""The background work that makes the files of an edition."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = "'discover', 'suggest', 'campaigns', 'name-groups', 'tone', 'vectors', 'import', 'emails'"


def upgrade() -> None:
    _allow(f"{KINDS}, 'report-files'")


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM runs WHERE kind = 'report-files'"))
    _allow(KINDS)


def _allow(kinds: str) -> None:
    with op.batch_alter_table("runs") as table:
        table.drop_constraint(op.f("ck_runs_kind_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_runs_kind_is_known"), f"kind IN ({kinds})")
