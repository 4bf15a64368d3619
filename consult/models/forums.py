"""Forums that their members own: the forum itself, its officers from outside, and what lets people in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.forum_access import OFFICER_ROLES, STANDINGS
from consult.models.base import Base, HasPublicId, one_of, utc_now

RULES = ("consent", "consensus", "gradients", "vote")


class Forum(HasPublicId, Base):
    """One forum. `slug` is there only while the group wants a public page; without it nothing public names it."""

    __tablename__ = "forums"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'paused', 'closed')", name="state_is_known"),
        CheckConstraint(one_of("decides_by", RULES), name="rule_is_known"),
        CheckConstraint("joins_by IN ('invitation', 'asking')", name="joining_is_known"),
        CheckConstraint("(state = 'open') = (state_reason = '')", name="pause_has_a_reason"),
        CheckConstraint("papers_days BETWEEN 1 AND 60 AND record_days BETWEEN 10 AND 60", name="days_are_sensible"),
    )

    slug: Mapped[str | None] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    # In one sentence, for the public page; the group's own words.
    about: Mapped[str] = mapped_column(Text, default="")
    # Who carries the forum, and what they say as controller of its data (CP-04).
    host: Mapped[str] = mapped_column(String(200))
    host_is_partner: Mapped[bool] = mapped_column(default=False)
    controller_statement: Mapped[str] = mapped_column(Text)
    decides_by: Mapped[str] = mapped_column(String(12), default="consent")
    joins_by: Mapped[str] = mapped_column(String(12), default="invitation")
    how_to_join: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    state_reason: Mapped[str] = mapped_column(Text, default="")
    # Working days: papers before a meeting, additions to its record after it.
    papers_days: Mapped[int] = mapped_column(default=10)
    record_days: Mapped[int] = mapped_column(default=10)
    # Whom members can turn to outside the group: an independent advocate, in the group's own words (CP-21).
    advocate_contact: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(Text, default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    opened_on: Mapped[date]


class ForumOfficer(HasPublicId, Base):
    """An officer whom the group let in, for one of three roles; no role here can write agenda, notes or asks."""

    __tablename__ = "forum_officers"
    __table_args__ = (
        CheckConstraint(one_of("role", OFFICER_ROLES), name="role_is_known"),
        UniqueConstraint("forum_id", "person_id", "role"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    # The body that they speak for, as the group sees it.
    body: Mapped[str] = mapped_column(String(200), default="")
    let_in_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None]


class ForumInvitation(HasPublicId, Base):
    """A code that lets one person in, once: a member of some standing, or an officer in a role."""

    __tablename__ = "forum_invitations"
    __table_args__ = (
        CheckConstraint(f"(standing IS NULL) <> (officer_role IS NULL) AND (standing IS NULL OR "
                        f"{one_of('standing', STANDINGS)}) AND (officer_role IS NULL OR "
                        f"{one_of('officer_role', OFFICER_ROLES)})", name="lets_in_as_one_thing"),
        CheckConstraint("is_first OR made_by_id IS NOT NULL", name="made_by_a_member"),
        CheckConstraint("(officer_role IS NOT NULL) = (body <> '')", name="officers_speak_for_a_body"),
        CheckConstraint("NOT is_first OR standing = 'member'", name="first_is_a_member"),
        Index("ix_forum_invitations_forum_id", "forum_id"),
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    standing: Mapped[str | None] = mapped_column(String(12))
    officer_role: Mapped[str | None] = mapped_column(String(20))
    # The body that an officer will speak for: the group says so, for it decides what that body may read and answer.
    body: Mapped[str] = mapped_column(String(200), default="")
    # The first one is made when the forum is opened, for its first chair; every other one by a member.
    is_first: Mapped[bool] = mapped_column(default=False)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    # Whom a supporter will stand beside.
    beside_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ForumYear(Base):
    """How many left a forum in a year, without who: what "who stays" is reckoned from (CP-35)."""

    __tablename__ = "forum_years"

    forum_id: Mapped[int] = mapped_column(ForeignKey("forums.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    left: Mapped[int] = mapped_column(default=0)
