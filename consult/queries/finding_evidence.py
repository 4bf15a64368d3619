"""What a finding can rest on, and what each thing that it rests on is called; counts are finding_counts.py's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.claims import CLOSED, EVENTS, FORUM_ASK, ORGANISATION, RECOMMENDATION_ASK, THEME
from consult.domain.reports import Text
from consult.domain.surveys import STORES_ANSWERS
from consult.models.asks import Ask
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.findings import Finding, FindingEvidence
from consult.models.recommendations import CommitteeResponse, Recommendation, RecommendationAsk
from consult.models.responses import RespondingBody, Response
from consult.queries import forum_voices, survey_questions
from consult.queries.survey_questions import AskedQuestion


@dataclass(frozen=True)
class Thing:
    """One thing that can be evidence: `row_id` of its table (None for a closed answer), what names it, its words.

    `by` is who says it: a forum, a committee; empty for what many people said. `is_printed` is false for what a report
    does not name: an organisation that did not agree to it. `is_counted` is false for a response that does not count
    any more. `is_offered` is false for what nothing new can rest on: a theme out of use goes by what it became.
    """

    ref: str
    label: Text
    row_id: int | None = None
    by: str = ""
    is_printed: bool = True
    is_counted: bool = True
    is_offered: bool = True


@dataclass(frozen=True)
class Things:
    """Everything that a finding of a consultation can rest on: by kind, then by what names it."""

    by_kind: Mapping[str, Mapping[str, Thing]]
    questions: Mapping[str, AskedQuestion] = field(default_factory=dict)
    _rows: dict[str, Mapping[int | None, Thing]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, kind: str, ref: str) -> Thing | None:
        """Return a thing by its kind and what names it, or None."""
        return self.by_kind.get(kind, {}).get(ref)

    def by_row(self, kind: str) -> Mapping[int | None, Thing]:
        """Return the things of a kind by their row id."""
        # Asked for once a row of evidence, and there may be thousands of organisations.
        if kind not in self._rows:
            self._rows[kind] = {thing.row_id: thing for thing in self.by_kind.get(kind, {}).values()}
        return self._rows[kind]


def things(session: Session, consultation: Consultation, today: date) -> Things:
    """Return what a finding can rest on, each kind in its own order; protected answers are none of it.

    Themes that were merged or retired are among them, since findings may rest on them; forum asks are those that went
    out and that everyone may read.
    """
    questions = {asked.key: asked for asked in survey_questions.asked(session, consultation.id)
                 if asked.stores == STORES_ANSWERS}
    themes = _themes(session, consultation.id)
    return Things({
        THEME: themes, EVENTS: themes, CLOSED: _closed(questions.values()),
        FORUM_ASK: _forum_asks(session, consultation, today), ORGANISATION: _organisations(session, consultation.id),
        RECOMMENDATION_ASK: _committee_asks(session, consultation.id)}, questions)


def closed_ref(question_key: str, choice: str) -> str:
    """Return what names one answer to choose: the question's key and the option's code."""
    return f"{question_key}:{choice}"


def rows(session: Session, consultation_id: int, finding_id: int | None = None) -> Sequence[FindingEvidence]:
    """Return what the findings rest on, in order; of one finding where it is named (row id)."""
    return session.scalars(
        select(FindingEvidence).join(Finding, Finding.id == FindingEvidence.finding_id)
        .where(Finding.consultation_id == consultation_id,
               *((FindingEvidence.finding_id == finding_id,) if finding_id is not None else ()))
        .order_by(FindingEvidence.finding_id, FindingEvidence.position, FindingEvidence.id)).all()


def _themes(session: Session, consultation_id: int) -> dict[str, Thing]:
    found = {row.id: row for row in session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id).order_by(Theme.name_key, Theme.id))}
    return {row.public_id: _theme(row, found) for row in found.values()}


def _theme(row: Theme, every: Mapping[int, Theme]) -> Thing:
    now, seen = row, {row.id}
    while now.merged_into_id is not None and now.merged_into_id not in seen:
        now = every[now.merged_into_id]
        seen.add(now.id)
    return Thing(now.public_id, {"en": now.name}, row.id, is_offered=row.state == "active")


def _closed(questions: Iterable[AskedQuestion]) -> dict[str, Thing]:
    found = {}
    for asked in questions:
        for option in asked.options if asked.is_closed else ():
            ref = closed_ref(asked.key, option.code)
            found[ref] = Thing(ref, _both(dict(asked.question.text), dict(option.label)))
    return found


def _both(question: Text, option: Text) -> Text:
    return {tag: f"{question[tag]} – {option.get(tag) or option.get('en', '')}" for tag in question}


def _forum_asks(session: Session, consultation: Consultation, today: date) -> dict[str, Thing]:
    voices = forum_voices.of_consultation(session, consultation, today)
    row_ids = {public_id: row_id for public_id, row_id in session.execute(
        select(Ask.public_id, Ask.id).where(Ask.public_id.in_([ask.ask_id for one in voices for ask in one.asks])))}
    return {ask.ask_id: Thing(ask.ask_id, {ask.language: ask.title}, row_ids[ask.ask_id], forum.name)
            for forum in voices for ask in forum.asks}


def _organisations(session: Session, consultation_id: int) -> dict[str, Thing]:
    found = session.execute(
        select(Response.public_id, RespondingBody.name, Response.id, RespondingBody.may_be_named,
               Response.excluded_reason, Response.erased_at)
        .join(RespondingBody, RespondingBody.response_id == Response.id)
        .where(Response.consultation_id == consultation_id, Response.on_behalf_of == "organisation",
               Response.sample_id.is_(None))
        .order_by(RespondingBody.name, Response.id))
    return {public_id: Thing(public_id, {"en": name}, row_id, is_printed=may_be_named and not erased,
                             is_counted=not why, is_offered=not why)
            for public_id, name, row_id, may_be_named, why, erased in found}


def _committee_asks(session: Session, consultation_id: int) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for key, public_id, words, row_id, body, number in session.execute(
        select(RecommendationAsk.key, RecommendationAsk.public_id, RecommendationAsk.text, RecommendationAsk.id,
               CommitteeResponse.body, Recommendation.number)
        .join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
        .join(CommitteeResponse, CommitteeResponse.id == Recommendation.committee_response_id)
        .where(CommitteeResponse.consultation_id == consultation_id)
        .order_by(CommitteeResponse.id, Recommendation.position, RecommendationAsk.position)):
        # Keys are of one file: where a later report has the same, its ask goes by its own id.
        ref = public_id if key in found else key
        found[ref] = Thing(ref, {"en": f"{number}: {words}"}, row_id, body)
    return found
