"""Personal details taken out of answers: decided, added and undone by people; the words as they were are kept apart.

Only `_apply` writes the masked words, always from the original and every confirmed detail, so that the order in which
people decide changes nothing. Who may open an original is asked here, and each opening is in the trail.
"""

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from consult.domain import redactions as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.redactions import CONFIRMED, PERSON, SUGGESTED, Span
from consult.domain.texts import clean
from consult.models.answer_words import AnswerWords
from consult.models.base import utc_now
from consult.models.care import AnswerOriginal, CareLook, Redaction
from consult.models.machines import AnswerVector, NodeSuggestion
from consult.models.responses import Answer, Response
from consult.models.runs import Suggestion
from consult.queries import people, worries
from consult.services import audit, rights
from consult.services.transaction import writing


def decide(*, consultation_id: int, public_id: str, decision: str, by_id: int) -> str:
    """Confirm, refuse or undo one detail; return the public id of its answer.

    Raises NotAllowed, NotFound, Refused("decision", …), Conflict("redaction-decided").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.REDACT, consultation_id)
        row = session.scalar(select(Redaction).where(
            Redaction.public_id == public_id, Redaction.consultation_id == consultation_id))
        if row is None:
            raise NotFound()
        answer = _answer(session, consultation_id, Answer.id == row.answer_id, by_id)
        row.state = rules.check_deciding(row.state, decision)
        row.decided_by_id, row.decided_at = by_id, utc_now()
        session.flush()
        _apply(session, answer, row.of_english)
        _record(session, consultation_id, answer, by_id, decision=decision, detail=row.kind)
        return answer.public_id or ""


def confirm_all(*, consultation_id: int, answer_id: str, by_id: int) -> int:
    """Confirm every suggested detail of an answer (public id); return how many. Raises NotAllowed, NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.REDACT, consultation_id)
        answer = _answer(session, consultation_id, Answer.public_id == answer_id, by_id)
        rows = session.scalars(select(Redaction).where(
            Redaction.answer_id == answer.id, Redaction.state == SUGGESTED)).all()
        for row in rows:
            row.state, row.decided_by_id, row.decided_at = CONFIRMED, by_id, utc_now()
        session.flush()
        for of_english in {row.of_english for row in rows}:
            _apply(session, answer, of_english)
        if rows:
            _record(session, consultation_id, answer, by_id, decision=CONFIRMED, details=len(rows))
        return len(rows)


def add(*, consultation_id: int, answer_id: str, words: str, kind: str, by_id: int, of_english: bool = False) -> int:
    """Take words out wherever they stand in an answer (or in its English); return at how many places.

    Raises NotAllowed, NotFound, Refused("words", …), Refused("kind", …).
    """
    with writing() as session:
        rights.require(session, by_id, Permission.REDACT, consultation_id)
        answer = _answer(session, consultation_id, Answer.public_id == answer_id, by_id)
        text = _text(session, answer, of_english)
        if not text:
            raise Refused("words", "redaction-words-not-there")
        spans = rules.find_words(text, clean(words), kind)
        for span in spans:
            _add(session, consultation_id, answer, span, of_english, by_id)
        session.flush()
        _apply(session, answer, of_english)
        _record(session, consultation_id, answer, by_id, decision=CONFIRMED, detail=kind, details=len(spans))
        return len(spans)


def open_original(*, consultation_id: int, answer_id: str, by_id: int) -> tuple[str, str]:
    """Return an answer and its English as they were before anything was taken out; the opening is kept in the trail.

    Raises NotAllowed, NotFound.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.READ_ORIGINALS, consultation_id)
        answer = _answer(session, consultation_id, Answer.public_id == answer_id, by_id)
        found = tuple(_original(session, answer, of_english) for of_english in (False, True))
        audit.record(session, Act.ORIGINAL_OPENED, person_id=by_id, kind="answer", object_id=answer.public_id,
                     consultation_id=consultation_id)
        return found[0], found[1]


def forget_english(session: Session, answer_id: int) -> None:
    """Forget the details of the English of an answer (row id), as other words take its place; they are looked at
    again."""
    for model in (Redaction, AnswerOriginal, CareLook):
        session.execute(delete(model).where(model.answer_id == answer_id, model.of_english))


def sent_words(session: Session, answer: Answer) -> str:
    """Return the words that the person sent, for comparing them with words that they send again."""
    return _original(session, answer, of_english=False)


def _add(session: Session, consultation_id: int, answer: Answer, span: Span, of_english: bool, by_id: int) -> None:
    row = session.scalar(select(Redaction).where(
        Redaction.answer_id == answer.id, Redaction.of_english == of_english, Redaction.start == span.start,
        Redaction.end == span.end))
    if row is None:
        row = Redaction(consultation_id=consultation_id, answer_id=answer.id, of_english=of_english, start=span.start,
                        end=span.end, source=PERSON)
        session.add(row)
    row.kind, row.state, row.decided_by_id, row.decided_at = span.kind, CONFIRMED, by_id, utc_now()


def _apply(session: Session, answer: Answer, of_english: bool) -> None:
    """Put the masks of every confirmed detail into the stored words, or the words as they were where there is none."""
    confirmed = [Span(row.start, row.end, row.kind) for row in session.scalars(select(Redaction).where(
        Redaction.answer_id == answer.id, Redaction.of_english == of_english, Redaction.state == CONFIRMED))]
    kept = session.get(AnswerOriginal, (answer.id, of_english))
    whole = kept.text if kept is not None else _text(session, answer, of_english)
    if confirmed and kept is None:
        session.add(AnswerOriginal(answer_id=answer.id, of_english=of_english, text=whole))
    elif not confirmed and kept is not None:
        session.delete(kept)
    _put(session, answer, of_english, rules.masked(whole, confirmed))


def _put(session: Session, answer: Answer, of_english: bool, text: str) -> None:
    words = session.scalar(select(AnswerWords).where(AnswerWords.answer_id == answer.id))
    if of_english and words is not None:
        words.english = text
        words.revision += 1
    elif not of_english:
        answer.text = text
        if words is not None:
            # Made of words that may have held what is taken out now; it can be asked for again.
            words.machine_draft, words.machine_name = None, ""
    # What machines made of other words goes; the next run looks at these. What moved one may have been a name.
    for model in (Suggestion, NodeSuggestion, AnswerVector):
        session.execute(delete(model).where(model.answer_id == answer.id))
    session.flush()


def _text(session: Session, answer: Answer, of_english: bool) -> str:
    if not of_english:
        return answer.text or ""
    return session.scalar(select(AnswerWords.english).where(AnswerWords.answer_id == answer.id)) or ""


def _original(session: Session, answer: Answer, of_english: bool) -> str:
    kept = session.get(AnswerOriginal, (answer.id, of_english))
    return kept.text if kept is not None else _text(session, answer, of_english)


def _answer(session: Session, consultation_id: int, which: ColumnElement[bool], by_id: int) -> Answer:
    """Return an answer in own words, held; one that is kept back only for those who handle worries."""
    found = session.scalar(
        select(Answer).join(Response, Response.id == Answer.response_id)
        .where(which, Response.consultation_id == consultation_id, Answer.text.is_not(None), Answer.text != "",
               Response.erased_at.is_(None))
        .with_for_update(of=Answer).execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    if worries.withheld(session, found.id) and (
            Permission.HANDLE_WORRIES not in people.permissions_of(session, by_id, consultation_id)):
        raise NotFound()
    return found


def _record(session: Session, consultation_id: int, answer: Answer, by_id: int, **facts: object) -> None:
    audit.record(session, Act.REDACTION_DECIDED, person_id=by_id, kind="answer", object_id=answer.public_id,
                 consultation_id=consultation_id, **facts)
