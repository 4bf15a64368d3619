"""Keeps what people made of suggestions, when they read the answer for the first time; it changes no coding."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain.control_share import is_control
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.machines import SuggestionOutcome
from consult.models.responses import Answer
from consult.models.runs import Run, Suggestion
from consult.queries import coding_settings
from consult.queries.codings import SUGGESTED


def keep(session: Session, consultation_id: int, answer: Answer, by_id: int) -> None:
    """Note of the first themes that a machine ranked for an answer whether its reader gave them.

    Nothing is noted a second time, nor where the answer was coded before the ranking: the machine may have learned
    from it then. Themes that the answer has from an accepted batch are left out; those are checked with their batch.
    """
    ranked = _ranked(session, answer.id)
    if not ranked or _is_known(session, answer.id):
        return
    codings = session.execute(
        select(Coding.theme_id, Coding.batch_id, Coding.withdrawn_at, Coding.confirmed_at)
        .join(Passage, Passage.id == Coding.passage_id).where(Passage.answer_id == answer.id)).all()
    started_at = session.scalar(select(func.max(Run.created_at)).where(Run.id.in_({row[0] for row in ranked})))
    if any(batch is None and at < started_at for _theme, batch, _withdrawn, at in codings):
        return
    given = {theme for theme, batch, withdrawn, _at in codings if batch is None and withdrawn is None}
    of_batches = {theme for theme, batch, _withdrawn, _at in codings if batch is not None}
    was_shown = _was_shown(session, consultation_id, answer)
    session.add_all(
        SuggestionOutcome(consultation_id=consultation_id, answer_id=answer.id, theme_id=theme_id, position=place,
                          was_offered=is_offered, was_shown=was_shown, was_accepted=theme_id in given, person_id=by_id)
        for place, (_run, theme_id, is_offered) in enumerate(ranked) if theme_id not in of_batches)


def forget(session: Session, answer_id: int, *, since: datetime) -> None:
    """Forget what was noted of an answer (row id) since a moment: that reading is undone, the next one is the first."""
    session.execute(delete(SuggestionOutcome).where(
        SuggestionOutcome.answer_id == answer_id, SuggestionOutcome.at >= since))


def _ranked(session: Session, answer_id: int) -> list[tuple[int, int, bool]]:
    """Return (run, theme, is offered) of what a coder would be shown for an answer, in its order."""
    rows = session.execute(
        select(Suggestion.run_id, Suggestion.theme_id, Suggestion.is_offered)
        .join(Theme, Theme.id == Suggestion.theme_id)
        .where(Suggestion.answer_id == answer_id, Theme.state == "active")
        .order_by(Suggestion.position, Suggestion.id).limit(SUGGESTED))
    return [(run_id, theme_id, is_offered) for run_id, theme_id, is_offered in rows]


def _is_known(session: Session, answer_id: int) -> bool:
    return session.scalar(
        select(SuggestionOutcome.id).where(SuggestionOutcome.answer_id == answer_id).limit(1)) is not None


def _was_shown(session: Session, consultation_id: int, answer: Answer) -> bool:
    """Say whether the reader could see suggestions before the reading ended, at once or after a first theme.

    By what was to be shown and not by who looked: else answers with nothing to code would all count as not shown.
    """
    settings = coding_settings.of(session, consultation_id)
    return settings.has_suggestions and not is_control(answer.shuffle, settings.control_share)
