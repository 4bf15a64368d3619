"""The English of answers in other languages and of signed ones, passages of it, and the wording that was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = "'held', 'clean', 'refused'"
WORDINGS = "'standard', 'easy-read', 'bsl'"


def upgrade() -> None:
    op.create_table(
        "answer_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_answer_words_public_id")),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(length=20), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("english", sa.Text(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("machine_draft", sa.Text(), nullable=True),
        sa.Column("machine_name", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state <> 'checked' OR checked_by_id IS NOT NULL",
                           name=op.f("ck_answer_words_checked_by_a_person")),
        sa.CheckConstraint("state IN ('not-needed', 'waiting', 'written', 'checked')",
                           name=op.f("ck_answer_words_state_is_known")),
        sa.CheckConstraint("state NOT IN ('written', 'checked') OR english IS NOT NULL",
                           name=op.f("ck_answer_words_english_is_there")),
        sa.CheckConstraint("checked_by_id IS NULL OR written_by_id <> checked_by_id",
                           name=op.f("ck_answer_words_checked_by_a_second_person")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_words_answer_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_answer_words_checked_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_answer_words_settled_by_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_answer_words_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_words")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_answer_words_answer_id")),
    )
    op.create_index(op.f("ix_answer_words_waiting"), "answer_words", ["state", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'written')"),
        postgresql_where=sa.text("state IN ('waiting', 'written')"))
    op.create_table(
        "signed_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_signed_answers_public_id")),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("english", sa.Text(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_proof", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'checked' OR (checked_by_id IS NOT NULL AND answer_id IS NOT NULL)",
                           name=op.f("ck_signed_answers_checked_by_a_person")),
        sa.CheckConstraint("state IN ('not-needed', 'waiting', 'written', 'checked')",
                           name=op.f("ck_signed_answers_state_is_known")),
        sa.CheckConstraint("state NOT IN ('written', 'checked') OR english IS NOT NULL",
                           name=op.f("ck_signed_answers_english_is_there")),
        sa.CheckConstraint("(deleted_at IS NULL) = (deletion_proof IS NULL)",
                           name=op.f("ck_signed_answers_deletion_is_proved")),
        sa.CheckConstraint("checked_by_id IS NULL OR written_by_id <> checked_by_id",
                           name=op.f("ck_signed_answers_checked_by_a_second_person")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_signed_answers_answer_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=op.f("fk_signed_answers_attachment_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_signed_answers_checked_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_signed_answers_response_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_signed_answers_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_answers")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_signed_answers_answer_id")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_signed_answers_attachment_id")),
    )
    op.create_index(op.f("ix_signed_answers_response_id"), "signed_answers", ["response_id"])
    with op.batch_alter_table("passages") as table:
        table.add_column(sa.Column("of_english", sa.Boolean(), nullable=False, server_default=sa.text("false")))
        table.drop_constraint("uq_passages_answer_id_start_end", type_="unique")
        table.create_unique_constraint("uq_passages_answer_id_of_english_start_end",
                                       ["answer_id", "of_english", "start", "end"])
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("ck_attachments_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_attachments_state_is_known"), f"state IN ({STATES}, 'deleted')")
    with op.batch_alter_table("responses") as table:
        table.add_column(sa.Column("answered_as", sa.String(length=20), nullable=False, server_default="standard"))
        table.create_check_constraint(op.f("ck_responses_wording_is_known"), f"answered_as IN ({WORDINGS})")


def downgrade() -> None:
    with op.batch_alter_table("responses") as table:
        table.drop_constraint(op.f("ck_responses_wording_is_known"), type_="check")
        table.drop_column("answered_as")
    # A film that is gone was refused nowhere; the older rules have no better word for a file that is served to nobody.
    op.execute("UPDATE attachments SET state = 'refused' WHERE state = 'deleted'")
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("ck_attachments_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_attachments_state_is_known"), f"state IN ({STATES})")
    # Passages of the English have no place in the older rules: what was coded on them goes with them.
    op.execute("DELETE FROM codings WHERE passage_id IN (SELECT id FROM passages WHERE of_english)")
    op.execute("DELETE FROM passages WHERE of_english")
    with op.batch_alter_table("passages") as table:
        table.drop_constraint("uq_passages_answer_id_of_english_start_end", type_="unique")
        table.create_unique_constraint("uq_passages_answer_id_start_end", ["answer_id", "start", "end"])
        table.drop_column("of_english")
    op.drop_table("signed_answers")
    op.drop_table("answer_words")
