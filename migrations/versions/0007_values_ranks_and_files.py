"""Answers that are a short value, a rank, a comment on a part of the plan, or a file."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ONE_OF_THREE = (
    "(choice IS NOT NULL AND text IS NULL AND value IS NULL) OR (choice IS NULL AND text IS NOT NULL AND value IS NULL) OR (choice IS NULL AND text IS NULL AND value IS NOT NULL)"
)
IS_TEXT, IS_VALUE = sa.text("text IS NOT NULL"), sa.text("value IS NOT NULL")


def upgrade() -> None:
    op.drop_index("uq_answers_one_text", "answers")
    with op.batch_alter_table("answers") as table:
        table.add_column(sa.Column("value", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("place", sa.Integer(), nullable=True))
        table.add_column(sa.Column("plan_node_key", sa.String(length=120), nullable=False, server_default=""))
        table.drop_constraint(op.f("ck_answers_choice_or_text"), type_="check")
        table.create_check_constraint(op.f("ck_answers_choice_text_or_value"), ONE_OF_THREE)
        table.create_check_constraint(
            op.f("ck_answers_places_are_of_choices"), "place IS NULL OR (place > 0 AND choice IS NOT NULL)")
    op.create_index("uq_answers_one_text", "answers", ["response_id", "question_id", "plan_node_key"], unique=True,
                    sqlite_where=IS_TEXT, postgresql_where=IS_TEXT)
    op.create_index("uq_answers_one_value", "answers", ["response_id", "question_id"], unique=True,
                    sqlite_where=IS_VALUE, postgresql_where=IS_VALUE)
    op.create_table(
        "attachments",
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("draft_id IS NULL OR response_id IS NULL", name=op.f("ck_attachments_belongs_to_one")),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachments_is_not_empty")),
        sa.CheckConstraint("state IN ('held', 'clean', 'refused')", name=op.f("ck_attachments_state_is_known")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_attachments_draft_id")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_attachments_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachments_public_id")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_attachments_stored_as")),
    )
    op.create_index(op.f("ix_attachments_draft_id"), "attachments", ["draft_id"])
    op.create_index(op.f("ix_attachments_response_id"), "attachments", ["response_id"])


def downgrade() -> None:
    op.drop_table("attachments")
    op.drop_index("uq_answers_one_value", "answers")
    op.drop_index("uq_answers_one_text", "answers")
    _keep_as_texts()
    with op.batch_alter_table("answers") as table:
        table.drop_constraint(op.f("ck_answers_places_are_of_choices"), type_="check")
        table.drop_constraint(op.f("ck_answers_choice_text_or_value"), type_="check")
        table.drop_column("plan_node_key")
        table.drop_column("place")
        table.drop_column("value")
        table.create_check_constraint(op.f("ck_answers_choice_or_text"), "(choice IS NULL) <> (text IS NULL)")
    op.create_index("uq_answers_one_text", "answers", ["response_id", "question_id"], unique=True,
                    sqlite_where=IS_TEXT, postgresql_where=IS_TEXT)


def _keep_as_texts() -> None:
    """Keep what has no place in the older table as the question's one text: values as words, comments joined."""
    bind = op.get_bind()
    answers = sa.table("answers", *(sa.column(name) for name in (
        "id", "response_id", "question_id", "text", "value", "public_id", "plan_node_key")))
    first: dict[tuple[int, int], int] = {}
    words: dict[int, list[str]] = {}
    for row in bind.execute(sa.select(answers).where(sa.or_(
            answers.c.value.is_not(None), answers.c.text.is_not(None))).order_by(answers.c.id)).all():
        at = first.setdefault((row.response_id, row.question_id), row.id)
        words.setdefault(at, []).append(row.text if row.text is not None else row.value)
        if row.id != at:
            bind.execute(sa.delete(answers).where(answers.c.id == row.id))
    for row_id, parts in words.items():
        bind.execute(sa.update(answers).where(answers.c.id == row_id).values(
            text="\n\n".join(parts), value=None,
            public_id=sa.func.coalesce(answers.c.public_id, secrets.token_urlsafe(16))))
