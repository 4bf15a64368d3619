"""Samples and weights of responses, one person's several answers, new ways in, and worries about what is taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CHANNELS = "'online', 'email', 'post', 'easy-read', 'large-print', 'phone', 'workshop-card', 'bsl-video'"
ROLES = ("'survey-editor', 'coder', 'lead', 'equality-lead', 'reader', 'translator', 'translation-checker', "
         "'safeguarding'")
KINDS = "'discover', 'suggest', 'campaigns', 'name-groups', 'tone', 'vectors'"
REASONS = "'blank', 'no-consent', 'test', 'out-of-time', 'spam', 'duplicate'"
TAKEN_BACK = "'withdrawn', 'corrected'"
LINKED, IMPORTED = sa.text("counts_with_id IS NOT NULL"), sa.text("import_id IS NOT NULL")
SAMPLED = sa.text("sample_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("responses") as table:
        table.add_column(sa.Column("sample_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("weight", sa.Double(), nullable=True))
        table.add_column(sa.Column("counts_with_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_responses_sample_id"), "samples", ["sample_id"], ["id"])
        table.create_foreign_key(op.f("fk_responses_counts_with_id"), "responses", ["counts_with_id"], ["id"])
        table.create_foreign_key(op.f("fk_responses_import_id"), "response_imports", ["import_id"], ["id"])
        _swap(table, "responses", "channel_is_known", f"channel IN ({CHANNELS}, 'panel')")
        _swap(table, "responses", "exclusion_has_a_reason",
              f"excluded_reason IS NULL OR excluded_reason IN ({REASONS}, 'automatic', {TAKEN_BACK}, 'importing')")
        table.create_check_constraint(
            op.f("ck_responses_panels_are_samples"), "(channel = 'panel') = (sample_id IS NOT NULL)")
        table.create_check_constraint(
            op.f("ck_responses_only_panels_are_weighted"), "weight IS NULL OR (weight > 0 AND sample_id IS NOT NULL)")
        table.create_check_constraint(
            op.f("ck_responses_panels_stand_alone"), "counts_with_id IS NULL OR sample_id IS NULL")
        table.create_check_constraint(
            op.f("ck_responses_counts_with_another"), "counts_with_id IS NULL OR counts_with_id <> id")
    op.create_index(op.f("ix_responses_consultation_id_received_at_id"), "responses",
                    ["consultation_id", "received_at", "id"])
    for name, column, where in (("counts_with_id", "counts_with_id", LINKED), ("import_id", "import_id", IMPORTED),
                                ("sample_id", "sample_id", SAMPLED)):
        op.create_index(op.f(f"ix_responses_{name}"), "responses", [column], sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("closing_changes") as table:
        _swap(table, "closing_changes", "channel_is_known", f"channel IS NULL OR channel IN ({CHANNELS}, 'panel')")
    with op.batch_alter_table("grants") as table:
        _swap(table, "grants", "role_is_known", f"role IN ({ROLES}, 'intake-officer')")
    with op.batch_alter_table("runs") as table:
        _swap(table, "runs", "kind_is_known", f"kind IN ({KINDS}, 'import', 'emails')")
    with op.batch_alter_table("worries") as table:
        for column, target in (("submission_id", "submissions"), ("event_note_id", "event_notes")):
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_worries_{column}"), target, [column], ["id"])
        table.create_check_constraint(
            op.f("ck_worries_is_of_one_thing"),
            "answer_id IS NULL OR (submission_id IS NULL AND event_note_id IS NULL)")
    for column in ("submission_id", "event_note_id"):
        op.create_index(op.f(f"ix_worries_{column}"), "worries", [column])


def downgrade() -> None:
    """Go back as far as the older tables can hold it: a panel would be taken for the open consultation there."""
    if op.get_bind().execute(sa.text("SELECT 1 FROM responses WHERE sample_id IS NOT NULL LIMIT 1")).first():
        raise RuntimeError("responses of a panel cannot be kept by the older version: take them out first")
    for column in ("submission_id", "event_note_id"):
        op.drop_index(op.f(f"ix_worries_{column}"), "worries")
    op.execute("DELETE FROM worry_steps WHERE worry_id IN "
               "(SELECT id FROM worries WHERE submission_id IS NOT NULL OR event_note_id IS NOT NULL)")
    op.execute("DELETE FROM worries WHERE submission_id IS NOT NULL OR event_note_id IS NOT NULL")
    with op.batch_alter_table("worries") as table:
        table.drop_constraint(op.f("ck_worries_is_of_one_thing"), type_="check")
        for column in ("event_note_id", "submission_id"):
            table.drop_constraint(op.f(f"fk_worries_{column}"), type_="foreignkey")
            table.drop_column(column)
    op.execute("UPDATE response_imports SET run_id = NULL WHERE run_id IN "
               "(SELECT id FROM runs WHERE kind IN ('import', 'emails'))")
    op.execute("DELETE FROM runs WHERE kind IN ('import', 'emails')")
    with op.batch_alter_table("runs") as table:
        _swap(table, "runs", "kind_is_known", f"kind IN ({KINDS})")
    op.execute("DELETE FROM grants WHERE role = 'intake-officer'")
    with op.batch_alter_table("grants") as table:
        _swap(table, "grants", "role_is_known", f"role IN ({ROLES})")
    with op.batch_alter_table("closing_changes") as table:
        _swap(table, "closing_changes", "channel_is_known", f"channel IS NULL OR channel IN ({CHANNELS})")
    # The nearest of the older reasons: kept, and in no count.
    op.execute("UPDATE responses SET excluded_reason = 'duplicate' WHERE excluded_reason = 'importing'")
    op.execute("UPDATE responses SET excluded_reason = 'spam' WHERE excluded_reason = 'automatic'")
    op.execute("UPDATE responses SET excluded_reason = 'duplicate', excluded_at = received_at "
               "WHERE counts_with_id IS NOT NULL AND excluded_reason IS NULL")
    for name in ("sample_id", "import_id", "counts_with_id", "consultation_id_received_at_id"):
        op.drop_index(op.f(f"ix_responses_{name}"), "responses")
    with op.batch_alter_table("responses") as table:
        for name in ("counts_with_another", "panels_stand_alone", "only_panels_are_weighted", "panels_are_samples"):
            table.drop_constraint(op.f(f"ck_responses_{name}"), type_="check")
        _swap(table, "responses", "exclusion_has_a_reason",
              f"excluded_reason IS NULL OR excluded_reason IN ({REASONS}, {TAKEN_BACK})")
        _swap(table, "responses", "channel_is_known", f"channel IN ({CHANNELS})")
        for column in ("import_id", "counts_with_id", "sample_id"):
            table.drop_constraint(op.f(f"fk_responses_{column}"), type_="foreignkey")
            table.drop_column(column)
        table.drop_column("weight")


def _swap(table: object, name: str, constraint: str, words: str) -> None:
    """Put a check in the place of the one of that name."""
    table.drop_constraint(op.f(f"ck_{name}_{constraint}"), type_="check")  # type: ignore[attr-defined]
    table.create_check_constraint(op.f(f"ck_{name}_{constraint}"), words)  # type: ignore[attr-defined]
