"""Answers coded twice, remarks on them, how a question is coded, who codes what and who has what open."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coding_settings",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("has_suggestions", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("hides_until_read", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("control_share", sa.Integer(), server_default="10", nullable=False),
        sa.Column("double_share", sa.Integer(), server_default="10", nullable=False),
        sa.Column("double_first", sa.Integer(), server_default="50", nullable=False),
        sa.Column("report_on", sa.Date(), nullable=True),
        sa.CheckConstraint("control_share BETWEEN 0 AND 100", name=op.f("ck_coding_settings_control_share_is_percent")),
        sa.CheckConstraint("double_first >= 0", name=op.f("ck_coding_settings_double_first_is_a_number")),
        sa.CheckConstraint("double_share BETWEEN 0 AND 100", name=op.f("ck_coding_settings_double_share_is_percent")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_coding_settings_consultation_id")),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_coding_settings")),
    )
    op.create_table(
        "question_codings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("sample_below", sa.Integer(), nullable=True),
        sa.Column("sample_wanted", sa.Integer(), nullable=True),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["people.id"], name=op.f("fk_question_codings_chosen_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_question_codings_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_codings")),
        sa.UniqueConstraint("consultation_id", "question_key",
                                name=op.f("uq_question_codings_consultation_id_question_key")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), server_default="", nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_assignments_consultation_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_assignments_given_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("consultation_id", "person_id", "question_key", "language",
                                name=op.f("uq_assignments_consultation_id_person_id_question_key_language")),
    )
    op.create_index(op.f("ix_assignments_person_id"), "assignments", ["person_id"])
    op.create_table(
        "presences",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_presences_answer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presences_person_id")),
        sa.PrimaryKeyConstraint("answer_id", "person_id", name=op.f("pk_presences")),
    )
    op.create_index(op.f("ix_presences_at"), "presences", ["at"])
    op.create_table(
        "double_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(state = 'settled') = (settled_by_id IS NOT NULL)",
                           name=op.f("ck_double_readings_settled_by_a_person")),
        sa.CheckConstraint("(state = 'waiting') = (compared_at IS NULL)",
                           name=op.f("ck_double_readings_compared_when_both_are_done")),
        sa.CheckConstraint("reason IN ('first', 'translated', 'signed', 'share')",
                           name=op.f("ck_double_readings_reason_is_known")),
        sa.CheckConstraint("state IN ('waiting', 'agreed', 'differs', 'settled')",
                           name=op.f("ck_double_readings_state_is_known")),
        sa.CheckConstraint("second_by_id IS NULL OR second_by_id <> first_by_id",
                           name=op.f("ck_double_readings_read_by_two_people")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_double_readings_answer_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_double_readings_consultation_id")),
        sa.ForeignKeyConstraint(["first_by_id"], ["people.id"], name=op.f("fk_double_readings_first_by_id")),
        sa.ForeignKeyConstraint(["second_by_id"], ["people.id"], name=op.f("fk_double_readings_second_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_double_readings_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_readings")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_double_readings_answer_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_double_readings_public_id")),
    )
    op.create_index(op.f("ix_double_readings_consultation_id_state_id"), "double_readings", ["consultation_id", "state", "id"])
    op.create_table(
        "double_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("double_reading_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=6), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("of_english", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.CheckConstraint("side IN ('first', 'second')", name=op.f("ck_double_codes_side_is_known")),
        sa.CheckConstraint("stance IN ('support', 'oppose', 'mixed', 'none')",
                           name=op.f("ck_double_codes_stance_is_known")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_double_codes_is_not_empty")),
        sa.ForeignKeyConstraint(["double_reading_id"], ["double_readings.id"],
                                name=op.f("fk_double_codes_double_reading_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_double_codes_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_codes")),
        sa.UniqueConstraint("double_reading_id", "side", "theme_id", "of_english", "start", "end",
                                name=op.f("uq_double_codes_one_of_each")),
    )
    op.create_table(
        "answer_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('question', 'reply', 'difference')", name=op.f("ck_answer_remarks_kind_is_known")),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_answer_remarks_says_something")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_remarks_answer_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_answer_remarks_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_answer_remarks_consultation_id")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_answer_remarks_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_remarks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_remarks_public_id")),
    )
    op.create_index(op.f("ix_answer_remarks_answer_id_id"), "answer_remarks", ["answer_id", "id"])
    op.create_index(op.f("ix_answer_remarks_open"), "answer_remarks", ["consultation_id", "id"],
        sqlite_where=sa.text("kind = 'question' AND settled_at IS NULL"),
        postgresql_where=sa.text("kind = 'question' AND settled_at IS NULL"))
    op.create_index(op.f("ix_readings_at"), "readings", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_readings_at"), "readings")
    op.drop_table("answer_remarks")
    op.drop_table("double_codes")
    op.drop_table("double_readings")
    op.drop_table("presences")
    op.drop_table("assignments")
    op.drop_table("question_codings")
    op.drop_table("coding_settings")
