"""Surveys that staff are writing, before they are put into use."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_drafts",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("used_as", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_survey_drafts_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_survey_drafts_created_by_id")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["people.id"], name=op.f("fk_survey_drafts_updated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_drafts")),
        sa.UniqueConstraint("handle", name=op.f("uq_survey_drafts_handle")),
        sa.UniqueConstraint("public_id", name=op.f("uq_survey_drafts_public_id")),
    )
    op.create_index(op.f("ix_survey_drafts_consultation_id"), "survey_drafts", ["consultation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_survey_drafts_consultation_id"), "survey_drafts")
    op.drop_table("survey_drafts")
