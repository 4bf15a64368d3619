"""Staff, browser sessions and plans."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_key_hash_at", ["key_hash", "at"], unique=False)

    op.create_table(
        "people",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_public_id")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("key", name=op.f("uq_plans_key")),
    )
    op.create_table(
        "browser_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_browser_sessions_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_browser_sessions_token_hash")),
    )
    with op.batch_alter_table("browser_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_browser_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_browser_sessions_person_id"), ["person_id"], unique=False)

    op.create_table(
        "plan_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=100), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_versions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
        sa.UniqueConstraint("plan_id", "digest", name=op.f("uq_plan_versions_plan_id_digest")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_versions_plan_id_number")),
    )
    op.create_table(
        "plan_actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_version_id"], ["plan_versions.id"], name=op.f("fk_plan_actors_plan_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_actors")),
        sa.UniqueConstraint("plan_version_id", "key", name=op.f("uq_plan_actors_plan_version_id_key")),
    )
    op.create_table(
        "plan_nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("short_title", sa.Text(), nullable=True),
        sa.Column("short_text", sa.Text(), nullable=True),
        sa.Column("full_text", sa.Text(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("source_document", sa.Text(), nullable=False),
        sa.Column("source_heading", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 0 AND depth >= 0", name=op.f("ck_plan_nodes_place_is_real")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan_nodes.id"], name=op.f("fk_plan_nodes_parent_id")),
        sa.ForeignKeyConstraint(["plan_version_id"], ["plan_versions.id"], name=op.f("fk_plan_nodes_plan_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_nodes")),
        sa.UniqueConstraint("plan_version_id", "key", name=op.f("uq_plan_nodes_plan_version_id_key")),
        sa.UniqueConstraint("plan_version_id", "position", name=op.f("uq_plan_nodes_plan_version_id_position")),
    )
    with op.batch_alter_table("plan_nodes", schema=None) as batch_op:
        batch_op.create_index("ix_plan_nodes_parent_id", ["parent_id"], unique=False)

    op.create_table(
        "plan_node_actors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.Column("plan_actor_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'partner')", name=op.f("ck_plan_node_actors_part_is_known")),
        sa.ForeignKeyConstraint(["plan_actor_id"], ["plan_actors.id"], name=op.f("fk_plan_node_actors_plan_actor_id")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_plan_node_actors_plan_node_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_node_actors")),
        sa.UniqueConstraint(
            "plan_node_id", "plan_actor_id", "part", name=op.f("uq_plan_node_actors_plan_node_id_plan_actor_id_part")
        ),
    )
    op.create_table(
        "plan_node_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_node_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("short_title", sa.Text(), nullable=True),
        sa.Column("short_text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.CheckConstraint("state IN ('machine-drafted', 'checked')", name=op.f("ck_plan_node_texts_state_is_known")),
        sa.ForeignKeyConstraint(["plan_node_id"], ["plan_nodes.id"], name=op.f("fk_plan_node_texts_plan_node_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_node_texts")),
        sa.UniqueConstraint("plan_node_id", "language", name=op.f("uq_plan_node_texts_plan_node_id_language")),
    )


def downgrade() -> None:
    op.drop_table("plan_node_texts")
    op.drop_table("plan_node_actors")
    with op.batch_alter_table("plan_nodes", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_nodes_parent_id")

    op.drop_table("plan_nodes")
    op.drop_table("plan_actors")
    op.drop_table("plan_versions")
    with op.batch_alter_table("browser_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_browser_sessions_person_id"))
        batch_op.drop_index(batch_op.f("ix_browser_sessions_expires_at"))

    op.drop_table("browser_sessions")
    op.drop_table("plans")
    op.drop_table("people")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_attempts_key_hash_at")

    op.drop_table("attempts")
