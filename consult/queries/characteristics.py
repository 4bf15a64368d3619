"""Protected answers as counts of people, and only so: no function here returns a row, and none takes a response."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from consult.domain.answer_words import CHECKED
from consult.domain.variants import SIGNED
from consult.models.answer_words import SignedAnswer
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.surveys import Question
from consult.queries import counted


@dataclass(frozen=True)
class Group:
    """Exact counts behind one protected question: people by choice, and the people who answered it."""

    by_choice: Mapping[str, int]
    respondents: int


def by_question(session: Session, consultation_id: int) -> dict[str, Group]:
    """Return counted respondents by choice for every protected question, by key across survey versions.

    The sheets that came with paper forms, tied to none of them, are among them; the cards of events are not, for those
    who took part there are counted apart. Exact: nothing of this is shown before `domain.disclosure.protect`.
    """
    given = (
        select(Question.key.label("key"), CharacteristicAnswer.choice.label("choice"),
               CharacteristicAnswer.response_id.label("person"), literal(0).label("sheet"))
        .join(CharacteristicAnswer, CharacteristicAnswer.question_id == Question.id)
        .join(Response, Response.id == CharacteristicAnswer.response_id).where(*counted.people(consultation_id)))
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


def crossed(session: Session, consultation_id: int, closed_keys: Collection[str], protected_key: str
            ) -> dict[str, dict[tuple[str, str], int]]:
    """Return for each closed question the counted respondents by (protected choice, chosen option); exact.

    One protected question at a time: two characteristics are never crossed here.
    """
    closed, protected = aliased(Question), aliased(Question)
    rows = session.execute(
        select(closed.key, CharacteristicAnswer.choice, Answer.choice, func.count(Answer.response_id.distinct()))
        .select_from(Answer)
        .join(closed, closed.id == Answer.question_id)
        .join(Response, Response.id == Answer.response_id)
        .join(CharacteristicAnswer, CharacteristicAnswer.response_id == Answer.response_id)
        .join(protected, protected.id == CharacteristicAnswer.question_id)
        .where(*counted.people(consultation_id), closed.key.in_(closed_keys),
               Answer.choice.is_not(None), protected.key == protected_key)
        .group_by(closed.key, CharacteristicAnswer.choice, Answer.choice)
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for key, group, choice, count in rows:
        found.setdefault(key, {})[group, str(choice)] = count
    return found


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
