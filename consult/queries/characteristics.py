"""Protected answers as counts of people, and only so: no function here returns a row, and none takes a response."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, literal, select, union_all
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED
from consult.domain.variants import SIGNED
from consult.models.answer_words import SignedAnswer
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.responses import CharacteristicAnswer, Response
from consult.models.surveys import Question
from consult.queries import counted


@dataclass(frozen=True)
class Group:
    """Exact counts behind one protected question: people by choice, and the people who answered it."""

    by_choice: Mapping[str, int]
    respondents: int


def by_question(session: Session, consultation_id: int, up_to: int | None = None) -> dict[str, Group]:
    """Return counted respondents by choice for every protected question, by key across survey versions.

    The sheets that came with paper forms, tied to none of them, are among them; the cards of events are not, for those
    who took part there are counted apart. `up_to` leaves out responses after that one (row id). Exact: nothing of this
    is shown before `domain.disclosure.protect`.
    """
    given = (
        select(Question.key.label("key"), CharacteristicAnswer.choice.label("choice"),
               CharacteristicAnswer.response_id.label("person"), literal(0).label("sheet"))
        .join(CharacteristicAnswer, CharacteristicAnswer.question_id == Question.id)
        .join(Response, Response.id == CharacteristicAnswer.response_id).where(
            *counted.people(consultation_id), *((Response.id <= up_to,) if up_to is not None else ())))
    on_sheets = (
        select(Question.key, EqualitySheetAnswer.choice, EqualitySheetAnswer.sheet_id, literal(1))
        .join(EqualitySheetAnswer, EqualitySheetAnswer.question_id == Question.id)
        .join(EqualitySheet, EqualitySheet.id == EqualitySheetAnswer.sheet_id)
        .where(EqualitySheet.consultation_id == consultation_id, EqualitySheet.event_id.is_(None)))
    every = union_all(given, on_sheets).subquery()
    people = select(every.c.key, every.c.choice, every.c.sheet, func.count(every.c.person.distinct()))
    choices: dict[str, dict[str, int]] = {}
    for key, choice, _sheet, count in session.execute(
            people.group_by(every.c.key, every.c.choice, every.c.sheet)):
        held = choices.setdefault(key, {})
        held[choice] = held.get(choice, 0) + count
    totals: dict[str, int] = {}
    for key, _sheet, count in session.execute(
            select(every.c.key, every.c.sheet, func.count(every.c.person.distinct()))
            .group_by(every.c.key, every.c.sheet)):
        totals[key] = totals.get(key, 0) + count
    return {key: Group(choices[key], count) for key, count in totals.items()}


def by_language(session: Session, consultation_id: int) -> dict[str, int]:
    """Return counted respondents by the language (BCP 47) that they answered in, the most used first; exact.

    That is the language of their page; for who signed an answer that was put into English, British Sign Language.
    """
    signed = select(SignedAnswer.response_id).where(SignedAnswer.state == CHECKED)
    language = case((Response.id.in_(signed), literal(SIGNED)), else_=Response.language).label("language")
    rows = session.execute(
        select(language, func.count())
        .where(*counted.people(consultation_id))
        .group_by(language).order_by(func.count().desc(), language)
    )
    return {language: count for language, count in rows}
