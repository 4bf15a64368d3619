"""What is taken in by other ways than the web, who sent it, and what one person said twice."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("postmarked_on", sa.Date(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("needs_typing", sa.Boolean(), nullable=False),
        sa.Column("sender_kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.Column("speaks_for", sa.Integer(), nullable=True),
        sa.Column("signatures", sa.Integer(), nullable=True),
        sa.Column("has_quote_consent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposal", sa.String(length=20), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("same_as_response_id", sa.Integer(), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=True),
        sa.Column("thread_hash", sa.String(length=64), nullable=True),
        sa.Column("taken_in_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(signatures IS NOT NULL) = (format = 'petition')",
                           name=op.f("ck_submissions_only_petitions_are_signed")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_submissions_decision_is_whole")),
        sa.CheckConstraint("channel IN ('online', 'email', 'post', 'easy-read', 'large-print', 'phone', 'workshop-"
                           "card', 'bsl-video', 'panel')",
                           name=op.f("ck_submissions_channel_is_known")),
        sa.CheckConstraint("format IN ('e-mail', 'document', 'letter', 'form', 'call', 'petition')",
                           name=op.f("ck_submissions_format_is_known")),
        sa.CheckConstraint("proposal = '' OR proposal IN ('auto-reply', 'spam', 'blank', 'petition', 'reply-to-us')",
                           name=op.f("ck_submissions_proposal_is_known")),
        sa.CheckConstraint("reason = '' OR reason IN ('blank', 'no-consent', 'test', 'out-of-time', 'spam', "
                           "'duplicate', 'automatic')",
                           name=op.f("ck_submissions_reason_is_known")),
        sa.CheckConstraint("response_id IS NULL OR format <> 'petition'",
                           name=op.f("ck_submissions_petitions_are_no_responses")),
        sa.CheckConstraint("response_id IS NULL OR state = 'accepted'",
                           name=op.f("ck_submissions_responses_were_accepted")),
        sa.CheckConstraint("sender_kind IN ('person', 'group', 'organisation')",
                           name=op.f("ck_submissions_sender_kind_is_known")),
        sa.CheckConstraint("state <> 'accepted' OR response_id IS NOT NULL OR format = 'petition'",
                           name=op.f("ck_submissions_accepted_ones_are_responses")),
        sa.CheckConstraint("state <> 'excluded' OR reason <> ''", name=op.f("ck_submissions_exclusion_has_a_reason")),
        sa.CheckConstraint("state = 'duplicate' OR (duplicate_of_id IS NULL AND same_as_response_id IS NULL)",
                           name=op.f("ck_submissions_only_duplicates_point")),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'duplicate', 'excluded', 'unreadable', 'withdrawn')",
                           name=op.f("ck_submissions_state_is_known")),
        sa.CheckConstraint("checked_by_id IS NULL OR checked_at IS NOT NULL",
                           name=op.f("ck_submissions_check_is_whole")),
        sa.CheckConstraint("signatures IS NULL OR signatures >= 0",
                           name=op.f("ck_submissions_signatures_are_a_number")),
        sa.CheckConstraint("speaks_for IS NULL OR speaks_for > 0", name=op.f("ck_submissions_speaks_for_someone")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_submissions_checked_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_submissions_consultation_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_submissions_decided_by_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["submissions.id"], name=op.f("fk_submissions_duplicate_of_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_submissions_response_id")),
        sa.ForeignKeyConstraint(["same_as_response_id"], ["responses.id"],
                                name=op.f("fk_submissions_same_as_response_id")),
        sa.ForeignKeyConstraint(["taken_in_by_id"], ["people.id"], name=op.f("fk_submissions_taken_in_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("consultation_id", "source_hash", name=op.f("uq_submissions_consultation_id_source_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_submissions_public_id")),
        sa.UniqueConstraint("response_id", name=op.f("uq_submissions_response_id")),
    )
    op.create_index(op.f("ix_submissions_consultation_id_received_at_id"), "submissions", ["consultation_id", "received_at", "id"])
    op.create_index(op.f("ix_submissions_duplicate_of_id"), "submissions", ["duplicate_of_id"])
    op.create_index(op.f("ix_submissions_same_as_response_id"), "submissions", ["same_as_response_id"])
    op.create_index(op.f("ix_submissions_thread_hash"), "submissions", ["thread_hash"])
    op.create_index(op.f("ix_submissions_waiting"), "submissions", ["consultation_id", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "submission_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('source', 'attachment', 'scan')", name=op.f("ck_submission_files_role_is_known")),
        sa.CheckConstraint("state IN ('held', 'clean', 'refused', 'deleted')",
                           name=op.f("ck_submission_files_state_is_known")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_submission_files_size_is_real")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_submission_files_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_submission_files_public_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_submission_files_stored_as")),
        sa.UniqueConstraint("submission_id", "position", name=op.f("uq_submission_files_submission_id_position")),
    )
    op.create_table(
        "senders",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("post", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_senders_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_senders")),
    )
    op.create_index(op.f("ix_senders_address_hash"), "senders", ["address_hash"])
    op.create_table(
        "acknowledgements",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)",
                           name=op.f("ck_acknowledgements_sending_is_whole")),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'refused', 'not-wanted')",
                           name=op.f("ck_acknowledgements_state_is_known")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_acknowledgements_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_acknowledgements")),
    )
    op.create_index(op.f("ix_acknowledgements_waiting"), "acknowledgements", ["due_at"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"))
    op.create_table(
        "mailbox_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.String(length=200), nullable=False),
        sa.Column("uid_validity", sa.Integer(), nullable=False),
        sa.Column("last_uid", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("failed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_mailbox_states_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_states")),
        sa.UniqueConstraint("consultation_id", "folder", name=op.f("uq_mailbox_states_consultation_id_folder")),
    )
    op.create_table(
        "same_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)",
                           name=op.f("ck_same_people_decided_by_a_person")),
        sa.CheckConstraint("basis IN ('sender', 'words', 'code', 'person')",
                           name=op.f("ck_same_people_basis_is_known")),
        sa.CheckConstraint("state IN ('proposed', 'linked', 'refused', 'undone')",
                           name=op.f("ck_same_people_state_is_known")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_same_people_a_pair_has_one_order")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_same_people_consultation_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_same_people_decided_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["responses.id"], name=op.f("fk_same_people_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["responses.id"], name=op.f("fk_same_people_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_people")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_same_people_first_id_second_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_same_people_public_id")),
    )
    op.create_index(op.f("ix_same_people_consultation_id_state_id"), "same_people", ["consultation_id", "state", "id"])
    op.create_index(op.f("ix_same_people_second_id"), "same_people", ["second_id"])
    op.create_table(
        "coding_questions",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["coding_id"], ["codings.id"], name=op.f("fk_coding_questions_coding_id")),
        sa.PrimaryKeyConstraint("coding_id", "question_key", name=op.f("pk_coding_questions")),
    )


def downgrade() -> None:
    op.drop_table("coding_questions")
    op.drop_table("same_people")
    op.drop_table("mailbox_states")
    op.drop_table("acknowledgements")
    op.drop_table("senders")
    op.drop_table("submission_files")
    op.drop_table("submissions")
