"""The code frame, codings, runs, findings and editions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editions",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_editions_number_is_real")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_editions_consultation_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_editions_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_editions_consultation_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_editions_public_id")),
    )
    op.create_table(
        "runs",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("kind IN ('discover', 'suggest')", name=op.f("ck_runs_kind_is_known")),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_runs_state_is_known")
        ),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_runs_progress_is_real")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_runs_consultation_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_runs_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_runs_public_id")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index("ix_runs_consultation_id_kind_id", ["consultation_id", "kind", "id"], unique=False)
        batch_op.create_index("ix_runs_state_heartbeat_at", ["state", "heartbeat_at"], unique=False)

    op.create_table(
        "themes",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("include_note", sa.Text(), nullable=False),
        sa.Column("exclude_note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_themes_merged_into_something")
        ),
        sa.CheckConstraint("state IN ('active', 'merged', 'retired')", name=op.f("ck_themes_state_is_known")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_themes_has_a_name")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_themes_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_themes_created_by_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["themes.id"], name=op.f("fk_themes_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_themes_public_id")),
    )
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_themes_active_name",
            ["consultation_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.create_table(
        "findings",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_findings_removal_is_whole")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_findings_has_a_reason")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_findings_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_findings_created_by_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_findings_plan_node_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["people.id"], name=op.f("fk_findings_removed_by_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_findings_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_findings_public_id")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(
            "uq_findings_nowhere",
            ["theme_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL AND plan_node_id IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND plan_node_id IS NULL"),
        )
        batch_op.create_index(
            "uq_findings_standing",
            ["theme_id", "plan_node_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL AND plan_node_id IS NOT NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND plan_node_id IS NOT NULL"),
        )

    op.create_table(
        "proposed_themes",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (theme_id IS NOT NULL)", name=op.f("ck_proposed_themes_accepted_as_a_theme")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_by_id IS NULL)", name=op.f("ck_proposed_themes_decided_by_a_person")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'dropped')", name=op.f("ck_proposed_themes_state_is_known")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_proposed_themes_decided_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_proposed_themes_run_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_proposed_themes_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_themes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposed_themes_public_id")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_proposed_themes_run_id_position")),
    )
    op.create_table(
        "theme_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_theme_changes_consultation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_theme_changes_person_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_changes_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_changes")),
    )
    with op.batch_alter_table("theme_changes", schema=None) as batch_op:
        batch_op.create_index("ix_theme_changes_consultation_id_id", ["consultation_id", "id"], unique=False)

    op.create_table(
        "passages",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_passages_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["answer_id", "response_id"],
            ["answers.id", "answers.response_id"],
            name=op.f("fk_passages_answer_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_passages_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("answer_id", "start", "end", name=op.f("uq_passages_answer_id_start_end")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passages_public_id")),
    )
    with op.batch_alter_table("passages", schema=None) as batch_op:
        batch_op.create_index("ix_passages_response_id", ["response_id"], unique=False)

    op.create_table(
        "proposed_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposed_theme_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_edge", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_proposed_members_answer_id")),
        sa.ForeignKeyConstraint(
            ["proposed_theme_id"], ["proposed_themes.id"], name=op.f("fk_proposed_members_proposed_theme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_members")),
        sa.UniqueConstraint(
            "proposed_theme_id", "answer_id", name=op.f("uq_proposed_members_proposed_theme_id_answer_id")
        ),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_readings_answer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_readings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_readings_answer_id")),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_suggestions_answer_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_suggestions_run_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_suggestions_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("answer_id", "theme_id", name=op.f("uq_suggestions_answer_id_theme_id")),
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index("ix_suggestions_run_id", ["run_id"], unique=False)

    op.create_table(
        "codings",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=True),
        sa.Column("was_suggested", sa.Boolean(), nullable=False),
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("stance IN ('support', 'oppose', 'mixed', 'none')", name=op.f("ck_codings_stance_is_known")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_codings_withdrawal_is_whole")
        ),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_codings_confirmed_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_codings_consultation_id")),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_codings_passage_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_codings_plan_node_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_codings_theme_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["people.id"], name=op.f("fk_codings_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_codings_public_id")),
    )
    with op.batch_alter_table("codings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codings_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index("ix_codings_theme_id_passage_id", ["theme_id", "passage_id"], unique=False)
        batch_op.create_index(
            "uq_codings_standing",
            ["passage_id", "theme_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "edition_codings",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("coding_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["coding_id"], ["codings.id"], name=op.f("fk_edition_codings_coding_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_codings_edition_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_edition_codings_theme_id")),
        sa.PrimaryKeyConstraint("edition_id", "coding_id", name=op.f("pk_edition_codings")),
    )
    with op.batch_alter_table("edition_codings", schema=None) as batch_op:
        batch_op.create_index("ix_edition_codings_edition_id_theme_id", ["edition_id", "theme_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("edition_codings", schema=None) as batch_op:
        batch_op.drop_index("ix_edition_codings_edition_id_theme_id")

    op.drop_table("edition_codings")
    with op.batch_alter_table("codings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_codings_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index("ix_codings_theme_id_passage_id")
        batch_op.drop_index(batch_op.f("ix_codings_consultation_id"))

    op.drop_table("codings")
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_index("ix_suggestions_run_id")

    op.drop_table("suggestions")
    op.drop_table("readings")
    op.drop_table("proposed_members")
    with op.batch_alter_table("passages", schema=None) as batch_op:
        batch_op.drop_index("ix_passages_response_id")

    op.drop_table("passages")
    with op.batch_alter_table("theme_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_theme_changes_consultation_id_id")

    op.drop_table("theme_changes")
    op.drop_table("proposed_themes")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_findings_standing",
            sqlite_where=sa.text("removed_at IS NULL AND plan_node_id IS NOT NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND plan_node_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_findings_nowhere",
            sqlite_where=sa.text("removed_at IS NULL AND plan_node_id IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND plan_node_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_findings_consultation_id"))

    op.drop_table("findings")
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_themes_active_name",
            sqlite_where=sa.text("state = 'active'"),
            postgresql_where=sa.text("state = 'active'"),
        )

    op.drop_table("themes")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index("ix_runs_state_heartbeat_at")
        batch_op.drop_index("ix_runs_consultation_id_kind_id")

    op.drop_table("runs")
    op.drop_table("editions")
