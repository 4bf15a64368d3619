"""What a language model may be told of proposed groups, redacted, and which requests to one were logged."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED
from consult.domain.redactions import HIDDEN_OUTSIDE, Span, masked
from consult.models.answer_words import AnswerWords
from consult.models.care import CareLook, Redaction
from consult.models.machines import ModelCall
from consult.models.responses import Answer, Response
from consult.models.runs import ProposedMember, ProposedTheme
from consult.queries import runs, telling_words
from consult.queries.coded_words import with_words, words
from consult.queries.worries import is_withheld

KIND = "name-groups"
CALLS_SHOWN = 20


@dataclass(frozen=True)
class GroupToName:
    """An undecided group without a machine's name: row id, telling words, language, a few typical texts, redacted."""

    id: int
    words: tuple[str, ...]
    language: str
    texts: list[str] = field(default_factory=list)


def groups_to_name(session: Session, consultation_id: int, most_texts: int) -> list[GroupToName]:
    """Return the groups of the last look for themes that wait for a person and have no machine's name yet.

    Texts are typical answers that are counted, that nobody worries about and that were searched for personal details.
    What was confirmed or only suggested to be such a detail is masked.
    """
    run = runs.latest_done(session, consultation_id, "discover")
    if run is None:
        return []
    rows = session.execute(
        select(ProposedTheme.id, ProposedTheme.terms, ProposedTheme.language)
        .where(ProposedTheme.run_id == run.id, ProposedTheme.state == "proposed", ProposedTheme.machine_name == "")
        .order_by(ProposedTheme.position))
    told = telling_words.to_send(session, consultation_id)
    groups = {row[0]: GroupToName(row[0], telling_words.without(row[1], told), row[2]) for row in rows}
    for group_id, text in _texts(session, list(groups)):
        if len(groups[group_id].texts) < most_texts:
            groups[group_id].texts.append(text)
    return list(groups.values())


def _texts(session: Session, group_ids: Sequence[int]) -> list[tuple[int, str]]:
    of_english = func.coalesce(AnswerWords.state == CHECKED, False)
    was_searched = exists(select(CareLook.answer_id).where(
        CareLook.answer_id == Answer.id, CareLook.of_english == of_english))
    rows = session.execute(
        with_words(
            select(ProposedMember.proposed_theme_id, Answer.id, of_english, words())
            .join(Answer, Answer.id == ProposedMember.answer_id))
        .join(Response, Response.id == Answer.response_id)
        .where(ProposedMember.proposed_theme_id.in_(group_ids), ~ProposedMember.is_edge,
               Response.excluded_reason.is_(None), ~is_withheld(), was_searched)
        .order_by(ProposedMember.proposed_theme_id, ProposedMember.position)).all()
    spans = _spans(session, [row[1] for row in rows])
    return [(group_id, masked(text, spans.get((answer_id, bool(english)), ())))
            for group_id, answer_id, english, text in rows if text]


def _spans(session: Session, answer_ids: Sequence[int]) -> dict[tuple[int, bool], list[Span]]:
    rows = session.execute(
        select(Redaction.answer_id, Redaction.of_english, Redaction.start, Redaction.end, Redaction.kind)
        .where(Redaction.answer_id.in_(answer_ids), Redaction.state.in_(HIDDEN_OUTSIDE)))
    found: dict[tuple[int, bool], list[Span]] = {}
    for answer_id, of_english, start, end, kind in rows:
        found.setdefault((answer_id, of_english), []).append(Span(start, end, kind))
    return found


def calls(session: Session, consultation_id: int) -> list[ModelCall]:
    """Return the last CALLS_SHOWN requests to a language model, the newest first."""
    return list(session.scalars(
        select(ModelCall).where(ModelCall.consultation_id == consultation_id)
        .order_by(ModelCall.id.desc()).limit(CALLS_SHOWN)))


def calls_by_outcome(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many requests ended in which way."""
    rows = session.execute(
        select(ModelCall.outcome, func.count()).where(ModelCall.consultation_id == consultation_id)
        .group_by(ModelCall.outcome).order_by(ModelCall.outcome))
    return {outcome: number for outcome, number in rows}
