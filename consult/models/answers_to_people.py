"""What people are told of what became of their words: who wants to hear, and what is shown to whom first."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.host_checks import REMARK_KINDS, REMARK_STATES
from consult.domain.news import LETTER_STATES, WANTS
from consult.domain.summary_checks import ORGANISATION_KINDS, SUMMARY_STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class NewsSubscriber(HasPublicId, Base):
    """Somebody who wants to hear when the report and the plan are out; tied to no answer, no forum, no receipt.

    `address` is sealed; `address_hash` tells a second asking from the first; `code_hash` is that of the code in each
    letter, which says yes to the first one and ends the others with one press. The row goes when the person stops it,
    when they never said yes, and when the last letter went out.
    """

    __tablename__ = "news_subscribers"
    __table_args__ = (
        UniqueConstraint("consultation_id", "address_hash"),
        CheckConstraint(one_of("wants", WANTS), name="wants_is_known"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(20), default="en")
    wants: Mapped[str] = mapped_column(String(10), default="both")
    # Only the days: an instant could be set beside that of an answer.
    asked_on: Mapped[date]
    confirmed_on: Mapped[date | None]


class NewsLetter(Base):
    """A letter to a subscriber about one thing; once it is sent the row says so, and no second one goes out."""

    __tablename__ = "news_letters"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "about"),
        CheckConstraint(one_of("state", LETTER_STATES), name="state_is_known"),
        Index("ix_news_letters_waiting", "due_at",
              sqlite_where=sql("state = 'waiting'"), postgresql_where=sql("state = 'waiting'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("news_subscribers.id", ondelete="CASCADE"))
    # "confirm", "report-3" or "plan": what it is about, with its number.
    about: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]


class OrganisationSummary(HasPublicId, Base):
    """What the report says an organisation said, shown to it before; a code opens it (`code_hash`), once it is given.

    `position` is {key of a part of the plan: support | mixed | oppose | none}. `correction` holds the organisation's
    own words, `kept_reason` why ours stand beside them.
    """

    __tablename__ = "organisation_summaries"
    __table_args__ = (
        UniqueConstraint("response_id"),
        CheckConstraint(one_of("state", SUMMARY_STATES), name="state_is_known"),
        CheckConstraint(f"kind = '' OR {one_of('kind', ORGANISATION_KINDS)}", name="kind_is_known"),
        CheckConstraint("state = 'draft' OR (code_hash IS NOT NULL AND sent_on IS NOT NULL)", name="sent_with_a_code"),
        CheckConstraint("state <> 'corrected' OR correction <> ''", name="corrections_have_words"),
        CheckConstraint("state <> 'kept' OR kept_reason <> ''", name="ours_stand_for_a_reason"),
        CheckConstraint("length(summary) > 0 AND revision > 0", name="says_something"),
        Index("ix_organisation_summaries_consultation_id", "consultation_id", "id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    kind: Mapped[str] = mapped_column(String(40), default="")
    summary: Mapped[str] = mapped_column(Text)
    position: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    sent_on: Mapped[date | None]
    due_on: Mapped[date | None]
    correction: Mapped[str] = mapped_column(Text, default="")
    kept_reason: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(default=utc_now)


class HostCheck(HasPublicId, Base):
    """The notes of an event as they were read, shown to its host for ten days before they are settled."""

    __tablename__ = "host_checks"
    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("agreed_on IS NULL OR agreed_on >= given_on", name="agreed_after_it_was_given"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    given_at: Mapped[datetime]
    given_on: Mapped[date]
    # The day on which the host said that all is right.
    agreed_on: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class HostRemark(HasPublicId, Base):
    """What a host says of the notes: this one is wrong (`note_id`), or one is missing; and what became of it.

    `settled_note_id` is the note that was kept for it.
    """

    __tablename__ = "host_remarks"
    __table_args__ = (
        CheckConstraint(one_of("kind", REMARK_KINDS), name="kind_is_known"),
        CheckConstraint(one_of("state", REMARK_STATES), name="state_is_known"),
        CheckConstraint("(kind = 'wrong') = (note_id IS NOT NULL)", name="what_is_wrong_is_named"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_for_a_reason"),
        CheckConstraint("(state = 'done') = (settled_note_id IS NOT NULL)", name="done_ones_made_a_note"),
        CheckConstraint("(state = 'open') = (settled_by_id IS NULL)", name="a_person_settled_it"),
        CheckConstraint("length(text) > 0", name="says_something"),
        Index("ix_host_remarks_check_id", "check_id", "id"),
    )

    check_id: Mapped[int] = mapped_column(ForeignKey("host_checks.id"))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("event_notes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    said_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(Text, default="")
    settled_note_id: Mapped[int | None] = mapped_column(ForeignKey("event_notes.id"))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class PlanPairing(Base):
    """A part of one plan and what it became in another: proposed by a machine, said by a person or the file itself.

    `to_id` None: it was dropped. A part of the newer plan that no pairing names is new once a person said so
    (`from_id` None).
    """

    __tablename__ = "plan_pairings"
    __table_args__ = (
        CheckConstraint("from_id IS NOT NULL OR to_id IS NOT NULL", name="names_something"),
        CheckConstraint("state IN ('proposed', 'confirmed', 'refused')", name="state_is_known"),
        CheckConstraint("state = 'proposed' OR said_by_id IS NOT NULL OR basis = 'same-words'",
                        name="a_person_said_so"),
        UniqueConstraint("from_version_id", "to_version_id", "from_id", "to_id"),
        Index("ix_plan_pairings_to_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"))
    basis: Mapped[str] = mapped_column(String(20))
    likeness: Mapped[float | None]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    reason: Mapped[str] = mapped_column(Text, default="")
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime | None]
