"""Beside a suggestion: its nearest answer and parts of the plan, what became of it, vectors, calls to a language model."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = "'proposed', 'accepted', 'dropped'"
KINDS, NEW_KINDS = "'discover', 'suggest'", "'campaigns', 'name-groups', 'tone', 'vectors'"


def upgrade() -> None:
    op.create_table(
        "node_suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_node_suggestions_answer_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_node_suggestions_plan_node_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_node_suggestions_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node_suggestions")),
        sa.UniqueConstraint("answer_id", "plan_node_id", name=op.f("uq_node_suggestions_answer_id_plan_node_id")),
    )
    op.create_index(op.f("ix_node_suggestions_run_id"), "node_suggestions", ["run_id"])
    op.create_table(
        "suggestion_outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("was_offered", sa.Boolean(), nullable=False),
        sa.Column("was_shown", sa.Boolean(), nullable=False),
        sa.Column("was_accepted", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_suggestion_outcomes_answer_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_suggestion_outcomes_consultation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_suggestion_outcomes_person_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_suggestion_outcomes_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_outcomes")),
        sa.UniqueConstraint("answer_id", "theme_id", name=op.f("uq_suggestion_outcomes_answer_id_theme_id")),
    )
    op.create_index(op.f("ix_suggestion_outcomes_consultation_id"), "suggestion_outcomes", ["consultation_id"])
    op.create_table(
        "answer_vectors",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_answer_vectors_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_answer_vectors")),
    )
    op.create_table(
        "model_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_model_calls_consultation_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_model_calls_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_calls")),
    )
    op.create_index(op.f("ix_model_calls_consultation_id_id"), "model_calls", ["consultation_id", "id"])
    with op.batch_alter_table("proposed_themes") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("machine_name", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("machine_definition", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_proposed_themes_merged_into_id"), "proposed_themes", ["merged_into_id"],
                                 ["id"])
        table.drop_constraint(op.f("ck_proposed_themes_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_proposed_themes_state_is_known"),
                                      f"state IN ({STATES}, 'merged')")
        table.create_check_constraint(op.f("ck_proposed_themes_merged_into_something"),
                                      "(state = 'merged') = (merged_into_id IS NOT NULL)")
    with op.batch_alter_table("suggestions") as table:
        table.add_column(sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.text("true")))
        table.add_column(sa.Column("nearest_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_suggestions_nearest_id"), "answers", ["nearest_id"], ["id"])
    op.create_index(op.f("ix_suggestions_nearest_id"), "suggestions", ["nearest_id"])
    with op.batch_alter_table("runs") as table:
        table.drop_constraint(op.f("ck_runs_kind_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_runs_kind_is_known"), f"kind IN ({KINDS}, {NEW_KINDS})")


def downgrade() -> None:
    # No name for it before: what a person put together with another proposal was put aside by them.
    op.execute("UPDATE proposed_themes SET state = 'dropped', merged_into_id = NULL WHERE state = 'merged'")
    op.execute("UPDATE model_calls SET run_id = NULL")
    op.execute(f"UPDATE campaigns SET run_id = NULL WHERE run_id IN (SELECT id FROM runs WHERE kind IN ({NEW_KINDS}))")
    op.execute(f"DELETE FROM runs WHERE kind IN ({NEW_KINDS})")
    with op.batch_alter_table("runs") as table:
        table.drop_constraint(op.f("ck_runs_kind_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_runs_kind_is_known"), f"kind IN ({KINDS})")
    op.drop_index(op.f("ix_suggestions_nearest_id"), "suggestions")
    with op.batch_alter_table("suggestions") as table:
        table.drop_constraint(op.f("fk_suggestions_nearest_id"), type_="foreignkey")
        table.drop_column("nearest_id")
        table.drop_column("is_offered")
    with op.batch_alter_table("proposed_themes") as table:
        table.drop_constraint(op.f("ck_proposed_themes_merged_into_something"), type_="check")
        table.drop_constraint(op.f("ck_proposed_themes_state_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_proposed_themes_state_is_known"), f"state IN ({STATES})")
        table.drop_constraint(op.f("fk_proposed_themes_merged_into_id"), type_="foreignkey")
        table.drop_column("machine_definition")
        table.drop_column("machine_name")
        table.drop_column("merged_into_id")
    op.drop_table("model_calls")
    op.drop_table("answer_vectors")
    op.drop_table("suggestion_outcomes")
    op.drop_table("node_suggestions")
