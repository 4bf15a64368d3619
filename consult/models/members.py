"""Members of a forum: a name chosen for it and secrets that prove it; nobody's real name, address or other forum.

No row here leads to staff, to a response, or to the same person in another forum; nothing says when someone was seen.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.forum_access import STANDINGS
from consult.models.base import Base, HasPublicId, one_of


class Member(HasPublicId, Base):
    """Somebody in one forum.

    Who leaves is deleted. What they wrote and the group keeps then belongs to the forum's one row with `left_on`, which
    has no name and stands for everyone who left.
    """

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint(one_of("standing", STANDINGS), name="standing_is_known"),
        CheckConstraint("NOT is_chair OR standing = 'member'", name="chairs_are_members"),
        CheckConstraint("(standing = 'supporter') = (beside_id IS NOT NULL)", name="supporters_stand_beside_someone"),
        CheckConstraint("left_on IS NULL OR (name = '' AND name_skeleton IS NULL AND pronouns = '' AND NOT is_chair "
                        "AND code_hash IS NULL AND own_label = '')", name="who_left_is_forgotten"),
        CheckConstraint("left_on IS NOT NULL OR name <> ''", name="who_is_there_has_a_name"),
        UniqueConstraint("forum_id", "name_skeleton"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), index=True)
    standing: Mapped[str] = mapped_column(String(12), default="member")
    is_chair: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(120))
    # What names that look alike have in common (domain/member_names.py).
    name_skeleton: Mapped[str | None] = mapped_column(String(200))
    pronouns: Mapped[str] = mapped_column(String(60), default="")
    # The keyed hash of the seven words, where this member has words.
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    language: Mapped[str] = mapped_column(String(20), default="en")
    is_easy_read: Mapped[bool] = mapped_column(default=False)
    # What the member calls the forum on their own screens and in their calendar.
    own_label: Mapped[str] = mapped_column(String(80), default="")
    is_not_out: Mapped[bool] = mapped_column(default=True)
    # The month, never the day: when people come in gives them away.
    joined_month: Mapped[date]
    left_on: Mapped[date | None]


class Passkey(HasPublicId, Base):
    """A passkey of a member, by WebAuthn; the device keeps the secret and we the public part."""

    __tablename__ = "passkeys"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80), default="")


class MemberFactor(Base):
    """A chair's second factor by time: its sealed secret, and the last step that was used: none is used twice."""

    __tablename__ = "member_factors"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(default=0)
    is_confirmed: Mapped[bool] = mapped_column(default=False)


class MemberSession(Base):
    """A browser inside a forum's space. It ends at a fixed time, in whole hours; nothing says when it was used."""

    __tablename__ = "member_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    is_strong: Mapped[bool] = mapped_column(default=False)
    # What the browser was asked to sign, until it did.
    challenge: Mapped[bytes | None] = mapped_column(LargeBinary)
    ends_at: Mapped[datetime]


class MemberContact(Base):
    """How a member wants to hear that there is something new, sealed; there is none unless they ask for it (CP-16)."""

    __tablename__ = "member_contacts"
    __table_args__ = (
        CheckConstraint("channel IN ('email', 'phone', 'text', 'post')", name="channel_is_known"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="hours_are_hours"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(6))
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    # Safe times, hours in London; nothing is sent outside them.
    quiet_from: Mapped[int] = mapped_column(default=20)
    quiet_until: Mapped[int] = mapped_column(default=9)
    no_voicemail: Mapped[bool] = mapped_column(default=True)
    # The member's own words for the subject line; ours are neutral.
    subject: Mapped[str] = mapped_column(String(80), default="")


class Notice(Base):
    """That somebody is to hear that there is something new; never what it is. Gone once sent."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_not_before", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), unique=True)
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class JoinRequest(HasPublicId, Base):
    """Somebody asks to join by the group's own rule; the words of a request go once the group has answered."""

    __tablename__ = "join_requests"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'agreed', 'declined', 'joined')", name="state_is_known"),
        CheckConstraint("state = 'asked' OR words = ''", name="words_are_forgotten"),
        Index("ix_join_requests_open", "forum_id", sqlite_where=sql("state = 'asked'"),
              postgresql_where=sql("state = 'asked'")),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    # The seven words that the asker was shown: with them they see the answer, and come in.
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(20), default="en")
    state: Mapped[str] = mapped_column(String(10), default="asked")
    asked_on: Mapped[date]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
