"""Meetings, the agenda with its tray, and what a forum does with public bodies."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.Boolean(), nullable=False),
        sa.Column("post", sa.Boolean(), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("quiet_space", sa.Boolean(), nullable=False),
        sa.Column("break_every", sa.Integer(), nullable=False),
        sa.Column("papers_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("captions_kept", sa.Boolean(), nullable=False),
        sa.Column("captions_agreed_id", sa.Integer(), nullable=True),
        sa.Column("captions_delete_on", sa.Date(), nullable=True),
        sa.Column("captions", sa.Text(), nullable=False),
        sa.Column("agenda_adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agenda_adopted_id", sa.Integer(), nullable=True),
        sa.Column("rule_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("captions_kept OR captions = ''", name=op.f("ck_meetings_captions_are_kept_or_gone")),
        sa.CheckConstraint("state IN ('planned', 'confirmed', 'held', 'postponed', 'cancelled')",
                           name=op.f("ck_meetings_state_is_known")),
        sa.CheckConstraint("NOT captions_kept OR (captions_agreed_id IS NOT NULL AND captions_delete_on IS NOT NULL)",
                           name=op.f("ck_meetings_captions_are_agreed")),
        sa.CheckConstraint("agenda_adopted_at IS NULL OR agenda_adopted_id IS NOT NULL",
                           name=op.f("ck_meetings_agenda_is_the_groups")),
        sa.CheckConstraint("break_every BETWEEN 15 AND 90", name=op.f("ck_meetings_breaks_come")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_meetings_ends_after_it_starts")),
        sa.CheckConstraint("in_person OR remote OR phone OR post", name=op.f("ck_meetings_has_a_way")),
        sa.ForeignKeyConstraint(["agenda_adopted_id"], ["group_decisions.id"],
                                name=op.f("fk_meetings_agenda_adopted_id")),
        sa.ForeignKeyConstraint(["captions_agreed_id"], ["group_decisions.id"],
                                name=op.f("fk_meetings_captions_agreed_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_meetings_forum_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["members.id"], name=op.f("fk_meetings_planned_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meetings_public_id")),
    )
    op.create_index(op.f("ix_meetings_forum_id_starts_at"), "meetings", ["forum_id", "starts_at"])
    op.create_table(
        "outside_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("offered", sa.String(length=10), nullable=False),
        sa.Column("offered_title", sa.String(length=200), nullable=False),
        sa.Column("offered_words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("offered <> 'changed' OR length(offered_title) > 0",
                           name=op.f("ck_outside_requests_change_has_words")),
        sa.CheckConstraint("offered = '' OR offered IN ('taken', 'changed', 'declined')",
                           name=op.f("ck_outside_requests_offered_is_known")),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'changed', 'declined', 'withdrawn')",
                           name=op.f("ck_outside_requests_state_is_known")),
        sa.CheckConstraint("state IN ('waiting', 'withdrawn') OR state = offered",
                           name=op.f("ck_outside_requests_answer_is_the_offered_one")),
        sa.CheckConstraint("length(why) > 0 AND length(use) > 0 AND length(body) > 0",
                           name=op.f("ck_outside_requests_says_who_why_and_what_for")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["members.id"], name=op.f("fk_outside_requests_answered_by_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_outside_requests_forum_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["people.id"], name=op.f("fk_outside_requests_placed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outside_requests_public_id")),
    )
    op.create_index(op.f("ix_outside_requests_forum_id_id"), "outside_requests", ["forum_id", "id"])
    op.create_index(op.f("ix_outside_requests_placed_by_id"), "outside_requests", ["placed_by_id"])
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tie_place", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("moved_from_id", sa.Integer(), nullable=True),
        sa.Column("moved_on", sa.Integer(), nullable=False),
        sa.Column("shown_to_guests", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)",
                           name=op.f("ck_agenda_items_merged_into_one")),
        sa.CheckConstraint("state IN ('proposed', 'listed', 'adopted', 'done', 'moved-on', 'withdrawn', 'merged')",
                           name=op.f("ck_agenda_items_state_is_known")),
        sa.CheckConstraint("state NOT IN ('listed', 'adopted') OR meeting_id IS NOT NULL",
                           name=op.f("ck_agenda_items_listed_for_a_meeting")),
        sa.CheckConstraint("way IN ('text', 'voice', 'bsl', 'phone', 'post', 'supporter')",
                           name=op.f("ck_agenda_items_way_is_known")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name=op.f("ck_agenda_items_minutes_are_sensible")),
        sa.ForeignKeyConstraint(["file_id"], ["forum_files.id"], name=op.f("fk_agenda_items_file_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_agenda_items_forum_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["agenda_items.id"], name=op.f("fk_agenda_items_merged_into_id")),
        sa.ForeignKeyConstraint(["moved_from_id"], ["meetings.id"], name=op.f("fk_agenda_items_moved_from_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["members.id"], name=op.f("fk_agenda_items_proposed_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["outside_requests.id"], name=op.f("fk_agenda_items_request_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_agenda_items_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_items_public_id")),
    )
    op.create_index(op.f("ix_agenda_items_forum_id_id"), "agenda_items", ["forum_id", "id"])
    op.create_index(op.f("ix_agenda_items_meeting_id_position"), "agenda_items", ["meeting_id", "position"])
    op.create_index(op.f("ix_agenda_items_proposed_by_id"), "agenda_items", ["proposed_by_id"])
    op.create_index(op.f("ix_agenda_items_request_id"), "agenda_items", ["request_id"])
    op.create_table(
        "item_nodes",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_item_nodes_item_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_item_nodes_plan_node_id")),
        sa.PrimaryKeyConstraint("item_id", "plan_node_id", name=op.f("pk_item_nodes")),
    )
    op.create_table(
        "forum_themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_forum_themes_consultation_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_forum_themes_item_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_forum_themes_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_themes")),
        sa.UniqueConstraint("item_id", "consultation_id", "name",
                                name=op.f("uq_forum_themes_item_id_consultation_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_themes_public_id")),
    )
    op.create_index(op.f("ix_forum_themes_consultation_id"), "forum_themes", ["consultation_id"])
    op.create_index(op.f("ix_forum_themes_theme_id"), "forum_themes", ["theme_id"])
    op.create_table(
        "item_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'agreed', 'refused')", name=op.f("ck_item_merges_state_is_known")),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_item_merges_two_items")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["members.id"], name=op.f("fk_item_merges_asked_by_id")),
        sa.ForeignKeyConstraint(["from_id"], ["agenda_items.id"], name=op.f("fk_item_merges_from_id")),
        sa.ForeignKeyConstraint(["into_id"], ["agenda_items.id"], name=op.f("fk_item_merges_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_merges")),
        sa.UniqueConstraint("from_id", "into_id", name=op.f("uq_item_merges_from_id_into_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_item_merges_public_id")),
    )
    op.create_table(
        "item_wishes",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=6), nullable=False),
        sa.CheckConstraint("wish IN ('first', 'soon', 'later')", name=op.f("ck_item_wishes_wish_is_known")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_item_wishes_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_item_wishes_member_id")),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_item_wishes")),
    )
    op.create_table(
        "item_merge_answers",
        sa.Column("merge_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_item_merge_answers_member_id")),
        sa.ForeignKeyConstraint(["merge_id"], ["item_merges.id"], name=op.f("fk_item_merge_answers_merge_id")),
        sa.PrimaryKeyConstraint("merge_id", "member_id", name=op.f("pk_item_merge_answers")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("rung", sa.String(length=14), nullable=False),
        sa.Column("responder", sa.String(length=200), nullable=False),
        sa.Column("feedback_due_on", sa.Date(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lowered_from", sa.String(length=14), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("rung <> 'co-production' OR (responder <> '' AND feedback_due_on IS NOT NULL)",
                           name=op.f("ck_activities_co_production_has_its_conditions")),
        sa.CheckConstraint("rung IN ('informing', 'educating', 'consultation', 'engagement', 'co-design', 'co-"
                           "production')",
                           name=op.f("ck_activities_rung_is_known")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_activities_forum_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_activities_meeting_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_activities_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("public_id", name=op.f("uq_activities_public_id")),
    )
    op.create_index(op.f("ix_activities_forum_id"), "activities", ["forum_id"])


def downgrade() -> None:
    op.drop_table("activities")
    op.drop_table("item_merge_answers")
    op.drop_table("item_wishes")
    op.drop_table("item_merges")
    op.drop_table("forum_themes")
    op.drop_table("item_nodes")
    op.drop_table("agenda_items")
    op.drop_table("outside_requests")
    op.drop_table("meetings")
