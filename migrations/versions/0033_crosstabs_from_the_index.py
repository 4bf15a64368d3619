"""A crossing of groups is read out of the index alone, without the rows behind it."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

OLD, NEW = "ix_characteristic_answers_question_id_choice", "ix_characteristic_answers_crossing"


def upgrade() -> None:
    op.drop_index(OLD, "characteristic_answers")
    op.create_index(NEW, "characteristic_answers", ["question_id", "choice", "response_id"])


def downgrade() -> None:
    op.drop_index(NEW, "characteristic_answers")
    op.create_index(OLD, "characteristic_answers", ["question_id", "choice"])
