"""Files of a forum, group decisions with ballots apart from who cast them, charters and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forum_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=43), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(state = 'deleted') = (stored_as IS NULL)", name=op.f("ck_forum_files_deleted_is_gone")),
        sa.CheckConstraint("kind IN ('audio', 'video', 'file')", name=op.f("ck_forum_files_kind_is_known")),
        sa.CheckConstraint("state IN ('held', 'clean', 'refused', 'deleted')",
                           name=op.f("ck_forum_files_state_is_known")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_files_forum_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_forum_files_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_files")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_files_public_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_forum_files_stored_as")),
    )
    op.create_index(op.f("ix_forum_files_forum_id"), "forum_files", ["forum_id"])
    op.create_index(op.f("ix_forum_files_member_id"), "forum_files", ["member_id"])
    op.create_table(
        "group_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=14), nullable=False),
        sa.Column("subject_id", sa.String(length=22), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("meeting_public_id", sa.String(length=22), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("could", sa.Integer(), nullable=True),
        sa.Column("did", sa.Integer(), nullable=True),
        sa.Column("could_not_live_with_it", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_group_decisions_end_is_whole")),
        sa.CheckConstraint("rule IN ('consent', 'consensus', 'gradients', 'vote')",
                           name=op.f("ck_group_decisions_rule_is_known")),
        sa.CheckConstraint("state IN ('open', 'made', 'not-made', 'withdrawn')",
                           name=op.f("ck_group_decisions_state_is_known")),
        sa.CheckConstraint("subject_kind IN ('charter', 'agenda', 'note-agree', 'note-delete', 'note-release', 'ask', "
                           "'ask-withdraw', 'mark', 'request', 'moderation', 'pause', 'close', 'reopen', 'guest', "
                           "'captions', 'rung', 'review', 'settings', 'public-page', 'chair', 'postpone', 'theme', "
                           "'other')",
                           name=op.f("ck_group_decisions_subject_is_known")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_group_decisions_forum_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["members.id"], name=op.f("fk_group_decisions_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_group_decisions_public_id")),
    )
    op.create_index(op.f("ix_group_decisions_forum_id_id"), "group_decisions", ["forum_id", "id"])
    op.create_index(op.f("ix_group_decisions_subject"), "group_decisions", ["subject_kind", "subject_id"])
    op.create_index(op.f("uq_one_question"), "group_decisions", ["forum_id", "subject_kind", "subject_id"], unique=True,
        sqlite_where=sa.text("state = 'open' AND subject_id || subject_kind NOT IN ('other', 'chair')"),
        postgresql_where=sa.text("state = 'open' AND subject_id || subject_kind NOT IN ('other', 'chair')"))
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stance IN ('agree', 'stand-aside', 'concern', 'object', '1', '2', '3', '4', '5', '6', '7',"
                           " '8')",
                           name=op.f("ck_positions_stance_is_known")),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_positions_decision_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_positions_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("decision_id", "member_id", name=op.f("uq_positions_decision_id_member_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_positions_public_id")),
    )
    op.create_index(op.f("ix_positions_member_id"), "positions", ["member_id"])
    op.create_table(
        "ballots",
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_ballots_decision_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ballots")),
    )
    op.create_index(op.f("ix_ballots_decision_id"), "ballots", ["decision_id"])
    op.create_table(
        "turnouts",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["group_decisions.id"], name=op.f("fk_turnouts_decision_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_turnouts_member_id")),
        sa.PrimaryKeyConstraint("decision_id", "member_id", name=op.f("pk_turnouts")),
    )
    op.create_table(
        "charters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("film_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(adopted_at IS NULL) = (adopted_by_id IS NULL)",
                           name=op.f("ck_charters_adopted_by_the_group")),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["group_decisions.id"], name=op.f("fk_charters_adopted_by_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["members.id"], name=op.f("fk_charters_drafted_by_id")),
        sa.ForeignKeyConstraint(["film_id"], ["forum_files.id"], name=op.f("fk_charters_film_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_charters_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charters")),
        sa.UniqueConstraint("forum_id", "number", name=op.f("uq_charters_forum_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_charters_public_id")),
    )
    op.create_table(
        "forum_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_reviews_forum_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["members.id"], name=op.f("fk_forum_reviews_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_reviews")),
        sa.UniqueConstraint("forum_id", "year", name=op.f("uq_forum_reviews_forum_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_reviews_public_id")),
    )


def downgrade() -> None:
    op.drop_table("forum_reviews")
    op.drop_table("charters")
    op.drop_table("turnouts")
    op.drop_table("ballots")
    op.drop_table("positions")
    op.drop_table("group_decisions")
    op.drop_table("forum_files")
