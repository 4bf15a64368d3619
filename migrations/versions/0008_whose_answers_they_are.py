"""Whom a response speaks for and who helped; answers taken back or corrected; drafts that can be come back to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BY_STAFF = "'blank', 'no-consent', 'test', 'out-of-time', 'spam', 'duplicate'"


def upgrade() -> None:
    with op.batch_alter_table("responses") as table:
        table.add_column(sa.Column("on_behalf_of", sa.String(length=20), nullable=False, server_default="self"))
        table.add_column(sa.Column("was_helped", sa.Boolean(), nullable=False, server_default=sa.text("false")))
        table.add_column(sa.Column("words_are", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(op.f("fk_responses_corrects_id"), "responses", ["corrects_id"], ["id"])
        table.create_unique_constraint(op.f("uq_responses_corrects_id"), ["corrects_id"])
        table.drop_constraint(op.f("ck_responses_exclusion_has_a_reason"), type_="check")
        table.create_check_constraint(
            op.f("ck_responses_exclusion_has_a_reason"),
            f"excluded_reason IS NULL OR excluded_reason IN ({BY_STAFF}, 'withdrawn', 'corrected')")
        table.create_check_constraint(
            op.f("ck_responses_behalf_is_known"), "on_behalf_of IN ('self', 'group', 'organisation')")
        table.create_check_constraint(
            op.f("ck_responses_words_are_known"), "words_are IS NULL OR words_are IN ('own', 'together', 'helper')")
        table.create_check_constraint(
            op.f("ck_responses_only_help_asks_whose_words"), "was_helped OR words_are IS NULL")
    op.create_table(
        "responding_bodies",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("speaks_for", sa.Integer(), nullable=True),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_responding_bodies_has_a_name")),
        sa.CheckConstraint("speaks_for IS NULL OR speaks_for > 0", name=op.f("ck_responding_bodies_speaks_for_someone")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name=op.f("fk_responding_bodies_response_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_responding_bodies")),
    )
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("about", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("return_hash", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("left_hash", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_drafts_corrects_id"), "responses", ["corrects_id"], ["id"])
        table.create_unique_constraint(op.f("uq_drafts_return_hash"), ["return_hash"])
    op.create_index(op.f("ix_drafts_left_hash"), "drafts", ["left_hash"])


def downgrade() -> None:
    op.drop_index(op.f("ix_drafts_left_hash"), "drafts")
    with op.batch_alter_table("drafts") as table:
        table.drop_constraint(op.f("uq_drafts_return_hash"), type_="unique")
        table.drop_constraint(op.f("fk_drafts_corrects_id"), type_="foreignkey")
        for name in ("corrects_id", "left_hash", "return_hash", "about"):
            table.drop_column(name)
    op.drop_table("responding_bodies")
    # The nearest of the older reasons: still not counted, still with a reason.
    op.execute("UPDATE responses SET excluded_reason = 'no-consent' WHERE excluded_reason = 'withdrawn'")
    op.execute("UPDATE responses SET excluded_reason = 'duplicate' WHERE excluded_reason = 'corrected'")
    with op.batch_alter_table("responses") as table:
        for name in ("only_help_asks_whose_words", "words_are_known", "behalf_is_known", "exclusion_has_a_reason"):
            table.drop_constraint(op.f(f"ck_responses_{name}"), type_="check")
        table.drop_constraint(op.f("uq_responses_corrects_id"), type_="unique")
        table.drop_constraint(op.f("fk_responses_corrects_id"), type_="foreignkey")
        for name in ("erased_at", "corrects_id", "words_are", "was_helped", "on_behalf_of"):
            table.drop_column(name)
        table.create_check_constraint(
            op.f("ck_responses_exclusion_has_a_reason"), f"excluded_reason IS NULL OR excluded_reason IN ({BY_STAFF})")
