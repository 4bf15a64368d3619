"""Findings with what they rest on, what was decided, and what answers are set beside."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("claim", sa.JSON(), nullable=False),
        sa.Column("argument", sa.String(length=10), nullable=False),
        sa.Column("argument_note", sa.Text(), nullable=False),
        sa.Column("few_but_grave", sa.Boolean(), nullable=False),
        sa.Column("impact_note", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("is_missing_from_plan", sa.Boolean(), nullable=False),
        sa.Column("word_override", sa.String(length=20), nullable=False),
        sa.Column("word_note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name=op.f("ck_findings_a_person_confirmed")),
        sa.CheckConstraint("argument IN ('strong', 'fair', 'thin')", name=op.f("ck_findings_argument_is_known")),
        sa.CheckConstraint("state <> 'set-aside' OR length(state_reason) > 0",
                           name=op.f("ck_findings_set_aside_with_a_reason")),
        sa.CheckConstraint("state IN ('draft', 'confirmed', 'set-aside')", name=op.f("ck_findings_state_is_known")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)",
                           name=op.f("ck_findings_confirming_is_whole")),
        sa.CheckConstraint("NOT few_but_grave OR length(impact_note) > 0", name=op.f("ck_findings_impact_says_why")),
        sa.CheckConstraint("number > 0 AND revision > 0", name=op.f("ck_findings_numbers_are_real")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_findings_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_findings_created_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_findings_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_findings_consultation_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_findings_public_id")),
    )
    op.create_table(
        "finding_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("recommendation_ask_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind IN ('theme', 'events') AND theme_id IS NOT NULL) OR (kind = 'closed' AND "
                           "question_key <> '' AND choice <> '') OR (kind = 'forum-ask' AND ask_id IS NOT NULL) OR "
                           "(kind = 'organisation' AND response_id IS NOT NULL) OR (kind = 'recommendation-ask' AND "
                           "recommendation_ask_id IS NOT NULL)",
                           name=op.f("ck_finding_evidence_names_one_thing")),
        sa.CheckConstraint("kind IN ('theme', 'closed', 'events', 'forum-ask', 'organisation', 'recommendation-ask')",
                           name=op.f("ck_finding_evidence_kind_is_known")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_finding_evidence_added_by_id")),
        sa.ForeignKeyConstraint(["ask_id"], ["asks.id"], name=op.f("fk_finding_evidence_ask_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_finding_evidence_finding_id")),
        sa.ForeignKeyConstraint(["recommendation_ask_id"], ["recommendation_asks.id"],
                                name=op.f("fk_finding_evidence_recommendation_ask_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_finding_evidence_response_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_finding_evidence_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_evidence")),
    )
    op.create_index(op.f("ix_finding_evidence_finding_id"), "finding_evidence", ["finding_id", "position"])
    op.create_index(op.f("ix_finding_evidence_response_id"), "finding_evidence", ["response_id"])
    op.create_index(op.f("ix_finding_evidence_theme_id"), "finding_evidence", ["theme_id"])
    op.create_table(
        "finding_nodes",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_finding_nodes_finding_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_finding_nodes_plan_node_id")),
        sa.PrimaryKeyConstraint("finding_id", "plan_node_id", name=op.f("pk_finding_nodes")),
    )
    op.create_index(op.f("ix_finding_nodes_plan_node_id"), "finding_nodes", ["plan_node_id"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("easy_reason", sa.JSON(), nullable=False),
        sa.Column("goes_to", sa.String(length=200), nullable=False),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_by_office", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)",
                           name=op.f("ck_decisions_a_person_confirmed")),
        sa.CheckConstraint("outcome <> 'later' OR later_on IS NOT NULL", name=op.f("ck_decisions_later_says_by_when")),
        sa.CheckConstraint("outcome <> 'not-ours' OR length(goes_to) > 0",
                           name=op.f("ck_decisions_not_ours_says_whose")),
        sa.CheckConstraint("outcome IN ('accepted', 'partly', 'not', 'later', 'not-ours')",
                           name=op.f("ck_decisions_outcome_is_known")),
        sa.CheckConstraint("state IN ('proposed', 'confirmed')", name=op.f("ck_decisions_state_is_known")),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
                           name=op.f("ck_decisions_confirming_is_whole")),
        sa.CheckConstraint("NOT is_current OR superseded_at IS NULL",
                           name=op.f("ck_decisions_current_is_not_superseded")),
        sa.CheckConstraint("length(decided_by_name) > 0 AND length(decided_by_office) > 0",
                           name=op.f("ck_decisions_somebody_decided")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_decisions_confirmed_by_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_decisions_finding_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_decisions_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decisions_public_id")),
    )
    op.create_index(op.f("ix_decisions_current"), "decisions", ["finding_id"], unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"))
    op.create_index(op.f("ix_decisions_finding_id_id"), "decisions", ["finding_id", "id"])
    op.create_table(
        "decision_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_decision_texts_decision_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_decision_texts_plan_node_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_texts")),
        sa.UniqueConstraint("decision_id", "position", name=op.f("uq_decision_texts_decision_id_position")),
    )
    op.create_index(op.f("ix_decision_texts_plan_node_id"), "decision_texts", ["plan_node_id"])
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("ages", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("certainty IN ('verified', 'memory', 'do-not-use')",
                           name=op.f("ck_benchmarks_certainty_is_known")),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_benchmarks_percent_is_a_share")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_benchmarks_added_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_benchmarks_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_benchmarks_public_id")),
    )
    op.create_index(op.f("ix_benchmarks_consultation_id_question_key"), "benchmarks", ["consultation_id", "question_key", "choice"])
    op.create_index(op.f("ix_benchmarks_stands"), "benchmarks", ["consultation_id", "question_key", "choice"], unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"))
    op.create_table(
        "reach_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("people_then", sa.Integer(), nullable=True),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(what) > 0", name=op.f("ck_reach_actions_says_what")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_reach_actions_added_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_reach_actions_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_actions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reach_actions_public_id")),
    )
    op.create_index(op.f("ix_reach_actions_consultation_id_done_on"), "reach_actions", ["consultation_id", "done_on", "id"])
    op.create_table(
        "outside_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("plan_key", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=False),
        sa.Column("group", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=200), nullable=False),
        sa.Column("period_type", sa.String(length=20), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_words", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("base", sa.String(length=200), nullable=False),
        sa.Column("claimed_by", sa.String(length=200), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("source_heading", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_because", sa.Text(), nullable=False),
        sa.CheckConstraint("period_type IN ('year-to', 'financial-year', 'calendar-year', 'quarter', 'month', 'looked-"
                           "up', 'change', 'span', '')",
                           name=op.f("ck_outside_figures_period_type_is_known")),
        sa.CheckConstraint("(replaced_at IS NULL) = (length(replaced_because) = 0)",
                           name=op.f("ck_outside_figures_correction_has_a_reason")),
        sa.CheckConstraint("length(text) > 0 AND length(source_document) > 0",
                           name=op.f("ck_outside_figures_says_what_and_where_from")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_outside_figures_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_figures")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outside_figures_public_id")),
    )
    op.create_index(op.f("ix_outside_figures_key"), "outside_figures", ["key"])
    op.create_index(op.f("ix_outside_figures_stands"), "outside_figures", ["key"], unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"))
    op.create_table(
        "inside_crossings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_inside_crossings_has_a_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_inside_crossings_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_inside_crossings_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inside_crossings")),
    )
    op.create_index(op.f("ix_inside_crossings_consultation_id_at"), "inside_crossings", ["consultation_id", "at"])


def downgrade() -> None:
    op.drop_table("inside_crossings")
    op.drop_table("outside_figures")
    op.drop_table("reach_actions")
    op.drop_table("benchmarks")
    op.drop_table("decision_texts")
    op.drop_table("decisions")
    op.drop_table("finding_nodes")
    op.drop_table("finding_evidence")
    op.drop_table("findings")
