"""What ties a theme to a part of the plan gets its own name, so that a finding can be what the field calls one."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = ("id", "public_id", "consultation_id", "theme_id", "plan_node_id", "reason", "created_by_id", "created_at",
           "removed_by_id", "removed_at")


def upgrade() -> None:
    _carried("findings", "theme_links")


def downgrade() -> None:
    _carried("theme_links", "findings")


def _carried(old: str, new: str) -> None:
    """Make the table under its new name, with every constraint named after it, and carry each row over."""
    op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)",
                           name=op.f(f"ck_{new}_removal_is_whole")),
        sa.CheckConstraint("length(reason) > 0", name=op.f(f"ck_{new}_has_a_reason")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f(f"fk_{new}_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f(f"fk_{new}_created_by_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f(f"fk_{new}_plan_node_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["people.id"], name=op.f(f"fk_{new}_removed_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f(f"fk_{new}_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{new}_public_id")),
    )
    names = ", ".join(COLUMNS)
    op.execute(f"INSERT INTO {new} ({names}) SELECT {names} FROM {old}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), GREATEST((SELECT max(id) FROM {new}), 1))")
    op.drop_table(old)
    op.create_index(op.f(f"ix_{new}_consultation_id"), new, ["consultation_id"])
    nowhere = sa.text("removed_at IS NULL AND plan_node_id IS NULL")
    standing = sa.text("removed_at IS NULL AND plan_node_id IS NOT NULL")
    op.create_index(f"uq_{new}_nowhere", new, ["theme_id"], unique=True, sqlite_where=nowhere,
                    postgresql_where=nowhere)
    op.create_index(f"uq_{new}_standing", new, ["theme_id", "plan_node_id"], unique=True, sqlite_where=standing,
                    postgresql_where=standing)
