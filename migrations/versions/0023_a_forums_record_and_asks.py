"""Notes in three layers, and asks with their replies and marks."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("layer", sa.String(length=8), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(layer = 'agreed') = (agreed_at IS NOT NULL)", name=op.f("ck_notes_agreed_at_a_time")),
        sa.CheckConstraint("layer IN ('working', 'agreed')", name=op.f("ck_notes_layer_is_known")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["members.id"], name=op.f("fk_notes_begun_by_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_notes_forum_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_notes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notes_public_id")),
    )
    op.create_index(op.f("ix_notes_forum_id_id"), "notes", ["forum_id", "id"])
    op.create_index(op.f("ix_notes_meeting_id"), "notes", ["meeting_id"])
    op.create_table(
        "note_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("easy_words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("own_words_of_id", sa.Integer(), nullable=True),
        sa.Column("is_attributed", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('said', 'decision', 'action', 'addition')",
                           name=op.f("ck_note_lines_kind_is_known")),
        sa.CheckConstraint("taken_back_at IS NULL OR (words = '' AND easy_words = '')",
                           name=op.f("ck_note_lines_taken_back_is_gone")),
        sa.CheckConstraint("NOT is_attributed OR own_words_of_id IS NOT NULL",
                           name=op.f("ck_note_lines_attributed_to_someone")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_note_lines_decision_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_note_lines_item_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_lines_note_id")),
        sa.ForeignKeyConstraint(["own_words_of_id"], ["members.id"], name=op.f("fk_note_lines_own_words_of_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_note_lines_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_lines")),
        sa.UniqueConstraint("public_id", name=op.f("uq_note_lines_public_id")),
    )
    op.create_index(op.f("ix_note_lines_note_id_position"), "note_lines", ["note_id", "position"])
    op.create_index(op.f("ix_note_lines_own_words_of_id"), "note_lines", ["own_words_of_id"])
    op.create_table(
        "note_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_note_corrections_by_id")),
        sa.ForeignKeyConstraint(["line_id"], ["note_lines.id"], name=op.f("fk_note_corrections_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_corrections")),
    )
    op.create_index(op.f("ix_note_corrections_line_id"), "note_corrections", ["line_id"])
    op.create_table(
        "released_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("to_whom", sa.String(length=8), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_replaced", sa.Text(), nullable=False),
        sa.CheckConstraint("to_whom = 'public' OR length(bodies) > 0",
                           name=op.f("ck_released_notes_named_bodies_are_named")),
        sa.CheckConstraint("to_whom IN ('public', 'named')", name=op.f("ck_released_notes_audience_is_known")),
        sa.CheckConstraint("replaced_at IS NULL OR released_at IS NOT NULL",
                           name=op.f("ck_released_notes_replaced_after_its_release")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_released_notes_decision_id")),
        sa.ForeignKeyConstraint(["film_id"], ["forum_files.id"], name=op.f("fk_released_notes_film_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_released_notes_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_notes")),
        sa.UniqueConstraint("note_id", "number", name=op.f("uq_released_notes_note_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_released_notes_public_id")),
    )
    op.create_table(
        "asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("easy_words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state <> 'sent' OR (sent_on IS NOT NULL AND reply_due_on IS NOT NULL AND decision_id IS "
                           "NOT NULL)",
                           name=op.f("ck_asks_sent_by_the_group")),
        sa.CheckConstraint("state IN ('draft', 'sent', 'withdrawn')", name=op.f("ck_asks_state_is_known")),
        sa.CheckConstraint("reply_days BETWEEN 1 AND 260", name=op.f("ck_asks_reply_days_are_sensible")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_asks_consultation_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_asks_decision_id")),
        sa.ForeignKeyConstraint(["film_id"], ["forum_files.id"], name=op.f("fk_asks_film_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_asks_forum_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_asks_item_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_asks_plan_node_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_asks_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_asks_public_id")),
    )
    op.create_index(op.f("ix_asks_consultation_id"), "asks", ["consultation_id"])
    op.create_index(op.f("ix_asks_forum_id_id"), "asks", ["forum_id", "id"])
    op.create_index(op.f("ix_asks_plan_node_id"), "asks", ["plan_node_id"])
    op.create_table(
        "ask_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("easy_reason", sa.Text(), nullable=False),
        sa.Column("goes_to", sa.String(length=200), nullable=False),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.Column("text_before", sa.Text(), nullable=False),
        sa.Column("text_after", sa.Text(), nullable=False),
        sa.Column("signed", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("outcome <> 'later' OR later_on IS NOT NULL",
                           name=op.f("ck_ask_replies_later_says_by_when")),
        sa.CheckConstraint("outcome <> 'not-ours' OR length(goes_to) > 0",
                           name=op.f("ck_ask_replies_not_ours_says_whose")),
        sa.CheckConstraint("outcome IN ('accept', 'partly', 'not', 'later', 'not-ours')",
                           name=op.f("ck_ask_replies_outcome_is_known")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_ask_replies_has_a_reason")),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_ask_replies_ask_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_ask_replies_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_replies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ask_replies_public_id")),
    )
    op.create_index(op.f("ix_ask_replies_ask_id"), "ask_replies", ["ask_id"])
    op.create_index(op.f("ix_ask_replies_current"), "ask_replies", ["ask_id"], unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"))
    op.create_table(
        "ask_reply_forms",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reply_id"], ["ask_replies.id"], name=op.f("fk_ask_reply_forms_reply_id")),
        sa.PrimaryKeyConstraint("reply_id", "form", "language", name=op.f("pk_ask_reply_forms")),
    )
    op.create_table(
        "ask_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("is_made", sa.Boolean(), nullable=False),
        sa.CheckConstraint("mark IN ('answers-us', 'partly', 'does-not-answer')",
                           name=op.f("ck_ask_marks_mark_is_known")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_ask_marks_decision_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["ask_replies.id"], name=op.f("fk_ask_marks_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_marks")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_ask_marks_reply_id")),
    )


def downgrade() -> None:
    op.drop_table("ask_marks")
    op.drop_table("ask_reply_forms")
    op.drop_table("ask_replies")
    op.drop_table("asks")
    op.drop_table("released_notes")
    op.drop_table("note_corrections")
    op.drop_table("note_lines")
    op.drop_table("notes")
