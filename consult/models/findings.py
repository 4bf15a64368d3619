"""Findings: what people said as claims in plain words, what each rests on, and what was decided about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain import decisions
from consult.domain.claims import ARGUMENTS, EVIDENCE_KINDS, STATES
from consult.models.base import Base, HasPublicId, one_of, utc_now


class Finding(HasPublicId, Base):
    """One claim. How many people stand behind it is computed from its evidence and never typed.

    `claim` is {language: words}, English always; `groups` are codes of `codebooks.AFFECTED`; `revision` tells two
    editors apart.
    """

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint(one_of("state", STATES), name="state_is_known"),
        CheckConstraint(one_of("argument", ARGUMENTS), name="argument_is_known"),
        CheckConstraint("state <> 'set-aside' OR length(state_reason) > 0", name="set_aside_with_a_reason"),
        CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name="a_person_confirmed"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="confirming_is_whole"),
        CheckConstraint("NOT few_but_grave OR length(impact_note) > 0", name="impact_says_why"),
        CheckConstraint("number > 0 AND revision > 0", name="numbers_are_real"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    claim: Mapped[dict[str, Any]]
    argument: Mapped[str] = mapped_column(String(10), default="fair")
    argument_note: Mapped[str] = mapped_column(Text, default="")
    # Said by few people whom it hits hard.
    few_but_grave: Mapped[bool] = mapped_column(default=False)
    impact_note: Mapped[str] = mapped_column(Text, default="")
    groups: Mapped[list[Any]] = mapped_column(default=list)
    is_missing_from_plan: Mapped[bool] = mapped_column(default=False)
    # The word of the scale that an author prints in place of the computed one, and why.
    word_override: Mapped[str] = mapped_column(String(20), default="")
    word_note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    state_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class FindingEvidence(Base):
    """One thing that a finding rests on: `kind` says which of the columns names it.

    `theme`: theme_id, and question_key where only the answers to one question are meant; `closed`: question_key and
    choice; `events`: theme_id; `forum-ask`: ask_id; `organisation`: response_id; `recommendation-ask`:
    recommendation_ask_id.
    """

    __tablename__ = "finding_evidence"
    __table_args__ = (
        CheckConstraint(one_of("kind", EVIDENCE_KINDS), name="kind_is_known"),
        CheckConstraint(
            "(kind IN ('theme', 'events') AND theme_id IS NOT NULL) OR (kind = 'closed' AND question_key <> '' AND "
            "choice <> '') OR (kind = 'forum-ask' AND ask_id IS NOT NULL) OR (kind = 'organisation' AND "
            "response_id IS NOT NULL) OR (kind = 'recommendation-ask' AND recommendation_ask_id IS NOT NULL)",
            name="names_one_thing"),
        Index("ix_finding_evidence_finding_id", "finding_id", "position"),
        Index("ix_finding_evidence_theme_id", "theme_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    question_key: Mapped[str] = mapped_column(String(80), default="")
    choice: Mapped[str] = mapped_column(String(80), default="")
    ask_id: Mapped[int | None] = mapped_column(ForeignKey("asks.id"))
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), index=True)
    recommendation_ask_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation_asks.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    added_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class FindingNode(Base):
    """A part of the plan that a finding speaks of."""

    __tablename__ = "finding_nodes"
    __table_args__ = (Index("ix_finding_nodes_plan_node_id", "plan_node_id"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"), primary_key=True)
    plan_node_id: Mapped[int] = mapped_column(ForeignKey("plan_nodes.id"), primary_key=True)


class Decision(HasPublicId, Base):
    """What was decided about a finding, by whom and why; a newer one takes its place and it stays to be read.

    `reason` and `easy_reason` are {language: words}. `goes_to` names the body that a `not-ours` goes to; `later_on`
    is the day by which a `later` is looked at again.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(one_of("outcome", decisions.OUTCOMES), name="outcome_is_known"),
        CheckConstraint(one_of("state", decisions.STATES), name="state_is_known"),
        CheckConstraint("outcome <> 'not-ours' OR length(goes_to) > 0", name="not_ours_says_whose"),
        CheckConstraint("outcome <> 'later' OR later_on IS NOT NULL", name="later_says_by_when"),
        CheckConstraint("length(decided_by_name) > 0 AND length(decided_by_office) > 0", name="somebody_decided"),
        CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="a_person_confirmed"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirming_is_whole"),
        CheckConstraint("NOT is_current OR superseded_at IS NULL", name="current_is_not_superseded"),
        Index("ix_decisions_current", "finding_id", unique=True, sqlite_where=sql("is_current"),
              postgresql_where=sql("is_current")),
        Index("ix_decisions_finding_id_id", "finding_id", "id"),
    )

    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    outcome: Mapped[str] = mapped_column(String(10))
    reason: Mapped[dict[str, Any]]
    easy_reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    goes_to: Mapped[str] = mapped_column(String(200), default="")
    later_on: Mapped[date | None]
    decided_by_name: Mapped[str] = mapped_column(String(200))
    decided_by_office: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    is_current: Mapped[bool] = mapped_column(default=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(default=utc_now)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    superseded_at: Mapped[datetime | None]


class DecisionText(Base):
    """The words of one part of the plan before and after a decision, each {language: words}.

    An empty `before` is a new part, an empty `after` one that was taken out; both cannot be empty.
    """

    __tablename__ = "decision_texts"
    __table_args__ = (UniqueConstraint("decision_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    position: Mapped[int]
    plan_node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_nodes.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
