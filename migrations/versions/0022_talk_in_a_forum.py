"""Threads and posts, reports, what was held back and why, steps of the group's agreement."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("easy_title", sa.String(length=200), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_threads_forum_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_threads_item_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["members.id"], name=op.f("fk_threads_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
        sa.UniqueConstraint("public_id", name=op.f("uq_threads_public_id")),
    )
    op.create_index(op.f("ix_threads_forum_id_id"), "threads", ["forum_id", "id"])
    op.create_index(op.f("ix_threads_item_id"), "threads", ["item_id"])
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("easy_words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_held_back", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.CheckConstraint("taken_back_at IS NULL OR (words = '' AND easy_words = '' AND file_id IS NULL)",
                           name=op.f("ck_posts_taken_back_is_gone")),
        sa.ForeignKeyConstraint(["answers_id"], ["posts.id"], name=op.f("fk_posts_answers_id")),
        sa.ForeignKeyConstraint(["file_id"], ["forum_files.id"], name=op.f("fk_posts_file_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_posts_member_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_posts_public_id")),
    )
    op.create_index(op.f("ix_posts_member_id"), "posts", ["member_id"])
    op.create_index(op.f("ix_posts_thread_id_id"), "posts", ["thread_id", "id"])
    op.create_table(
        "member_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("heard_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('sent', 'seen', 'settled')", name=op.f("ck_member_reports_state_is_known")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_member_reports_forum_id")),
        sa.ForeignKeyConstraint(["from_id"], ["members.id"], name=op.f("fk_member_reports_from_id")),
        sa.ForeignKeyConstraint(["heard_by_id"], ["members.id"], name=op.f("fk_member_reports_heard_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_member_reports_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_member_reports_public_id")),
    )
    op.create_index(op.f("ix_member_reports_forum_id_id"), "member_reports", ["forum_id", "id"])
    op.create_index(op.f("ix_member_reports_from_id"), "member_reports", ["from_id"])
    op.create_table(
        "moderations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_words", sa.Text(), nullable=False),
        sa.Column("heard_by_id", sa.Integer(), nullable=True),
        sa.Column("heard_words", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('held-back', 'appealed', 'upheld', 'overturned', 'lifted')",
                           name=op.f("ck_moderations_state_is_known")),
        sa.CheckConstraint("state NOT IN ('upheld', 'overturned') OR (heard_by_id IS NOT NULL AND length(heard_words) "
                           "> 0)",
                           name=op.f("ck_moderations_appeals_are_heard_by_a_person")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_moderations_has_a_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_moderations_by_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_moderations_forum_id")),
        sa.ForeignKeyConstraint(["heard_by_id"], ["members.id"], name=op.f("fk_moderations_heard_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_moderations_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderations_public_id")),
    )
    op.create_index(op.f("ix_moderations_forum_id_id"), "moderations", ["forum_id", "id"])
    op.create_index(op.f("ix_moderations_post_id"), "moderations", ["post_id"])
    op.create_table(
        "agreement_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appeal_words", sa.Text(), nullable=False),
        sa.Column("heard_by_id", sa.Integer(), nullable=True),
        sa.Column("heard_words", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.CheckConstraint("step <> 'group-decision' OR decision_id IS NOT NULL",
                           name=op.f("ck_agreement_steps_decided_by_the_group")),
        sa.CheckConstraint("step <> 'pause' OR until IS NOT NULL", name=op.f("ck_agreement_steps_a_pause_ends")),
        sa.CheckConstraint("step IN ('private-word', 'pause', 'group-decision', 'appeal')",
                           name=op.f("ck_agreement_steps_step_is_known")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_agreement_steps_has_a_reason")),
        sa.ForeignKeyConstraint(["about_id"], ["members.id"], name=op.f("fk_agreement_steps_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_agreement_steps_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_agreement_steps_decision_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_agreement_steps_forum_id")),
        sa.ForeignKeyConstraint(["heard_by_id"], ["members.id"], name=op.f("fk_agreement_steps_heard_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_steps")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreement_steps_public_id")),
    )
    op.create_index(op.f("ix_agreement_steps_about_id"), "agreement_steps", ["about_id"])
    op.create_index(op.f("ix_agreement_steps_forum_id_id"), "agreement_steps", ["forum_id", "id"])


def downgrade() -> None:
    op.drop_table("agreement_steps")
    op.drop_table("moderations")
    op.drop_table("member_reports")
    op.drop_table("posts")
    op.drop_table("threads")
