"""Worries with their log, personal details taken out of answers, the words as they were, and what was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROLES = "'survey-editor', 'coder', 'lead', 'equality-lead', 'reader', 'translator', 'translation-checker'"


def upgrade() -> None:
    op.create_table(
        "worries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=6), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(source = 'person') = (raised_by_id IS NOT NULL)",
                           name=op.f("ck_worries_raised_by_a_person_or_a_rule")),
        sa.CheckConstraint("source IN ('person', 'rule')", name=op.f("ck_worries_source_is_known")),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name=op.f("ck_worries_closed_by_a_person")),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_worries_closing_is_whole")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_worries_answer_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_worries_closed_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_worries_consultation_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["people.id"], name=op.f("fk_worries_raised_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["people.id"], name=op.f("fk_worries_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_worries_public_id")),
    )
    op.create_index(op.f("ix_worries_answer_id"), "worries", ["answer_id"])
    op.create_index(op.f("ix_worries_open"), "worries", ["consultation_id", "due_at"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"))
    op.create_index(op.f("ix_worries_open_answer"), "worries", ["answer_id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"))
    op.create_table(
        "worry_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("worry_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.String(length=30), nullable=False),
        sa.Column("threshold", sa.String(length=30), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_worry_steps_by_id")),
        sa.ForeignKeyConstraint(["worry_id"], ["worries.id"], name=op.f("fk_worry_steps_worry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry_steps")),
    )
    op.create_index(op.f("ix_worry_steps_worry_id_id"), "worry_steps", ["worry_id", "id"])
    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("of_english", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('person', 'rule')", name=op.f("ck_redactions_source_is_known")),
        sa.CheckConstraint("state = 'suggested' OR decided_by_id IS NOT NULL",
                           name=op.f("ck_redactions_decided_by_a_person")),
        sa.CheckConstraint("state IN ('suggested', 'confirmed', 'refused', 'undone')",
                           name=op.f("ck_redactions_state_is_known")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_redactions_is_not_empty")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_redactions_answer_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_redactions_consultation_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_redactions_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
        sa.UniqueConstraint("answer_id", "of_english", "start", "end",
                                name=op.f("uq_redactions_answer_id_of_english_start_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_redactions_public_id")),
    )
    op.create_index(op.f("ix_redactions_to_decide"), "redactions", ["consultation_id", "id"],
        sqlite_where=sa.text("state = 'suggested'"),
        postgresql_where=sa.text("state = 'suggested'"))
    op.create_table(
        "answer_originals",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("of_english", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_originals_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "of_english", name=op.f("pk_answer_originals")),
    )
    op.create_table(
        "care_looks",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("of_english", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_care_looks_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "of_english", name=op.f("pk_care_looks")),
    )
    with op.batch_alter_table("grants") as table:
        table.drop_constraint(op.f("ck_grants_role_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_grants_role_is_known"), f"role IN ({ROLES}, 'safeguarding')")


def downgrade() -> None:
    op.execute("DELETE FROM grants WHERE role = 'safeguarding'")
    with op.batch_alter_table("grants") as table:
        table.drop_constraint(op.f("ck_grants_role_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_grants_role_is_known"), f"role IN ({ROLES})")
    op.drop_table("care_looks")
    op.drop_table("answer_originals")
    op.drop_table("redactions")
    op.drop_table("worry_steps")
    op.drop_table("worries")
