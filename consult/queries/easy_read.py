"""Easy Read as the public and reports need it: whether it is ready for a survey, and how its answers differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import consultation_texts as texts
from consult.domain.easy_read import Content, fits, from_json, shown_parts
from consult.domain.readiness import is_format_ready, parts_of
from consult.domain.responses import ANSWERED_AS, STANDARD
from consult.domain.surveys import Page, Question, Survey, is_open_comment, questions_of
from consult.domain.text_units import SOURCE_LANGUAGE, units_of
from consult.domain.variants import BSL, EASY_READ
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Response
from consult.models.surveys import Question as QuestionRow
from consult.models.variants import Variant
from consult.queries import counted
from consult.queries.variants import as_made


@dataclass(frozen=True)
class Checked:
    """Who checked a part, and the day."""

    group: str
    on: date


@dataclass(frozen=True)
class EasyRead:
    """The Easy Read of a survey that is ready: contents and who checked each, by part."""

    contents: Mapping[str, Content]
    checked: Mapping[str, Checked]

    @property
    def latest(self) -> Checked:
        """Return the check of latest date, for pages that belong to no one part."""
        return max(self.checked.values(), key=lambda checked: (checked.on, checked.group))


def parts(consultation: Consultation, survey: Survey | None) -> dict[str, str]:
    """Return the English of every part that the Easy Read way through this survey shows; no statement is run.

    A comment that can be put on any part of the plan is made in the usual pages.
    """
    around = texts.units_of_words({name: getattr(consultation, name) for name in texts.FIELDS})
    if survey is None:
        return shown_parts(parts_of(around))
    usual = {f"question/{question.key}" for question in questions_of(survey) if is_open_comment(question)}
    found = shown_parts(parts_of([*around, *units_of(survey)]))
    return {part: english for part, english in found.items() if part not in usual}


def rows(session: Session, consultation_id: int) -> dict[str, Variant]:
    """Return what is written in Easy Read, by part; one statement."""
    found = session.scalars(select(Variant).where(
        Variant.consultation_id == consultation_id, Variant.form == EASY_READ, Variant.language == SOURCE_LANGUAGE))
    return {row.unit_key: row for row in found}


def ready(session: Session, consultation: Consultation, survey: Survey) -> EasyRead | None:
    """Return the Easy Read of a survey where every part that it shows is approved, current and checked by a group.

    None where anything is missing, stale or does not fit the question of today: then nothing of it is offered.
    """
    there = rows(session, consultation.id)
    wanted = parts(consultation, survey) if there else {}
    if not is_format_ready(EASY_READ, SOURCE_LANGUAGE, wanted, [as_made(row) for row in there.values()]):
        return None
    contents = {part: from_json(there[part].content) for part in wanted}
    questions = {f"question/{question.key}": question for question in questions_of(survey)}
    if not all(fits(content, questions.get(part), voices_beside(survey, part)) for part, content in contents.items()):
        return None
    checked = {part: Checked(row.checked_by_group, row.group_checked_on) for part in wanted
               if (row := there[part]).group_checked_on is not None}
    return EasyRead(contents, checked) if len(checked) == len(wanted) else None


def question_of(survey: Survey, part: str) -> Question | None:
    """Return the question that a part stands for; None for a section, a page or other words."""
    return next((question for question in questions_of(survey) if f"question/{question.key}" == part), None)


def voices_beside(survey: Survey, part: str) -> list[str]:
    """Return the keys of the recordings that are asked for on the same page as the question of this part."""
    page = _page_of(survey, part)
    return [question.key for question in page.questions if question.kind == "audio"] if page is not None else []


def _page_of(survey: Survey, part: str) -> Page | None:
    return next((page for section in survey.sections for page in section.pages
                 if any(f"question/{question.key}" == part for question in page.questions)), None)


def by_wording(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many counted responses answered each wording (domain.responses.ANSWERED_AS)."""
    found = session.execute(
        select(Response.answered_as, func.count()).where(*counted.people(consultation_id))
        .group_by(Response.answered_as))
    return {str(wording): count for wording, count in found}


def choices_by_wording(session: Session, consultation_id: int) -> dict[str, dict[tuple[str, str], int]]:
    """Return by question key how many counted people chose an option in a wording: {(option, wording): people}."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for key, choice, wording, count in session.execute(
            select(QuestionRow.key, Answer.choice, Response.answered_as, func.count(Answer.response_id.distinct()))
            .join(QuestionRow, QuestionRow.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
            .where(*counted.people(consultation_id), Answer.choice.is_not(None))
            .group_by(QuestionRow.key, Answer.choice, Response.answered_as)):
        found.setdefault(key, {})[str(choice), str(wording)] = count
    return found


def people_by_wording(session: Session, consultation_id: int) -> dict[tuple[str, str], int]:
    """Return how many counted people chose anything at a question in a wording: {(question key, wording): people}."""
    found = session.execute(
        select(QuestionRow.key, Response.answered_as, func.count(Answer.response_id.distinct()))
        .join(QuestionRow, QuestionRow.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(*counted.people(consultation_id), Answer.choice.is_not(None))
        .group_by(QuestionRow.key, Response.answered_as))
    return {(str(key), str(wording)): count for key, wording, count in found}


def wordings(session: Session, consultation_id: int) -> list[str]:
    """Return the wordings that people could answer or did (domain.responses.ANSWERED_AS), the survey itself first."""
    approved = set(session.scalars(select(Variant.form).where(
        Variant.consultation_id == consultation_id, Variant.form.in_((EASY_READ, BSL)), Variant.state == "approved"
    ).distinct()))
    used = set(session.scalars(select(Response.answered_as).where(
        Response.consultation_id == consultation_id, Response.answered_as != STANDARD).distinct()))
    return [wording for wording in ANSWERED_AS if wording == STANDARD or wording in approved | used]
