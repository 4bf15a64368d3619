"""Worries about somebody in an answer: flagged by people, suggested by rules, taken and closed by who handles them.

From the flag until the close the answer is kept from everybody else (`queries/worries.py::is_withheld`). Every step is
in the worry's own log and in the trail; nothing here sends anything to anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import worries as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.redactions import RULE as BY_RULE
from consult.domain.redactions import Span, new_spans
from consult.domain.texts import clean
from consult.domain.worries import Outcome
from consult.models.answer_words import AnswerWords
from consult.models.base import utc_now
from consult.models.care import CareLook, Redaction, Worry, WorryStep
from consult.models.responses import Answer, Response
from consult.queries import age_routes
from consult.queries import redactions as stored
from consult.queries import worries as stored_worries
from consult.services import audit, rights
from consult.services.transaction import writing

RAISED, TAKEN, NOTED = "raised", "taken", "noted"


@dataclass(frozen=True)
class Look:
    """What a machine found in one text: worries as (kind, the words that moved it), and details."""

    answer_id: int
    of_english: bool
    text: str
    worries: tuple[tuple[str, tuple[str, ...]], ...]
    details: tuple[Span, ...]


def flag(*, consultation_id: int, answer_id: str, kind: str, note: str = "", by_id: int) -> Worry:
    """Tell those who handle worries about an answer (public id); the same person's same worry is kept once.

    Raises NotAllowed, NotFound, Refused("kind", …), Refused("note", …).
    """
    kind, note = rules.check_kind(kind), _note(note)
    with writing() as session:
        rights.require(session, by_id, Permission.FLAG_WORRIES, consultation_id)
        answer = session.scalar(
            select(Answer).join(Response, Response.id == Answer.response_id)
            .where(Answer.public_id == answer_id, Response.consultation_id == consultation_id,
                   Response.erased_at.is_(None)).with_for_update(read=True, key_share=True, of=Answer))
        if answer is None:
            raise NotFound()
        return _flagged(session, consultation_id, {"answer_id": answer.id}, kind, note, by_id,
                        is_under_18=_is_under_18(session, answer.response_id))


def flag_thing(session: Session, consultation_id: int, thing: Mapping[str, int], *, kind: str, note: str, by_id: int
               ) -> Worry:
    """Raise a worry about what is no answer (services/other_worries.py), inside the caller's transaction.

    `thing` names the column that points to it and its row id. Raises Refused("kind", …), Refused("note", …).
    """
    return _flagged(session, consultation_id, thing, rules.check_kind(kind), _note(note), by_id, is_under_18=False)


def raise_by_rule(session: Session, consultation_id: int, thing: Mapping[str, int], kind: str, *, words: Sequence[str]
                  ) -> None:
    """Raise what a list of words found in what is no answer, inside the caller's transaction."""
    worry = _worry(session, consultation_id, thing, kind, words=words, is_under_18=False)
    _record(session, Act.WORRY_RAISED, worry, None, about=kind)


def _flagged(session: Session, consultation_id: int, thing: Mapping[str, int], kind: str, note: str, by_id: int, *,
             is_under_18: bool) -> Worry:
    same = session.scalar(select(Worry).filter_by(**thing).where(
        Worry.kind == kind, Worry.raised_by_id == by_id, Worry.closed_at.is_(None)))
    if same is not None:
        return same
    worry = _worry(session, consultation_id, thing, kind, note=note, by_id=by_id, is_under_18=is_under_18)
    _step(session, worry, RAISED, by_id, reason=note)
    _record(session, Act.WORRY_RAISED, worry, by_id, about=kind)
    return worry


def take(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Say that one looks after a worry; who had it before is in the log. Raises NotAllowed, NotFound, Conflict."""
    with writing() as session:
        worry = _held(session, consultation_id, public_id, by_id)
        rules.check_taking(_state(worry))
        if worry.taken_by_id != by_id:
            worry.taken_by_id = by_id
            _step(session, worry, TAKEN, by_id)
            _record(session, Act.WORRY_TAKEN, worry, by_id)


def note(*, consultation_id: int, public_id: str, words: str, by_id: int) -> None:
    """Write a line into the log of a worry. Raises NotAllowed, NotFound, Conflict, Refused("note", …)."""
    words = _note(words)
    if not words:
        raise Refused("note", "worry-note-missing")
    with writing() as session:
        worry = _held(session, consultation_id, public_id, by_id)
        rules.check_taking(_state(worry))
        _step(session, worry, NOTED, by_id, reason=words)


def close(*, consultation_id: int, public_id: str, outcome: Outcome, by_id: int) -> None:
    """Close a worry with what was decided; the answer goes back to coders and translators.

    Raises NotAllowed, NotFound, Conflict("worry-closed"), Refused for what `domain/worries.check_outcome` refuses.
    """
    with writing() as session:
        worry = _held(session, consultation_id, public_id, by_id)
        given = rules.check_outcome(worry.kind, _state(worry), outcome)
        worry.outcome, worry.closed_by_id, worry.closed_at = given.outcome, by_id, utc_now()
        session.add(WorryStep(worry_id=worry.id, action=given.outcome, reason=clean(given.reason), by_id=by_id,
                              passed_to=given.passed_to, threshold=given.threshold))
        _record(session, Act.WORRY_CLOSED, worry, by_id, outcome=given.outcome, threshold=given.threshold,
                passed_to=given.passed_to)


def keep_looks(looks: Sequence[Look]) -> None:
    """Store what a machine found, each text once; what was erased or reworded meanwhile is left alone."""
    with writing() as session:
        answers = {row.id: row for row in session.scalars(
            select(Answer).where(Answer.id.in_({look.answer_id for look in looks})).order_by(Answer.id)
            .with_for_update().execution_options(populate_existing=True))}
        seen = stored.looked_at(session, [(look.answer_id, look.of_english) for look in looks])
        told = stored_worries.known_kinds(session, list(answers))
        for look in looks:
            answer = answers.get(look.answer_id)
            if answer is None or (look.answer_id, look.of_english) in seen or (
                    _standing(session, answer, look.of_english) != look.text):
                continue
            session.add(CareLook(answer_id=answer.id, of_english=look.of_english,
                                 digest=sha256(look.text.encode()).hexdigest()))
            _keep_found(session, answer, look, told)


def _keep_found(session: Session, answer: Answer, look: Look, told: set[tuple[int, str]]) -> None:
    """Keep the worries of kinds that nobody raised about this answer so far, and the details that are new."""
    fresh = [(kind, words) for kind, words in look.worries if (answer.id, kind) not in told]
    if not fresh and not look.details:
        return
    consultation_id = session.get_one(Response, answer.response_id).consultation_id
    for kind, words in fresh:
        told.add((answer.id, kind))
        worry = _worry(session, consultation_id, {"answer_id": answer.id}, kind, words=words,
                       is_under_18=_is_under_18(session, answer.response_id))
        _record(session, Act.WORRY_RAISED, worry, None, about=kind)
    known = [Span(row.start, row.end, row.kind) for row in session.scalars(select(Redaction).where(
        Redaction.answer_id == answer.id, Redaction.of_english == look.of_english))]
    session.add_all(Redaction(
        consultation_id=consultation_id, answer_id=answer.id, of_english=look.of_english, start=span.start,
        end=span.end, kind=span.kind, source=BY_RULE) for span in new_spans(look.details, known))


def _standing(session: Session, answer: Answer, of_english: bool) -> str | None:
    if not of_english:
        return answer.text
    return session.scalar(select(AnswerWords.english).where(AnswerWords.answer_id == answer.id))


def _is_under_18(session: Session, response_id: int) -> bool:
    # Only the hours follow from the age: what it is stands nowhere.
    return age_routes.of_response(session, response_id) != age_routes.ADULT


def _worry(session: Session, consultation_id: int, thing: Mapping[str, int], kind: str, *, is_under_18: bool,
           note: str = "", words: Sequence[str] = (), by_id: int | None = None) -> Worry:
    raised_at = utc_now()
    worry = Worry(
        consultation_id=consultation_id, **thing, kind=kind, words=list(words), note=note,
        source=rules.RULE if by_id is None else rules.PERSON, raised_by_id=by_id, raised_at=raised_at,
        due_at=rules.due_at(kind, raised_at, is_under_18=is_under_18))
    session.add(worry)
    session.flush()
    return worry


def _held(session: Session, consultation_id: int, public_id: str, by_id: int) -> Worry:
    rights.require(session, by_id, Permission.HANDLE_WORRIES, consultation_id)
    worry = session.scalar(
        select(Worry).where(Worry.public_id == public_id, Worry.consultation_id == consultation_id)
        .with_for_update().execution_options(populate_existing=True))
    if worry is None:
        raise NotFound()
    return worry


def _state(worry: Worry) -> str:
    return rules.CLOSED if worry.closed_at else rules.TAKEN if worry.taken_by_id else rules.WAITING


def _note(words: str) -> str:
    note = clean(words).strip()
    if len(note) > rules.MOST_NOTE:
        raise Refused("note", "worry-note-long", {"most": rules.MOST_NOTE})
    return note


def _step(session: Session, worry: Worry, action: str, by_id: int, reason: str = "") -> None:
    session.add(WorryStep(worry_id=worry.id, action=action, reason=reason, by_id=by_id))


def _record(session: Session, act: Act, worry: Worry, by_id: int | None, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="worry", object_id=worry.public_id,
                 consultation_id=worry.consultation_id, **facts)
