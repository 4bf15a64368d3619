"""Texts in other languages and formats with their life, decisions about languages, and which are offered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLES = "'survey-editor', 'coder', 'lead', 'equality-lead', 'reader'"

def upgrade() -> None:
    op.create_table(
        "variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_variants_public_id")),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("unit_key", sa.String(length=300), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("is_doubted", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_group", sa.String(length=200), nullable=False),
        sa.Column("group_checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint("form IN ('language', 'easy-read', 'bsl', 'audio')", name=op.f("ck_variants_form_is_known")),
        sa.CheckConstraint("origin IN ('person', 'machine', 'agency', 'file')",
                           name=op.f("ck_variants_origin_is_known")),
        sa.CheckConstraint("state <> 'approved' OR approved_by_id IS NOT NULL",
                           name=op.f("ck_variants_approved_by_a_person")),
        sa.CheckConstraint("state = 'draft' OR checked_by_id IS NOT NULL",
                           name=op.f("ck_variants_checked_by_a_person")),
        sa.CheckConstraint("state IN ('draft', 'checked', 'approved')", name=op.f("ck_variants_state_is_known")),
        sa.CheckConstraint("written_by_id IS NULL OR checked_by_id IS NULL OR written_by_id <> checked_by_id",
                           name=op.f("ck_variants_checked_by_a_second_person")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_variants_approved_by_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_variants_checked_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_variants_consultation_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_variants_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("consultation_id", "form", "language", "unit_key",
                                name=op.f("uq_variants_consultation_id_form_language_unit_key")),
    )
    op.create_table(
        "earlier_variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_earlier_variants_variant_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["people.id"], name=op.f("fk_earlier_variants_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_variants")),
    )
    op.create_index(op.f("ix_earlier_variants_variant_id"), "earlier_variants", ["variant_id"])
    op.create_table(
        "variant_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_doubt", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)",
                           name=op.f("ck_variant_comments_settled_by_a_person")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_variant_comments_says_something")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_variant_comments_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["people.id"], name=op.f("fk_variant_comments_settled_by_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_variant_comments_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant_comments")),
    )
    op.create_index(op.f("ix_variant_comments_variant_id"), "variant_comments", ["variant_id"])
    op.create_table(
        "variant_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f("uq_variant_files_public_id")),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('video', 'audio', 'captions', 'poster', 'picture')",
                           name=op.f("ck_variant_files_kind_is_known")),
        sa.CheckConstraint("size > 0", name=op.f("ck_variant_files_is_not_empty")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_variant_files_by_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_variant_files_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant_files")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_variant_files_stored_as")),
        sa.UniqueConstraint("variant_id", "kind", name=op.f("uq_variant_files_variant_id_kind")),
    )
    op.create_table(
        "language_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_language_decisions_has_a_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_language_decisions_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_language_decisions_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_decisions")),
    )
    op.create_index(op.f("ix_language_decisions_consultation_id_language"), "language_decisions", ["consultation_id", "language"])
    op.create_table(
        "catalogue_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("checker", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(checker) > 0", name=op.f("ck_catalogue_checks_has_a_name")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_catalogue_checks_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_checks")),
        sa.UniqueConstraint("language", "digest", name=op.f("uq_catalogue_checks_language_digest")),
    )
    op.create_table(
        "format_promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_format_promises_by_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_format_promises_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_format_promises")),
        sa.UniqueConstraint("consultation_id", "form", "language",
                                name=op.f("uq_format_promises_consultation_id_form_language")),
    )
    with op.batch_alter_table("grants") as table:
        table.drop_constraint(op.f("ck_grants_role_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_grants_role_is_known"),
                                      f"role IN ({ROLES}, 'translator', 'translation-checker')")
    with op.batch_alter_table("consultations") as table:
        table.add_column(sa.Column("offered_languages", sa.JSON(), nullable=False, server_default='["en"]'))
        table.add_column(sa.Column("playing", sa.JSON(), nullable=False, server_default="{}"))
    # What the public was offered until now stays offered; the next change asks the gate.
    op.execute("UPDATE consultations SET offered_languages = languages")


def downgrade() -> None:
    with op.batch_alter_table("consultations") as table:
        table.drop_column("playing")
        table.drop_column("offered_languages")
    # The older rules know neither role, so nobody can hold one.
    op.execute("DELETE FROM grants WHERE role IN ('translator', 'translation-checker')")
    with op.batch_alter_table("grants") as table:
        table.drop_constraint(op.f("ck_grants_role_is_known"), type_="check")
        table.create_check_constraint(op.f("ck_grants_role_is_known"), f"role IN ({ROLES})")
    op.drop_table("format_promises")
    op.drop_table("catalogue_checks")
    op.drop_table("language_decisions")
    op.drop_table("variant_files")
    op.drop_table("variant_comments")
    op.drop_table("earlier_variants")
    op.drop_table("variants")
