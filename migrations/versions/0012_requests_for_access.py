"""Requests for a format or an adjustment, and reports of a barrier."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_access_requests_public_id")),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("outcome_words", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('format', 'adjustment', 'barrier')",
                           name=op.f("ck_access_requests_kind_is_known")),
        sa.CheckConstraint("outcome IS NULL OR outcome IN ('met', 'partly', 'not-met')",
                           name=op.f("ck_access_requests_outcome_is_known")),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)",
                           name=op.f("ck_access_requests_outcome_is_whole")),
        sa.CheckConstraint("(outcome IS NULL) = (settled_by_id IS NULL)",
                           name=op.f("ck_access_requests_settled_by_a_person")),
        sa.CheckConstraint("outcome IS NULL OR length(outcome_words) > 0",
                           name=op.f("ck_access_requests_outcome_has_words")),
        sa.CheckConstraint("outcome IS NULL OR contact = ''", name=op.f("ck_access_requests_contact_is_forgotten")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_access_requests_consultation_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_access_requests_owner_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_access_requests_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
    )
    op.create_index(op.f("ix_access_requests_consultation_id"), "access_requests", ["consultation_id"])


def downgrade() -> None:
    op.drop_table("access_requests")
