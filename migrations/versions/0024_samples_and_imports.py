"""Samples that are kept apart, and files of many responses on their way in."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(key) > 0 AND length(name) > 0", name=op.f("ck_samples_has_a_name")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_samples_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_samples_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_samples_consultation_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_samples_public_id")),
    )
    op.create_table(
        "import_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_import_sources_consultation_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_import_sources_sample_id")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["people.id"], name=op.f("fk_import_sources_updated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sources")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_import_sources_consultation_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_sources_public_id")),
    )
    op.create_table(
        "response_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("problem", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("without_refused", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('uploaded', 'checking', 'checked', 'storing', 'done', 'cancelled', 'failed')",
                           name=op.f("ck_response_imports_state_is_known")),
        sa.CheckConstraint("rows_read >= 0 AND taken >= 0 AND known >= 0 AND refused >= 0",
                           name=op.f("ck_response_imports_counts_are_real")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name=op.f("fk_response_imports_consultation_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_response_imports_created_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_response_imports_run_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_response_imports_sample_id")),
        sa.ForeignKeyConstraint(["source_id"], ["import_sources.id"], name=op.f("fk_response_imports_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_response_imports_public_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_response_imports_stored_as")),
    )
    op.create_index(op.f("ix_response_imports_consultation_id_id"), "response_imports", ["consultation_id", "id"])
    op.create_table(
        "refused_import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["response_imports.id"], name=op.f("fk_refused_import_rows_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_import_rows")),
    )
    op.create_index(op.f("ix_refused_import_rows_import_id_id"), "refused_import_rows", ["import_id", "id"])


def downgrade() -> None:
    op.drop_table("refused_import_rows")
    op.drop_table("response_imports")
    op.drop_table("import_sources")
    op.drop_table("samples")
