"""The English of answers in other languages and of signed ones, passages of it, and the wording that was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = "'held', 'clean', 'refused'"
WORDINGS = "'standard', 'easy-read', 'bsl'"
SIGNED = "bfi"
IS_TEXT, ONE_TEXT = sa.text("text IS NOT NULL"), sa.text(f"text IS NOT NULL AND language <> '{SIGNED}'")
WITHDRAWN = "withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL"
WITHDRAWN_BEFORE = "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"


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
        sa.CheckConstraint("state NOT IN ('written', 'checked') OR written_by_id IS NOT NULL",
                           name=op.f("ck_answer_words_written_by_a_person")),
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
        sa.Column("question_key", sa.String(length=210), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_proof", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'checked' OR checked_by_id IS NOT NULL",
                           name=op.f("ck_signed_answers_checked_by_a_person")),
        sa.CheckConstraint("state IN ('not-needed', 'waiting', 'written', 'checked')",
                           name=op.f("ck_signed_answers_state_is_known")),
        sa.CheckConstraint("state NOT IN ('written', 'checked') OR written_by_id IS NOT NULL",
                           name=op.f("ck_signed_answers_written_by_a_person")),
        sa.CheckConstraint("(deleted_at IS NULL) = (deletion_proof IS NULL)",
                           name=op.f("ck_signed_answers_deletion_is_proved")),
        sa.CheckConstraint("checked_by_id IS NULL OR written_by_id <> checked_by_id",
                           name=op.f("ck_signed_answers_checked_by_a_second_person")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachments.id"], name=op.f("fk_signed_answers_attachment_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_signed_answers_checked_by_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_signed_answers_response_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_signed_answers_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_answers")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_signed_answers_attachment_id")),
    )
    op.create_index(op.f("ix_signed_answers_response_id"), "signed_answers", ["response_id"])
    op.create_table(
        "signed_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("signed_answer_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_key", sa.String(length=120), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(english) > 0", name=op.f("ck_signed_words_says_something")),
        sa.ForeignKeyConstraint(["signed_answer_id"], ["signed_answers.id"],
                                name=op.f("fk_signed_words_signed_answer_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_signed_words_question_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_signed_words_answer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_words")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signed_words_public_id")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_signed_words_answer_id")),
        sa.UniqueConstraint("signed_answer_id", "question_id", "plan_node_key",
                            name=op.f("uq_signed_words_signed_answer_id_question_id_plan_node_key")),
    )
    # One typed text a question; what was signed to the same question stands beside it.
    op.drop_index("uq_answers_one_text", "answers")
    op.create_index("uq_answers_one_text", "answers", ["response_id", "question_id", "plan_node_key"], unique=True,
                    sqlite_where=ONE_TEXT, postgresql_where=ONE_TEXT)
    with op.batch_alter_table("codings") as table:
        table.drop_constraint(op.f("ck_codings_withdrawal_is_whole"), type_="check")
        table.create_check_constraint(op.f("ck_codings_withdrawal_is_whole"), WITHDRAWN)
    with op.batch_alter_table("passages") as table:
        table.add_column(sa.Column("of_english", sa.Boolean(), nullable=False, server_default=sa.text("false")))
        table.drop_constraint("uq_passages_answer_id_start_end", type_="unique")
        table.create_unique_constraint("uq_passages_answer_id_of_english_start_end",
                                       ["answer_id", "of_english", "start", "end"])
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("ck_attachments_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_attachments_state_is_known"), f"state IN ({STATES}, 'deleted')")
        table.alter_column("question_key", existing_type=sa.String(length=80), type_=sa.String(length=210),
                           existing_nullable=False)
        table.add_column(sa.Column("seconds", sa.Integer(), nullable=True))
    with op.batch_alter_table("responses") as table:
        table.add_column(sa.Column("answered_as", sa.String(length=20), nullable=False, server_default="standard"))
        table.create_check_constraint(op.f("ck_responses_wording_is_known"), f"answered_as IN ({WORDINGS})")


def downgrade() -> None:
    with op.batch_alter_table("responses") as table:
        table.drop_constraint(op.f("ck_responses_wording_is_known"), type_="check")
        table.drop_column("answered_as")
    # A film that is gone was refused nowhere; the older rules have no better word for a file that is served to nobody.
    op.execute("UPDATE attachments SET state = 'refused' WHERE state = 'deleted'")
    op.execute("UPDATE attachments SET question_key = substr(question_key, 1, 80)")
    with op.batch_alter_table("attachments") as table:
        table.drop_constraint(op.f("ck_attachments_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_attachments_state_is_known"), f"state IN ({STATES})")
        table.drop_column("seconds")
        table.alter_column("question_key", existing_type=sa.String(length=210), type_=sa.String(length=80),
                           existing_nullable=False)
    op.execute("UPDATE codings SET withdrawn_by_id = confirmed_by_id WHERE withdrawn_at IS NOT NULL "
               "AND withdrawn_by_id IS NULL")
    with op.batch_alter_table("codings") as table:
        table.drop_constraint(op.f("ck_codings_withdrawal_is_whole"), type_="check")
        table.create_check_constraint(op.f("ck_codings_withdrawal_is_whole"), WITHDRAWN_BEFORE)
    # What was signed beside a typed text, or signed twice, has no place of its own in the older rules: it gets one.
    op.execute(f"UPDATE answers SET plan_node_key = '{SIGNED}-' || id WHERE language = '{SIGNED}' AND text IS NOT NULL "
               "AND EXISTS (SELECT 1 FROM answers AS other WHERE other.id <> answers.id AND other.text IS NOT NULL "
               "AND other.response_id = answers.response_id AND other.question_id = answers.question_id "
               "AND other.plan_node_key = answers.plan_node_key)")
    op.drop_index("uq_answers_one_text", "answers")
    op.create_index("uq_answers_one_text", "answers", ["response_id", "question_id", "plan_node_key"], unique=True,
                    sqlite_where=IS_TEXT, postgresql_where=IS_TEXT)
    _say_it_of_the_whole_answer()
    with op.batch_alter_table("passages") as table:
        table.drop_constraint("uq_passages_answer_id_of_english_start_end", type_="unique")
        table.create_unique_constraint("uq_passages_answer_id_start_end", ["answer_id", "start", "end"])
        table.drop_column("of_english")
    op.drop_table("signed_words")
    op.drop_table("signed_answers")
    op.drop_table("answer_words")


def _say_it_of_the_whole_answer() -> None:
    """Let what was coded on the English of an answer stand for the whole of it: the older rules know no English.

    No coding is deleted, for editions that are out count them; of two that would then say the same, one is withdrawn.
    """
    database = op.get_bind()
    found = database.execute(sa.text(
        "SELECT passages.id, passages.answer_id, length(answers.text) FROM passages "
        "JOIN answers ON answers.id = passages.answer_id WHERE passages.of_english ORDER BY passages.id")).all()
    for passage, answer, length in found:
        # The text of an erased answer is empty, and a passage never is.
        end = max(length, 1)
        whole = database.execute(sa.text(
            'SELECT id FROM passages WHERE answer_id = :answer AND NOT of_english AND start = 0 AND "end" = :end'),
            {"answer": answer, "end": end}).scalar()
        if whole is None:
            database.execute(sa.text('UPDATE passages SET of_english = false, start = 0, "end" = :end WHERE id = :passage'),
                             {"end": end, "passage": passage})
            continue
        both = {"passage": passage, "whole": whole}
        database.execute(sa.text(
            "UPDATE codings SET withdrawn_at = CURRENT_TIMESTAMP, withdrawn_by_id = confirmed_by_id "
            "WHERE passage_id = :passage AND withdrawn_at IS NULL AND theme_id IN "
            "(SELECT theme_id FROM codings WHERE passage_id = :whole AND withdrawn_at IS NULL)"), both)
        database.execute(sa.text("UPDATE codings SET passage_id = :whole WHERE passage_id = :passage"), both)
        database.execute(sa.text("DELETE FROM passages WHERE id = :passage"), both)
