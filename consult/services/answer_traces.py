"""What hangs on an answer beside its codings: carried to a new form of the same words, forgotten with the old ones."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from consult.models.answer_words import AnswerWords
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import AnswerOriginal, CareLook, Redaction, Worry, WorryStep
from consult.models.codebooks import CodingAct, Reading
from consult.models.coding_settings import Presence
from consult.models.double_coding import AnswerRemark, DoubleCode, DoubleReading
from consult.models.machines import AnswerVector, NodeSuggestion, SuggestionOutcome
from consult.models.runs import ProposedMember, Suggestion
from consult.services import campaign_copies, worries

# What machines made of the words, and what people said of them: all of it is about these words and no others.
OF_THE_WORDS: tuple[Any, ...] = (
    Suggestion, NodeSuggestion, ProposedMember, SuggestionOutcome, AnswerVector, CareLook, CampaignMember, CodingAct,
    Presence, Reading, AnswerRemark, DoubleReading,
)
TAKEN_OUT: tuple[Any, ...] = (Redaction, AnswerOriginal)


def carry(session: Session, old_id: int, new_id: int, *, with_english: bool = True) -> None:
    """Give everything that hangs on an answer (row id) to another one with the same words."""
    for model in (*OF_THE_WORDS, *TAKEN_OUT, Worry, *((AnswerWords,) if with_english else ())):
        _do(session, update(model).where(model.answer_id == old_id).values(answer_id=new_id))
    _do(session, update(Campaign).where(Campaign.answer_id == old_id).values(answer_id=new_id))
    _do(session, update(Suggestion).where(Suggestion.nearest_id == old_id).values(nearest_id=new_id))


def forget(session: Session, answers: Select[tuple[int]] | Sequence[int], *, with_english: bool = True) -> None:
    """Delete everything that hangs on these answers (row ids); the log of a worry stays, without their words."""
    ids: Any = answers if isinstance(answers, Select) else list(answers)
    readings = select(DoubleReading.id).where(DoubleReading.answer_id.in_(ids))
    _do(session, delete(DoubleCode).where(DoubleCode.double_reading_id.in_(readings)))
    campaign_copies.hand_over(session, ids)
    _do(session, update(Suggestion).where(Suggestion.nearest_id.in_(ids)).values(nearest_id=None))
    # What the person who raised a worry wrote of the words stands in its first step too.
    raised = select(Worry.id).where(Worry.answer_id.in_(ids))
    _do(session, update(WorryStep).where(WorryStep.worry_id.in_(raised), WorryStep.action == worries.RAISED)
        .values(reason=""))
    _do(session, update(Worry).where(Worry.answer_id.in_(ids)).values(answer_id=None, words=[], note=""))
    for model in (*OF_THE_WORDS, *TAKEN_OUT, *((AnswerWords,) if with_english else ())):
        _do(session, delete(model).where(model.answer_id.in_(ids)))


def _do(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
