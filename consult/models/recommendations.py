"""What the scrutiny committee asked about a plan, ask by ask, how each was answered, and the steps of the law."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.checklists import PERSON_STATES
from consult.domain.due_words import RHYTHMS
from consult.domain.recommendations import REASONS, STATUSES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class CommitteeResponse(HasPublicId, Base):
    """One report of a scrutiny body on a plan; `source_facts` is what its file says besides (evidence, figures)."""

    __tablename__ = "committee_responses"
    __table_args__ = (UniqueConstraint("consultation_id", "key"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(String(300))
    plan_key: Mapped[str] = mapped_column(String(80), default="")
    published_on: Mapped[date | None]
    published_words: Mapped[str] = mapped_column(Text, default="")
    source_document: Mapped[str] = mapped_column(Text, default="")
    source_facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(default=utc_now)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Recommendation(HasPublicId, Base):
    """A numbered recommendation: it holds one ask or several."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("committee_response_id", "key"),
                      UniqueConstraint("committee_response_id", "position"))

    committee_response_id: Mapped[int] = mapped_column(ForeignKey("committee_responses.id"))
    key: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    chapter: Mapped[str] = mapped_column(Text, default="")
    addressed_to: Mapped[list[Any]] = mapped_column(default=list)
    topics: Mapped[list[Any]] = mapped_column(default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RecommendationAsk(HasPublicId, Base):
    """A single thing that is asked. `status` is what the office set, None until it does; `our_reading` is how the
    file's makers read the reply, and is never shown as the office's word."""

    __tablename__ = "recommendation_asks"
    __table_args__ = (
        UniqueConstraint("recommendation_id", "key"),
        CheckConstraint(f"status IS NULL OR {one_of('status', STATUSES)}", name="status_is_known"),
        CheckConstraint("(status IS NULL) = (status_set_at IS NULL)", name="somebody_set_it"),
        CheckConstraint(one_of("reason_code", ("", *REASONS)), name="reason_is_known"),
        CheckConstraint("status IS NULL OR status = 'accepted' OR reason_code <> ''", name="a_no_has_a_reason"),
        CheckConstraint("status IS NULL OR status <> 'referred' OR length(goes_to) > 0", name="referred_says_whose"),
        CheckConstraint(one_of("due_every", ("", *RHYTHMS)), name="rhythm_is_known"),
        Index("ix_recommendation_asks_recommendation_id", "recommendation_id", "position"),
    )

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    key: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    our_reading: Mapped[str] = mapped_column(String(12), default="")
    status: Mapped[str | None] = mapped_column(String(12))
    # A code of the pick list of reasons (domain/recommendations), and the office's own plain words by language.
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    goes_to: Mapped[str] = mapped_column(String(200), default="")
    # The day by which, and how often, it is wanted, as the ask says it; and the day that the office promises.
    due_on: Mapped[date | None]
    due_every: Mapped[str] = mapped_column(String(10), default="")
    promised_on: Mapped[date | None]
    status_set_at: Mapped[datetime | None]
    status_set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revision: Mapped[int] = mapped_column(default=1)


class RecommendationAskChange(Base):
    """What the office said of an ask at one time, the newest too; by whom."""

    __tablename__ = "recommendation_ask_changes"
    __table_args__ = (Index("ix_recommendation_ask_changes_ask_id", "ask_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("recommendation_asks.id"))
    status: Mapped[str | None] = mapped_column(String(12))
    reason_code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    goes_to: Mapped[str] = mapped_column(String(200), default="")
    promised_on: Mapped[date | None]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class RecommendationNode(Base):
    """A part of the plan that a recommendation speaks of."""

    __tablename__ = "recommendation_nodes"

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"), primary_key=True, index=True)


class CommitteeReply(HasPublicId, Base):
    """A reply that answers one ask or many: what was written, when, by which office; `text` is {language: words}."""

    __tablename__ = "committee_replies"
    __table_args__ = (Index("ix_committee_replies_committee_response_id", "committee_response_id", "id"),)

    committee_response_id: Mapped[int] = mapped_column(ForeignKey("committee_responses.id"))
    key: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[dict[str, Any]]
    signed: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str] = mapped_column(String(120), default="")
    replied_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(default=utc_now)


class CommitteeReplyAsk(Base):
    """An ask that a reply speaks to; `is_answered` says whether it answers this ask or only its recommendation."""

    __tablename__ = "committee_reply_asks"

    reply_id: Mapped[int] = mapped_column(ForeignKey("committee_replies.id"), primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("recommendation_asks.id"), primary_key=True, index=True)
    is_answered: Mapped[bool] = mapped_column(default=True)


class CommitteeDissent(Base):
    """A view of members who did not agree with the report, kept beside it."""

    __tablename__ = "committee_dissents"
    __table_args__ = (UniqueConstraint("committee_response_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_response_id: Mapped[int] = mapped_column(ForeignKey("committee_responses.id"))
    key: Mapped[str] = mapped_column(String(120))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"))
    who: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")


class TimelineStep(HasPublicId, Base):
    """A step that the law or good practice sets (domain/timelines): when it was due, when it was done, and the papers
    that show it, a list of {"title", "address"}."""

    __tablename__ = "timeline_steps"
    __table_args__ = (
        UniqueConstraint("consultation_id", "key"),
        CheckConstraint("NOT is_not_needed OR done_on IS NULL", name="not_needed_is_not_done"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    is_not_needed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[dict[str, Any]] = mapped_column(default=dict)
    documents: Mapped[list[Any]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ChecklistNote(Base):
    """What a person says of one line of a checklist (domain/checklists), beside what the data say; newest counts."""

    __tablename__ = "checklist_notes"
    __table_args__ = (
        CheckConstraint(one_of("state", PERSON_STATES), name="state_is_known"),
        CheckConstraint("length(note) > 0", name="says_something"),
        Index("ix_checklist_notes_consultation_id_key", "consultation_id", "key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
