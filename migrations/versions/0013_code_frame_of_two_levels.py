"""Themes under themes, what is said of a passage in full, campaigns, batches, and steps to go back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

AFFECTED = (
    "affected IN ('children', 'young-people', 'older-people', 'disabled-people', 'deaf-people', 'black-people', "
    "'asian-people', 'mixed-people', 'gypsy-roma-traveller', 'other-ethnic-groups', 'women-and-girls', "
    "'men-and-boys', 'lgb-people', 'trans-people', 'religious-groups', 'pregnant-people', 'carers', "
    "'people-on-low-incomes', 'migrants', 'victims')"
)
TO_RECHECK = sa.text("recheck_reason IS NOT NULL")
HAS_CAMPAIGN, HAS_BATCH = sa.text("campaign_id IS NOT NULL"), sa.text("batch_id IS NOT NULL")
RECHECKED = "recheck_reason IS NULL OR recheck_reason IN ('merged', 'split', 'moved', 'retired', 'words')"


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("answer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organiser", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)",
                           name=op.f("ck_campaigns_decided_by_a_person")),
        sa.CheckConstraint("position = '' OR position IN ('support', 'oppose', 'mixed', 'none')",
                           name=op.f("ck_campaigns_position_is_known")),
        sa.CheckConstraint("state <> 'confirmed' OR length(name) > 0",
                           name=op.f("ck_campaigns_confirmed_ones_have_a_name")),
        sa.CheckConstraint("state IN ('proposed', 'confirmed', 'refused')", name=op.f("ck_campaigns_state_is_known")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_campaigns_answer_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_campaigns_consultation_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_campaigns_decided_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_campaigns_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaigns_public_id")),
    )
    op.create_index(op.f("ix_campaigns_consultation_id_state_id"), "campaigns", ["consultation_id", "state", "id"])
    op.create_table(
        "campaign_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_identical", sa.Boolean(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("additions", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'in', 'out')", name=op.f("ck_campaign_members_state_is_known")),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_campaign_members_shares_something")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_campaign_members_answer_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_members_campaign_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_campaign_members_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_members")),
        sa.UniqueConstraint("campaign_id", "answer_id", name=op.f("uq_campaign_members_campaign_id_answer_id")),
    )
    op.create_index(op.f("ix_campaign_members_answer_id"), "campaign_members", ["answer_id"])
    op.create_index(op.f("uq_campaign_members_in_one"), "campaign_members", ["answer_id"], unique=True,
        sqlite_where=sa.text("state = 'in'"),
        postgresql_where=sa.text("state = 'in'"))
    op.create_table(
        "accepted_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("question_key", sa.String(length=60), nullable=False),
        sa.Column("cut", sa.Double(), nullable=False),
        sa.Column("precision", sa.Double(), nullable=True),
        sa.Column("measured_on", sa.Integer(), nullable=False),
        sa.Column("codings", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)",
                           name=op.f("ck_accepted_batches_undoing_is_whole")),
        sa.CheckConstraint("precision IS NULL OR (precision >= 0 AND precision <= 1)",
                           name=op.f("ck_accepted_batches_precision_is_a_share")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["people.id"], name=op.f("fk_accepted_batches_accepted_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_accepted_batches_consultation_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_accepted_batches_theme_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_accepted_batches_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_batches")),
        sa.UniqueConstraint("public_id", name=op.f("uq_accepted_batches_public_id")),
    )
    op.create_index(op.f("ix_accepted_batches_consultation_id"), "accepted_batches", ["consultation_id"])
    op.create_table(
        "coding_nodes",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coding_id"], ["codings.id"], name=op.f("fk_coding_nodes_coding_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_coding_nodes_plan_node_id")),
        sa.PrimaryKeyConstraint("coding_id", "plan_node_id", name=op.f("pk_coding_nodes")),
    )
    op.create_index(op.f("ix_coding_nodes_plan_node_id"), "coding_nodes", ["plan_node_id"])
    op.create_table(
        "coding_kinds",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('concern', 'experience', 'suggestion', 'question', 'praise', 'out-of-scope')",
                           name=op.f("ck_coding_kinds_kind_is_known")),
        sa.ForeignKeyConstraint(["coding_id"], ["codings.id"], name=op.f("fk_coding_kinds_coding_id")),
        sa.PrimaryKeyConstraint("coding_id", "kind", name=op.f("pk_coding_kinds")),
    )
    op.create_table(
        "coding_groups",
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("affected", sa.String(length=30), nullable=False),
        sa.Column("impact", sa.String(length=10), nullable=False),
        sa.CheckConstraint(AFFECTED, name=op.f("ck_coding_groups_affected_is_known")),
        sa.CheckConstraint("impact IN ('worse', 'better', 'asks', 'unsaid')",
                           name=op.f("ck_coding_groups_impact_is_known")),
        sa.ForeignKeyConstraint(["coding_id"], ["codings.id"], name=op.f("fk_coding_groups_coding_id")),
        sa.PrimaryKeyConstraint("coding_id", "affected", name=op.f("pk_coding_groups")),
    )
    op.create_table(
        "coding_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("action IN ('coded', 'withdrew', 'read', 'unread')",
                           name=op.f("ck_coding_acts_action_is_known")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_coding_acts_answer_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_coding_acts_consultation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_coding_acts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_acts")),
    )
    op.create_index(op.f("ix_coding_acts_answer_id"), "coding_acts", ["answer_id"])
    op.create_index(op.f("ix_coding_acts_back"), "coding_acts", ["person_id", "consultation_id", "id"],
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"))
    # What one column held is the first row of a table: a passage can speak of several parts of the plan.
    op.execute("INSERT INTO coding_nodes (coding_id, plan_node_id) "
               "SELECT id, plan_node_id FROM codings WHERE plan_node_id IS NOT NULL")
    with op.batch_alter_table("codings") as table:
        table.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f("fk_codings_plan_node_id"), type_="foreignkey")
        table.create_foreign_key(op.f("fk_codings_batch_id"), "accepted_batches", ["batch_id"], ["id"])
        table.create_foreign_key(op.f("fk_codings_campaign_id"), "campaigns", ["campaign_id"], ["id"])
        table.create_check_constraint(op.f("ck_codings_only_batches_are_checked"),
                                      "checked_at IS NULL OR batch_id IS NOT NULL")
        table.drop_column("plan_node_id")
    op.create_index(op.f("ix_codings_batch_id"), "codings", ["batch_id"],
        sqlite_where=HAS_BATCH, postgresql_where=HAS_BATCH)
    op.create_index(op.f("ix_codings_campaign_id"), "codings", ["campaign_id"],
        sqlite_where=HAS_CAMPAIGN, postgresql_where=HAS_CAMPAIGN)
    with op.batch_alter_table("readings") as table:
        table.add_column(sa.Column("recheck_reason", sa.String(length=10), nullable=True))
        table.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_readings_campaign_id"), "campaigns", ["campaign_id"], ["id"])
        table.create_check_constraint(op.f("ck_readings_recheck_has_a_known_reason"), RECHECKED)
    op.create_index(op.f("ix_readings_recheck"), "readings", ["answer_id"],
        sqlite_where=TO_RECHECK, postgresql_where=TO_RECHECK)
    with op.batch_alter_table("themes") as table:
        table.add_column(sa.Column("examples", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key(op.f("fk_themes_parent_id"), "themes", ["parent_id"], ["id"])
        table.create_check_constraint(op.f("ck_themes_is_not_its_own_parent"), "parent_id IS NULL OR parent_id <> id")
    op.create_index(op.f("ix_themes_parent_id"), "themes", ["parent_id"])


def downgrade() -> None:
    with op.batch_alter_table("themes") as table:
        table.drop_constraint(op.f("fk_themes_parent_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_themes_is_not_its_own_parent"), type_="check")
        table.drop_index(op.f("ix_themes_parent_id"))
        table.drop_column("position")
        table.drop_column("parent_id")
        table.drop_column("examples")
    # An answer to be looked at again was unread before there was a word for it.
    op.execute("DELETE FROM readings WHERE recheck_reason IS NOT NULL")
    op.drop_index(op.f("ix_readings_recheck"), "readings", sqlite_where=TO_RECHECK, postgresql_where=TO_RECHECK)
    with op.batch_alter_table("readings") as table:
        table.drop_constraint(op.f("ck_readings_recheck_has_a_known_reason"), type_="check")
        table.drop_constraint(op.f("fk_readings_campaign_id"), type_="foreignkey")
        table.drop_column("campaign_id")
        table.drop_column("recheck_reason")
    op.drop_index(op.f("ix_codings_campaign_id"), "codings")
    op.drop_index(op.f("ix_codings_batch_id"), "codings")
    # What nobody had read yet did not count, and would without its mark.
    op.execute("UPDATE codings SET withdrawn_at = CURRENT_TIMESTAMP "
               "WHERE batch_id IS NOT NULL AND checked_at IS NULL AND withdrawn_at IS NULL")
    with op.batch_alter_table("codings") as table:
        table.add_column(sa.Column("plan_node_id", sa.Integer(), nullable=True))
        table.drop_constraint(op.f("ck_codings_only_batches_are_checked"), type_="check")
        table.drop_constraint(op.f("fk_codings_campaign_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_codings_batch_id"), type_="foreignkey")
        table.create_foreign_key(op.f("fk_codings_plan_node_id"), "plan_nodes", ["plan_node_id"], ["id"])
        table.drop_column("checked_at")
        table.drop_column("batch_id")
        table.drop_column("campaign_id")
    op.execute("UPDATE codings SET plan_node_id = (SELECT min(plan_node_id) FROM coding_nodes "
               "WHERE coding_nodes.coding_id = codings.id)")
    op.drop_table("coding_acts")
    op.drop_table("coding_groups")
    op.drop_table("coding_kinds")
    op.drop_table("coding_nodes")
    op.drop_table("accepted_batches")
    op.drop_table("campaign_members")
    op.drop_table("campaigns")
