"""Equality sheets and monitoring cards typed in without a name: nothing that is stored ties one to a form or a person.

Sheets have keys that tell no order and a day but no instant, and no sheet has an entry of its own in the audit trail:
an hour would put it beside the form that was typed in that hour.
"""

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.forms import EQUALITY, Sheet
from consult.domain.keyed_answers import as_on_paper
from consult.domain.keyings import sheet_questions
from consult.domain.page_answers import check_page
from consult.domain.routing import AGE_ROUTES
from consult.domain.surveys import Question
from consult.domain.working_days import LONDON
from consult.models.consultations import Consultation
from consult.models.events import Event
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.queries import surveys
from consult.services import forms, rights
from consult.services.clock import now
from consult.services.measures import MEASURES
from consult.services.secrets import keyed_hash, typed
from consult.services.transaction import writing


def add(*, consultation_id: int, version_id: int, code: str, values: Mapping[str, Sequence[str]], by_id: int,
        event_id: str = "") -> tuple[Refused, ...]:
    """Store one sheet and return nothing, or what cannot be an answer: then nothing is stored.

    `code` is the one on the sheet, empty where it has none; `event_id` (public id) of a card from the box of an
    event. Raises NotAllowed, NotFound, Refused("code", "form-code-unknown", "sheet-code-of-form" or "sheet-known"),
    Refused("answers", "sheet-blank").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        code_hash = _code_hash(code, consultation_id) if code.strip() else None
        checked = check_page([as_on_paper(asked) for asked in questions(session, consultation_id, version_id)],
                             values, MEASURES)
        if checked.refusals:
            return checked.refusals
        if not any(checked.answers.values()):
            raise Refused("answers", "sheet-blank")
        sheet = EqualitySheet(
            id=_free_key(session, EqualitySheet), consultation_id=consultation_id, survey_version_id=version_id,
            event_id=_event(session, consultation_id, event_id), code_hash=code_hash,
            typed_on=now(session).astimezone(LONDON).date(), by_id=by_id)
        session.add(sheet)
        try:
            session.flush()
        except IntegrityError:
            raise Refused("code", "sheet-known") from None
        _store(session, sheet, checked.answers)
        return ()


def questions(session: Session, consultation_id: int, version_id: int) -> tuple[Question, ...]:
    """Return what the equality sheet of a survey version asks, notes included; raises NotFound where it has none."""
    return sheet_questions(sheet(session, consultation_id, version_id))


def sheet(session: Session, consultation_id: int, version_id: int) -> Sheet:
    """Return the equality sheet of a survey version as it is printed; raises NotFound where it has none."""
    version = surveys.by_id(session, version_id)
    consultation = session.get_one(Consultation, consultation_id)
    if version is None or version.number < 1:
        raise NotFound()
    found = forms.paper_form(session, consultation, version).equality
    if found is None:
        raise NotFound()
    return found


def _code_hash(code: str, consultation_id: int) -> str:
    found = forms.recognise(code)
    if found is None or found.consultation_id != consultation_id:
        raise Refused("code", "form-code-unknown")
    if found.kind != EQUALITY:
        raise Refused("code", "sheet-code-of-form")
    return keyed_hash("form-code", typed(code))


def _event(session: Session, consultation_id: int, public_id: str) -> int | None:
    if not public_id:
        return None
    found = session.scalar(select(Event.id).where(Event.consultation_id == consultation_id,
                                                  Event.public_id == public_id))
    if found is None:
        raise Refused("event", "option-unknown")
    return found


def _store(session: Session, sheet: EqualitySheet, answers: Mapping[str, Sequence[str]]) -> None:
    question_ids = surveys.question_ids(session, sheet.survey_version_id)
    # Who looks after worries has to know of a child, so a form tells that age beside its answers: counted once.
    told = {("age", route) for route in AGE_ROUTES if route != "adult"} if sheet.event_id is None else set()
    rows = [(key, choice) for key, choices in answers.items() for choice in choices
            if key in question_ids and (key, choice) not in told]
    for key, choice in rows:
        session.add(EqualitySheetAnswer(id=_free_key(session, EqualitySheetAnswer), sheet_id=sheet.id,
                                        question_id=question_ids[key], choice=choice))
    session.flush()


def _free_key(session: Session, table: type[EqualitySheet] | type[EqualitySheetAnswer]) -> int:
    while True:
        key = 1 + secrets.randbelow(forms.LARGEST_ID)
        if session.get(table, key) is None:
            return key
