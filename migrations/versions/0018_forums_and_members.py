"""Forums, their officers and invitations, and members with what proves them and how they hear."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forums",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("host_is_partner", sa.Boolean(), nullable=False),
        sa.Column("controller_statement", sa.Text(), nullable=False),
        sa.Column("decides_by", sa.String(length=12), nullable=False),
        sa.Column("joins_by", sa.String(length=12), nullable=False),
        sa.Column("how_to_join", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("papers_days", sa.Integer(), nullable=False),
        sa.Column("record_days", sa.Integer(), nullable=False),
        sa.Column("advocate_contact", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (state_reason = '')", name=op.f("ck_forums_pause_has_a_reason")),
        sa.CheckConstraint("decides_by IN ('consent', 'consensus', 'gradients', 'vote')",
                           name=op.f("ck_forums_rule_is_known")),
        sa.CheckConstraint("joins_by IN ('invitation', 'asking')", name=op.f("ck_forums_joining_is_known")),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_forums_state_is_known")),
        sa.CheckConstraint("papers_days BETWEEN 1 AND 60 AND record_days BETWEEN 10 AND 60",
                           name=op.f("ck_forums_days_are_sensible")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forums")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forums_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_forums_slug")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_skeleton", sa.String(length=200), nullable=True),
        sa.Column("pronouns", sa.String(length=60), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("beside_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("is_easy_read", sa.Boolean(), nullable=False),
        sa.Column("own_label", sa.String(length=80), nullable=False),
        sa.Column("is_not_out", sa.Boolean(), nullable=False),
        sa.Column("joined_month", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(standing = 'supporter') = (beside_id IS NOT NULL)",
                           name=op.f("ck_members_supporters_stand_beside_someone")),
        sa.CheckConstraint("NOT is_chair OR standing = 'member'", name=op.f("ck_members_chairs_are_members")),
        sa.CheckConstraint("left_on IS NOT NULL OR name <> ''", name=op.f("ck_members_who_is_there_has_a_name")),
        sa.CheckConstraint("left_on IS NULL OR (name = '' AND name_skeleton IS NULL AND pronouns = '' AND NOT is_chair"
                           " AND code_hash IS NULL AND own_label = '')",
                           name=op.f("ck_members_who_left_is_forgotten")),
        sa.CheckConstraint("standing IN ('member', 'supporter', 'listener', 'independent', 'monitor')",
                           name=op.f("ck_members_standing_is_known")),
        sa.ForeignKeyConstraint(["beside_id"], ["members.id"], name=op.f("fk_members_beside_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_members_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_members_code_hash")),
        sa.UniqueConstraint("forum_id", "name_skeleton", name=op.f("uq_members_forum_id_name_skeleton")),
        sa.UniqueConstraint("public_id", name=op.f("uq_members_public_id")),
    )
    op.create_index(op.f("ix_members_forum_id"), "members", ["forum_id"])
    op.create_table(
        "forum_officers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("let_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('guest', 'responder', 'access-support')",
                           name=op.f("ck_forum_officers_role_is_known")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_officers_forum_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_forum_officers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_officers")),
        sa.UniqueConstraint("forum_id", "person_id", "role", name=op.f("uq_forum_officers_forum_id_person_id_role")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_officers_public_id")),
    )
    op.create_index(op.f("ix_forum_officers_person_id"), "forum_officers", ["person_id"])
    op.create_table(
        "forum_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=True),
        sa.Column("officer_role", sa.String(length=20), nullable=True),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("beside_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(officer_role IS NOT NULL) = (body <> '')",
                           name=op.f("ck_forum_invitations_officers_speak_for_a_body")),
        sa.CheckConstraint("(standing IS NULL) <> (officer_role IS NULL) AND (standing IS NULL OR standing IN "
                           "('member', 'supporter', 'listener', 'independent', 'monitor')) AND (officer_role IS NULL "
                           "OR officer_role IN ('guest', 'responder', 'access-support'))",
                           name=op.f("ck_forum_invitations_lets_in_as_one_thing")),
        sa.CheckConstraint("NOT is_first OR standing = 'member'", name=op.f("ck_forum_invitations_first_is_a_member")),
        sa.CheckConstraint("is_first OR made_by_id IS NOT NULL", name=op.f("ck_forum_invitations_made_by_a_member")),
        sa.ForeignKeyConstraint(["beside_id"], ["members.id"], name=op.f("fk_forum_invitations_beside_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_invitations_forum_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["members.id"], name=op.f("fk_forum_invitations_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_forum_invitations_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_invitations_public_id")),
    )
    op.create_index(op.f("ix_forum_invitations_forum_id"), "forum_invitations", ["forum_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_passkeys_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkeys_public_id")),
    )
    op.create_index(op.f("ix_passkeys_member_id"), "passkeys", ["member_id"])
    op.create_table(
        "member_factors",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_factors_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_factors")),
    )
    op.create_table(
        "member_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_sessions_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_member_sessions_token_hash")),
    )
    op.create_index(op.f("ix_member_sessions_member_id"), "member_sessions", ["member_id"])
    op.create_table(
        "member_contacts",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=6), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("no_voicemail", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'phone', 'text', 'post')",
                           name=op.f("ck_member_contacts_channel_is_known")),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
                           name=op.f("ck_member_contacts_hours_are_hours")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_member_contacts_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_contacts")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_notices_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("member_id", name=op.f("uq_notices_member_id")),
    )
    op.create_index(op.f("ix_notices_not_before"), "notices", ["not_before"])
    op.create_table(
        "join_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state = 'asked' OR words = ''", name=op.f("ck_join_requests_words_are_forgotten")),
        sa.CheckConstraint("state IN ('asked', 'agreed', 'declined', 'joined')",
                           name=op.f("ck_join_requests_state_is_known")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["members.id"], name=op.f("fk_join_requests_answered_by_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_join_requests_forum_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_join_requests_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_join_requests_public_id")),
    )
    op.create_index(op.f("ix_join_requests_open"), "join_requests", ["forum_id"],
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"))
    op.create_table(
        "forum_years",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forums.id"], name=op.f("fk_forum_years_forum_id")),
        sa.PrimaryKeyConstraint("forum_id", "year", name=op.f("pk_forum_years")),
    )


def downgrade() -> None:
    op.drop_table("forum_years")
    op.drop_table("join_requests")
    op.drop_table("notices")
    op.drop_table("member_contacts")
    op.drop_table("member_sessions")
    op.drop_table("member_factors")
    op.drop_table("passkeys")
    op.drop_table("forum_invitations")
    op.drop_table("forum_officers")
    op.drop_table("members")
    op.drop_table("forums")
