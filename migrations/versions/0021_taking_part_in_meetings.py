"""Guests, papers, cards, and what people need to take part."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announced_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('officer', 'police', 'press', 'researcher', 'other')",
                           name=op.f("ck_announced_guests_kind_is_known")),
        sa.CheckConstraint("state IN ('announced', 'agreed', 'refused')",
                           name=op.f("ck_announced_guests_state_is_known")),
        sa.ForeignKeyConstraint(["announced_by_id"], ["members.id"], name=op.f("fk_announced_guests_announced_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_announced_guests_decision_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_announced_guests_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_announced_guests_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announced_guests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_announced_guests_public_id")),
    )
    op.create_index(op.f("ix_announced_guests_meeting_id"), "announced_guests", ["meeting_id"])
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("form IN ('text', 'easy-read', 'bsl', 'large-print', 'audio', 'braille', 'language')",
                           name=op.f("ck_papers_form_is_known")),
        sa.ForeignKeyConstraint(["added_by_id"], ["members.id"], name=op.f("fk_papers_added_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["forum_files.id"], name=op.f("fk_papers_file_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_papers_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_papers_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("meeting_id", "title", "form", "language",
                                name=op.f("uq_papers_meeting_id_title_form_language")),
        sa.UniqueConstraint("public_id", name=op.f("uq_papers_public_id")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('slow-down', 'say-again', 'break', 'hand')", name=op.f("ck_cards_kind_is_known")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_cards_meeting_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cards_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_meeting_id_id"), "cards", ["meeting_id", "id"])
    op.create_index(op.f("ix_cards_member_id"), "cards", ["member_id"])
    op.create_table(
        "access_profiles",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_access_profiles_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_access_profiles")),
    )
    op.create_table(
        "meeting_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=30), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("how_many", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("booked", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arranged_by_person_id", sa.Integer(), nullable=True),
        sa.Column("arranged_by_member_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state <> 'not-met' OR length(reason) > 0",
                           name=op.f("ck_meeting_needs_not_met_has_a_reason")),
        sa.CheckConstraint("state IN ('asked', 'booked', 'offered', 'alternative', 'not-met', 'withdrawn')",
                           name=op.f("ck_meeting_needs_state_is_known")),
        sa.CheckConstraint("state NOT IN ('offered', 'alternative') OR length(offer) > 0",
                           name=op.f("ck_meeting_needs_an_offer_says_what")),
        sa.ForeignKeyConstraint(["arranged_by_member_id"], ["members.id"],
                                name=op.f("fk_meeting_needs_arranged_by_member_id")),
        sa.ForeignKeyConstraint(["arranged_by_person_id"], ["people.id"],
                                name=op.f("fk_meeting_needs_arranged_by_person_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_needs_meeting_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_meeting_needs_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_needs")),
        sa.UniqueConstraint("meeting_id", "member_id", "need", name=op.f("uq_meeting_needs_meeting_id_member_id_need")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_needs_public_id")),
    )
    op.create_index(op.f("ix_meeting_needs_member_id"), "meeting_needs", ["member_id"])


def downgrade() -> None:
    op.drop_table("meeting_needs")
    op.drop_table("access_profiles")
    op.drop_table("cards")
    op.drop_table("papers")
    op.drop_table("announced_guests")
