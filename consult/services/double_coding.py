"""Coding an answer for the second time, without seeing the first coder's codes; what is given here never counts."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain import double_coding as rules
from consult.domain.access import Permission
from consult.domain.answer_words import CHECKED
from consult.domain.codebooks import confirm
from consult.domain.errors import Conflict, NotFound, Refused
from consult.models.answer_words import AnswerWords
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.consultations import Consultation
from consult.models.double_coding import DoubleCode, DoubleReading
from consult.models.responses import Answer
from consult.models.surveys import Question, SurveyVersion
from consult.queries import coding_settings
from consult.queries import double_coding as stored
from consult.queries.theme_counts import was_read
from consult.services import rights
from consult.services.transaction import writing

# The consultation is coded in English: an answer in any other language is also read in a translation.
CODED_IN = "en"


@dataclass(frozen=True)
class Given:
    """What the second coder says of a passage: a theme (public id) with a stance; `span` None is the whole text."""

    theme: str
    stance: str
    span: tuple[int, int] | None = None
    of_english: bool = False


def draw(session: Session, consultation_id: int, answer: Answer, by_id: int) -> None:
    """Put an answer that was just read up for a second coder where it is one of those (a step after reading)."""
    row = session.scalar(select(DoubleReading).where(DoubleReading.answer_id == answer.id))
    if row is not None:
        if row.second_by_id is None and row.state == "waiting":
            row.first_by_id, row.first_at = by_id, utc_now()
        return
    key = session.scalar(select(Question.key).where(Question.id == answer.question_id)) or ""
    settings = coding_settings.of(session, consultation_id)
    wish = rules.Wish(settings.double_first, settings.double_share)
    reason = rules.reason(
        language=_language(session, answer), original=CODED_IN, shuffle=answer.shuffle, wish=wish,
        read_before=_read_before(session, consultation_id, key, answer.id, wish.first))
    if reason is not None:
        session.add(DoubleReading(consultation_id=consultation_id, answer_id=answer.id, question_key=key,
                                  reason=reason, first_by_id=by_id))


def undraw(session: Session, answer_id: int, first_by_id: int | None) -> None:
    """Take back that an answer (row id) waits for a second coder, where none has given a code: its reading is undone.

    `first_by_id` is who had read it before that reading; None: nobody.
    """
    row = session.scalar(select(DoubleReading).where(
        DoubleReading.answer_id == answer_id, DoubleReading.state == "waiting").with_for_update())
    if row is None or session.scalar(select(DoubleCode.id).where(DoubleCode.double_reading_id == row.id).limit(1)):
        return
    if first_by_id is None:
        session.delete(row)
    elif row.second_by_id is None:
        row.first_by_id = first_by_id
    session.flush()


def _language(session: Session, answer: Answer) -> str:
    found = session.scalar(select(AnswerWords.language).where(AnswerWords.answer_id == answer.id))
    return answer.language if found is None or answer.language == rules.SIGNED else found


def _read_before(session: Session, consultation_id: int, key: str, answer_id: int, most: int) -> int:
    """Return how many other answers to the question were read; counting stops where it no longer matters."""
    questions = (select(Question.id).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
                 .where(SurveyVersion.consultation_id == consultation_id, Question.key == key))
    some = (select(Reading.id).join(Answer, Answer.id == Reading.answer_id)
            .where(Answer.question_id.in_(questions), Answer.id != answer_id).limit(most)).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def give(*, consultation_id: int, reading_id: str, given: Given, by_id: int) -> None:
    """Keep what the second coder says of a passage, apart from all that counts.

    Raises NotFound, NotAllowed for someone who coded the answer before, Conflict("second-coding-taken" or
    "second-coding-done"), Refused as `codings.confirm` and Refused("theme", "already-coded").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = _claimed(session, consultation_id, reading_id, by_id)
        text = _text(session, row.answer_id, given.of_english)
        theme = _theme(session, consultation_id, given.theme)
        said = confirm(by_id, theme_id=theme.id, stance=given.stance, span=given.span or (0, len(text)), text=text)
        same = select(DoubleCode.id).where(
            DoubleCode.double_reading_id == row.id, DoubleCode.side == "second", DoubleCode.theme_id == theme.id,
            DoubleCode.of_english == given.of_english, DoubleCode.start == said.start, DoubleCode.end == said.end)
        if session.scalar(same) is not None:
            raise Refused("theme", "already-coded")
        session.add(DoubleCode(double_reading_id=row.id, side="second", theme_id=theme.id, stance=said.stance,
                               start=said.start, end=said.end, of_english=given.of_english))


def take_back(*, consultation_id: int, reading_id: str, code_id: int, by_id: int) -> None:
    """Remove what the second coder said, as long as they are not done; what is gone before is gone."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = _claimed(session, consultation_id, reading_id, by_id)
        session.execute(delete(DoubleCode).where(
            DoubleCode.id == code_id, DoubleCode.double_reading_id == row.id, DoubleCode.side == "second"))


def finish(*, consultation_id: int, reading_id: str, by_id: int) -> str:
    """Say that the second coder is done: freeze the codes of both sides as they stand, and compare them.

    Returns "agreed" or "differs". Raises NotFound, NotAllowed, Conflict as `give`.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        row = _claimed(session, consultation_id, reading_id, by_id)
        session.add_all(_first_side(session, row))
        session.flush()
        sides = stored.sides(session, [row.id])[row.id]
        row.state = rules.outcome(rules.beside(sides.first, sides.second, stored.themes_now(session, consultation_id)))
        row.second_at = row.compared_at = utc_now()
        row.frame_version = session.get_one(Consultation, consultation_id).frame_version
        return row.state


def _first_side(session: Session, row: DoubleReading) -> list[DoubleCode]:
    standing = session.execute(
        select(Coding.theme_id, Coding.stance, Passage.start, Passage.end, Passage.of_english)
        .join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == row.answer_id, Coding.withdrawn_at.is_(None), was_read()))
    return [DoubleCode(double_reading_id=row.id, side="first", theme_id=theme_id, stance=stance, start=start, end=end,
                       of_english=of_english) for theme_id, stance, start, end, of_english in standing]


def _claimed(session: Session, consultation_id: int, reading_id: str, by_id: int) -> DoubleReading:
    """Return the reading as this person's to code; raises NotFound, NotAllowed, Conflict."""
    row = session.scalar(select(DoubleReading).where(
        DoubleReading.public_id == reading_id, DoubleReading.consultation_id == consultation_id).with_for_update())
    if row is None:
        raise NotFound()
    if row.state != "waiting":
        raise Conflict("second-coding-done")
    if stored.is_withheld(session, row.answer_id):
        raise NotFound()
    rules.check_second(by_id, row.first_by_id, stored.who_coded(session, row.answer_id))
    if row.second_by_id != by_id:
        _take_over(session, row, by_id)
    return row


def _take_over(session: Session, row: DoubleReading, by_id: int) -> None:
    if row.second_by_id is not None:
        if row.second_at is not None and row.second_at > utc_now() - timedelta(hours=rules.CLAIM_HOURS):
            raise Conflict("second-coding-taken")
        # Half of one person's codes and half of another's would be nobody's.
        session.execute(delete(DoubleCode).where(DoubleCode.double_reading_id == row.id))
    row.second_by_id, row.second_at = by_id, utc_now()
    session.flush()


def _text(session: Session, answer_id: int, of_english: bool) -> str:
    if not of_english:
        return session.scalar(select(Answer.text).where(Answer.id == answer_id)) or ""
    english = session.scalar(select(AnswerWords.english).where(
        AnswerWords.answer_id == answer_id, AnswerWords.state == CHECKED))
    if not english:
        raise Refused("passage", "words-not-checked")
    return english


def _theme(session: Session, consultation_id: int, public_id: str) -> Theme:
    found = session.scalar(select(Theme).where(
        Theme.consultation_id == consultation_id, Theme.public_id == public_id))
    if found is None:
        raise Refused("theme", "theme-missing")
    if found.state != "active":
        raise Refused("theme", "theme-not-active")
    return found
