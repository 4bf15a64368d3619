"""What the scrutiny committee asked, ask by ask; the steps of the law; notes on checklists."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "committee_responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("plan_key", sa.String(length=80), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_words", sa.Text(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("source_facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_committee_responses_consultation_id")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["people.id"], name=op.f("fk_committee_responses_imported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_responses")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_committee_responses_consultation_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_committee_responses_public_id")),
    )
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("committee_response_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("chapter", sa.Text(), nullable=False),
        sa.Column("addressed_to", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["committee_response_id"], ["committee_responses.id"],
                                name=op.f("fk_recommendations_committee_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint("committee_response_id", "key", name=op.f("uq_recommendations_committee_response_id_key")),
        sa.UniqueConstraint("committee_response_id", "position",
                                name=op.f("uq_recommendations_committee_response_id_position")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recommendations_public_id")),
    )
    op.create_table(
        "recommendation_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("our_reading", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("goes_to", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_every", sa.String(length=10), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("status_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_set_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_every IN ('', 'month', 'quarter', 'year')",
                           name=op.f("ck_recommendation_asks_rhythm_is_known")),
        sa.CheckConstraint("reason_code IN ('', 'too-detailed', 'no-targets', 'other-body', 'later-strategy', "
                           "'government-deciding', 'already-covered', 'own-words')",
                           name=op.f("ck_recommendation_asks_reason_is_known")),
        sa.CheckConstraint("status IS NULL OR status <> 'referred' OR length(goes_to) > 0",
                           name=op.f("ck_recommendation_asks_referred_says_whose")),
        sa.CheckConstraint("status IS NULL OR status = 'accepted' OR reason_code <> ''",
                           name=op.f("ck_recommendation_asks_a_no_has_a_reason")),
        sa.CheckConstraint("status IS NULL OR status IN ('accepted', 'partly', 'noted', 'declined', 'deferred', "
                           "'referred')",
                           name=op.f("ck_recommendation_asks_status_is_known")),
        sa.CheckConstraint("(status IS NULL) = (status_set_at IS NULL)",
                           name=op.f("ck_recommendation_asks_somebody_set_it")),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"],
                                name=op.f("fk_recommendation_asks_recommendation_id")),
        sa.ForeignKeyConstraint(["status_set_by_id"], ["people.id"],
                                name=op.f("fk_recommendation_asks_status_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_asks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recommendation_asks_public_id")),
        sa.UniqueConstraint("recommendation_id", "key", name=op.f("uq_recommendation_asks_recommendation_id_key")),
    )
    op.create_index(op.f("ix_recommendation_asks_recommendation_id"), "recommendation_asks", ["recommendation_id", "position"])
    op.create_table(
        "recommendation_ask_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("goes_to", sa.String(length=200), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["recommendation_asks.id"],
                                name=op.f("fk_recommendation_ask_changes_ask_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_recommendation_ask_changes_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_ask_changes")),
    )
    op.create_index(op.f("ix_recommendation_ask_changes_ask_id"), "recommendation_ask_changes", ["ask_id", "id"])
    op.create_table(
        "recommendation_nodes",
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_recommendation_nodes_plan_node_id")),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"],
                                name=op.f("fk_recommendation_nodes_recommendation_id")),
        sa.PrimaryKeyConstraint("recommendation_id", "plan_node_id", name=op.f("pk_recommendation_nodes")),
    )
    op.create_index(op.f("ix_recommendation_nodes_plan_node_id"), "recommendation_nodes", ["plan_node_id"])
    op.create_table(
        "committee_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("committee_response_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("signed", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["committee_response_id"], ["committee_responses.id"],
                                name=op.f("fk_committee_replies_committee_response_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_committee_replies_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_replies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_committee_replies_public_id")),
    )
    op.create_index(op.f("ix_committee_replies_committee_response_id"), "committee_replies", ["committee_response_id", "id"])
    op.create_table(
        "committee_reply_asks",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["recommendation_asks.id"], name=op.f("fk_committee_reply_asks_ask_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["committee_replies.id"], name=op.f("fk_committee_reply_asks_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", "ask_id", name=op.f("pk_committee_reply_asks")),
    )
    op.create_index(op.f("ix_committee_reply_asks_ask_id"), "committee_reply_asks", ["ask_id"])
    op.create_table(
        "committee_dissents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_response_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["committee_response_id"], ["committee_responses.id"],
                                name=op.f("fk_committee_dissents_committee_response_id")),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"],
                                name=op.f("fk_committee_dissents_recommendation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_dissents")),
        sa.UniqueConstraint("committee_response_id", "key",
                                name=op.f("uq_committee_dissents_committee_response_id_key")),
    )
    op.create_table(
        "timeline_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("is_not_needed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("NOT is_not_needed OR done_on IS NULL",
                           name=op.f("ck_timeline_steps_not_needed_is_not_done")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["people.id"], name=op.f("fk_timeline_steps_changed_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_timeline_steps_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_steps")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_timeline_steps_consultation_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_timeline_steps_public_id")),
    )
    op.create_table(
        "checklist_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('met', 'partly', 'not-met')", name=op.f("ck_checklist_notes_state_is_known")),
        sa.CheckConstraint("length(note) > 0", name=op.f("ck_checklist_notes_says_something")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_checklist_notes_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_checklist_notes_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_notes")),
    )
    op.create_index(op.f("ix_checklist_notes_consultation_id_key"), "checklist_notes", ["consultation_id", "key", "id"])


def downgrade() -> None:
    op.drop_table("checklist_notes")
    op.drop_table("timeline_steps")
    op.drop_table("committee_dissents")
    op.drop_table("committee_reply_asks")
    op.drop_table("committee_replies")
    op.drop_table("recommendation_nodes")
    op.drop_table("recommendation_ask_changes")
    op.drop_table("recommendation_asks")
    op.drop_table("recommendations")
    op.drop_table("committee_responses")
