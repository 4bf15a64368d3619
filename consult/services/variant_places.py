"""Where translations stand for the pages to read: in the survey, the consultation's own words, the plan's headings."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import consultation_texts as texts
from consult.domain.survey_json import from_json, to_json
from consult.domain.surveys import Survey
from consult.domain.text_units import SOURCE_LANGUAGE, texts_in, units_of, with_texts
from consult.domain.variants import APPROVED, LANGUAGE, Made
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode, PlanNodeText
from consult.models.variants import Variant
from consult.queries import consultations, text_units, variants


def put_in_place(session: Session, consultation: Consultation, language: str, words: dict[str, str]
                 ) -> None:
    """Write approved texts where pages read them: the survey being written, the consultation, the plan's headings."""
    draft = text_units.working_draft(session, consultation.id)
    if draft is not None:
        survey = from_json(draft.definition)
        known = {unit.key for unit in units_of(survey)}
        mine = {key: text for key, text in words.items() if key in known}
        if mine:
            draft.definition = to_json(with_texts(survey, language, mine))
            draft.revision += 1
    for key, text in words.items():
        noun, _slash, rest = key.partition("/")
        if noun == "consultation":
            field = getattr(consultation, rest)
            setattr(consultation, rest, {**field, language: texts.as_stored(rest, text)})
        elif noun in ("duty", "stage"):
            _put_row(session, consultation.id, key, language, text)
        elif noun == "plan":
            _put_heading(session, consultation, key, language, text)


def approved_texts(session: Session, consultation_id: int, survey: Survey) -> Survey:
    """Return the survey with every approved text that is of today's English put in."""
    for language, found in waiting_texts(session, consultation_id, survey).items():
        survey = with_texts(survey, language, found)
    return survey


def waiting_texts(session: Session, consultation_id: int, survey: Survey) -> dict[str, dict[str, str]]:
    """Return the approved texts of this survey's English that it does not say itself, by language and unit key."""
    english = {unit.key: unit.english for unit in units_of(survey)}
    approved: dict[str, dict[str, str]] = {}
    for row in variants.rows(session, consultation_id):
        if row.form == LANGUAGE and row.state == APPROVED and english.get(row.unit_key) == row.source:
            approved.setdefault(row.language, {})[row.unit_key] = row.words
    found = {}
    for language, words in approved.items():
        said = texts_in(survey, language)
        if waiting := {key: text for key, text in words.items() if said.get(key) != text}:
            found[language] = waiting
    return found


def made_in_place(session: Session, consultation: Consultation, survey: Survey | None) -> list[Made]:
    """Return every variant as pages would show it with this survey: what a language is offered for.

    Where a translator has gone on and their words are not let through yet, pages show what the variant said before,
    with the English that this was made from; where they show nothing, there is none.
    """
    there = standing_texts(session, consultation, survey)
    found = []
    for row in variants.rows(session, consultation.id):
        words = there.get(row.language, {}).get(row.unit_key)
        if row.form != LANGUAGE or words == row.words:
            found.append(variants.as_made(row))
        elif words is not None:
            found.append(_as_shown(session, row, words))
    return found


def _as_shown(session: Session, row: Variant, words: str) -> Made:
    """Return a variant as it was when it had these words; words that it never had are of no English that we know."""
    before = variants.said_before(session, row.id, words)
    made = variants.as_made(row)
    if before is None:
        return replace(made, source="", words=words)
    return replace(made, source=before.source, words=words, state=before.state, origin=before.origin)


def standing_texts(session: Session, consultation: Consultation, survey: Survey | None) -> dict[str, dict[str, str]]:
    """Return the translations in the words themselves, by language and unit key."""
    found: dict[str, dict[str, str]] = {}
    for key, language, value in _places(session, consultation):
        if language != SOURCE_LANGUAGE and value:
            found.setdefault(language, {})[key] = texts.as_text(value)
    if survey is not None:
        for language in {*survey.languages, *consultation.languages} - {SOURCE_LANGUAGE}:
            found.setdefault(language, {}).update(texts_in(survey, language))
    return found


def _places(session: Session, consultation: Consultation) -> Iterator[tuple[str, str, Any]]:
    """Give (unit key, language, words) of everything around the survey."""
    for name in texts.FIELDS:
        for language, value in (getattr(consultation, name) or {}).items():
            yield f"consultation/{name}", language, value
    for noun, row, number, name in _rows(session, consultation.id):
        for language, value in getattr(row, name).items():
            yield f"{noun}/{number}/{name}", language, value
    for text, key in session.execute(
            select(PlanNodeText, PlanNode.key).join(PlanNode, PlanNode.id == PlanNodeText.plan_node_id)
            .where(PlanNode.plan_version_id == consultation.plan_version_id)):
        for name in texts.NODE_FIELDS:
            yield f"plan/{key}/{name}", text.language, getattr(text, name)


def _rows(session: Session, consultation_id: int) -> list[tuple[str, object, int, str]]:
    duties = [("duty", duty, number, name) for number, duty in
              enumerate(consultations.duties_of(session, consultation_id), 1) for name in ("title", "text")]
    stages = [("stage", stage, number, "title") for number, stage in
              enumerate(consultations.stages_of(session, consultation_id), 1)]
    return [*duties, *stages]


def _put_row(session: Session, consultation_id: int, key: str, language: str, text: str) -> None:
    for noun, row, number, name in _rows(session, consultation_id):
        if f"{noun}/{number}/{name}" == key:
            setattr(row, name, {**getattr(row, name), language: text})


def _put_heading(session: Session, consultation: Consultation, key: str, language: str, text: str) -> None:
    _noun, node_key, name = key.split("/")
    node_id = session.scalar(select(PlanNode.id).where(
        PlanNode.plan_version_id == consultation.plan_version_id, PlanNode.key == node_key))
    row = session.scalar(select(PlanNodeText).where(
        PlanNodeText.plan_node_id == node_id, PlanNodeText.language == language))
    if row is None:
        row = PlanNodeText(plan_node_id=node_id, language=language)
        session.add(row)
    setattr(row, name, text)
    row.state = "checked"
    session.flush()
