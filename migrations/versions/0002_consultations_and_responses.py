"""Consultations, surveys and responses."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("what_can_change", sa.JSON(), nullable=False),
        sa.Column("what_cannot_change", sa.JSON(), nullable=False),
        sa.Column("before_free_text", sa.JSON(), nullable=False),
        sa.Column("privacy_notice", sa.JSON(), nullable=False),
        sa.Column("privacy_for_children", sa.JSON(), nullable=False),
        sa.Column("under_13", sa.JSON(), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_visible", sa.Boolean(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("dpia_reference", sa.String(length=200), nullable=False),
        sa.Column("safeguarding_lead", sa.String(length=200), nullable=False),
        sa.Column("plan_version_id", sa.Integer(), nullable=True),
        sa.Column("frame_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_consultations_closes_after_it_opens")),
        sa.CheckConstraint("frame_version >= 1", name=op.f("ck_consultations_frame_version_is_real")),
        sa.CheckConstraint("slug = lower(slug)", name=op.f("ck_consultations_slug_is_lower_case")),
        sa.ForeignKeyConstraint(
            ["plan_version_id"], ["plan_versions.id"], name=op.f("fk_consultations_plan_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consultations_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultations_slug")),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_audit_events_consultation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index("ix_audit_events_consultation_id_id", ["consultation_id", "id"], unique=False)

    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_duties_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
        sa.UniqueConstraint("consultation_id", "position", name=op.f("uq_duties_consultation_id_position")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('survey-editor', 'coder', 'lead', 'equality-lead', 'reader')",
            name=op.f("ck_grants_role_is_known"),
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_grants_consultation_id")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_grants_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint(
            "person_id", "consultation_id", "role", name=op.f("uq_grants_person_id_consultation_id_role")
        ),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grants_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_person_id"), ["person_id"], unique=False)

    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_stages_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_stages_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("consultation_id", "position", name=op.f("uq_stages_consultation_id_position")),
    )
    op.create_table(
        "survey_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_survey_versions_consultation_id")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_survey_versions_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_versions")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_survey_versions_consultation_id_number")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("age_route", sa.String(length=10), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("unsaved", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_drafts_consultation_id")),
        sa.ForeignKeyConstraint(
            ["survey_version_id"], ["survey_versions.id"], name=op.f("fk_drafts_survey_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_drafts_token_hash")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("stores", sa.String(length=20), nullable=False),
        sa.Column("plan_node_key", sa.String(length=120), nullable=True),
        sa.CheckConstraint("stores IN ('answers', 'characteristics')", name=op.f("ck_questions_stores_is_known")),
        sa.ForeignKeyConstraint(
            ["survey_version_id"], ["survey_versions.id"], name=op.f("fk_questions_survey_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("survey_version_id", "key", name=op.f("uq_questions_survey_version_id_key")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_key"), ["key"], unique=False)

    op.create_table(
        "responses",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("survey_version_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_hash", sa.String(length=64), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("has_quote_consent", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("excluded_reason", sa.String(length=20), nullable=True),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excluded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "channel IN ('online', 'email', 'post', 'easy-read', 'large-print', 'phone', 'workshop-card', 'bsl-video')",
            name=op.f("ck_responses_channel_is_known"),
        ),
        sa.CheckConstraint(
            "excluded_reason IS NULL OR excluded_reason IN ('blank', 'no-consent', 'test', 'out-of-time', 'spam', 'duplicate')",
            name=op.f("ck_responses_exclusion_has_a_reason"),
        ),
        sa.CheckConstraint(
            "(excluded_reason IS NULL) = (excluded_at IS NULL)", name=op.f("ck_responses_exclusion_is_whole")
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"], name=op.f("fk_responses_consultation_id")),
        sa.ForeignKeyConstraint(["excluded_by_id"], ["people.id"], name=op.f("fk_responses_excluded_by_id")),
        sa.ForeignKeyConstraint(
            ["survey_version_id"], ["survey_versions.id"], name=op.f("fk_responses_survey_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("public_id", name=op.f("uq_responses_public_id")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_responses_receipt_hash")),
        sa.UniqueConstraint("submission_hash", name=op.f("uq_responses_submission_hash")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index("ix_responses_consultation_id_id", ["consultation_id", "id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.CheckConstraint("(choice IS NULL) <> (text IS NULL)", name=op.f("ck_answers_choice_or_text")),
        sa.CheckConstraint("(text IS NULL) = (public_id IS NULL)", name=op.f("ck_answers_texts_can_be_addressed")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_answers_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("id", "response_id", name=op.f("uq_answers_id_response_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_answers_public_id")),
        sa.UniqueConstraint(
            "response_id", "question_id", "choice", name=op.f("uq_answers_response_id_question_id_choice")
        ),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_question_id_choice", ["question_id", "choice"], unique=False)
        batch_op.create_index(
            "ix_answers_reading_order",
            ["question_id", "shuffle", "id"],
            unique=False,
            sqlite_where=sa.text("text IS NOT NULL"),
            postgresql_where=sa.text("text IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_answers_one_text",
            ["response_id", "question_id"],
            unique=True,
            sqlite_where=sa.text("text IS NOT NULL"),
            postgresql_where=sa.text("text IS NOT NULL"),
        )

    op.create_table(
        "characteristic_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_characteristic_answers_question_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_characteristic_answers_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_characteristic_answers")),
        sa.UniqueConstraint(
            "response_id",
            "question_id",
            "choice",
            name=op.f("uq_characteristic_answers_response_id_question_id_choice"),
        ),
    )
    with op.batch_alter_table("characteristic_answers", schema=None) as batch_op:
        batch_op.create_index("ix_characteristic_answers_question_id_choice", ["question_id", "choice"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("characteristic_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_characteristic_answers_question_id_choice")

    op.drop_table("characteristic_answers")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_answers_one_text",
            sqlite_where=sa.text("text IS NOT NULL"),
            postgresql_where=sa.text("text IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_answers_reading_order",
            sqlite_where=sa.text("text IS NOT NULL"),
            postgresql_where=sa.text("text IS NOT NULL"),
        )
        batch_op.drop_index("ix_answers_question_id_choice")

    op.drop_table("answers")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index("ix_responses_consultation_id_id")

    op.drop_table("responses")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_key"))

    op.drop_table("questions")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_expires_at"))

    op.drop_table("drafts")
    op.drop_table("survey_versions")
    op.drop_table("stages")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grants_person_id"))
        batch_op.drop_index(batch_op.f("ix_grants_consultation_id"))

    op.drop_table("grants")
    op.drop_table("duties")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_consultation_id_id")

    op.drop_table("audit_events")
    op.drop_table("consultations")
