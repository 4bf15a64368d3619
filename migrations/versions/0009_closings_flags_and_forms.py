"""Later closing dates with their reasons, what happens to late answers, doubts about a response, codes of paper forms."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHANNELS = "'online', 'email', 'post', 'easy-read', 'large-print', 'phone', 'workshop-card', 'bsl-video'"
FLAGS = "'trap', 'fast', 'many-from-one-network', 'same-words'"


def upgrade() -> None:
    with op.batch_alter_table("consultations") as table:
        table.add_column(sa.Column("late_answers", sa.String(length=10), nullable=False, server_default="counted"))
        table.add_column(sa.Column("grace_minutes", sa.Integer(), nullable=False, server_default="60"))
        table.create_check_constraint(
            op.f("ck_consultations_late_answers_are_decided"), "late_answers IN ('counted', 'kept')")
        table.create_check_constraint(op.f("ck_consultations_grace_is_short"), "grace_minutes BETWEEN 0 AND 1440")
    op.create_table(
        "closing_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"channel IS NULL OR channel IN ({CHANNELS})", name=op.f("ck_closing_changes_channel_is_known")),
        sa.CheckConstraint("closes_at > closed_at", name=op.f("ck_closing_changes_closes_later")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_closing_changes_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_closing_changes_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_changes")),
    )
    op.create_index(op.f("ix_closing_changes_consultation_id"), "closing_changes", ["consultation_id"])
    op.create_table(
        "response_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("flag", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_response_flags_decision_is_whole")),
        sa.CheckConstraint("(decision IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_response_flags_decided_by_a_person")),
        sa.CheckConstraint("decision IS NULL OR decision IN ('kept', 'excluded')", name=op.f("ck_response_flags_decision_is_known")),
        sa.CheckConstraint(f"flag IN ({FLAGS})", name=op.f("ck_response_flags_flag_is_known")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_response_flags_decided_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_response_flags_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_flags")),
        sa.UniqueConstraint("response_id", "flag", name=op.f("uq_response_flags_response_id_flag")),
    )
    op.create_table(
        "form_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('form', 'equality')", name=op.f("ck_form_codes_kind_is_known")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_form_codes_consultation_id")),
        sa.ForeignKeyConstraint(["survey_version_id"], ["survey_versions.id"], name=op.f("fk_form_codes_survey_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_form_codes_code_hash")),
    )
    op.create_index(op.f("ix_form_codes_consultation_id"), "form_codes", ["consultation_id"])


def downgrade() -> None:
    op.drop_table("form_codes")
    op.drop_table("response_flags")
    op.drop_table("closing_changes")
    with op.batch_alter_table("consultations") as table:
        table.drop_constraint(op.f("ck_consultations_grace_is_short"), type_="check")
        table.drop_constraint(op.f("ck_consultations_late_answers_are_decided"), type_="check")
        table.drop_column("grace_minutes")
        table.drop_column("late_answers")
