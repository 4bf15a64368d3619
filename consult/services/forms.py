"""Makes the paper form of a survey version and issues the codes printed on it; what came back on paper is not here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import form_codes
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Refused
from consult.domain.forms import (
    EQUALITY,
    FORM,
    MOST_FORMS,
    SHORT_AGE,
    Around,
    Codes,
    PaperForm,
    Paragraphs,
    build,
    has_equality_sheet,
)
from consult.domain.working_days import LONDON
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.responses import FormCode
from consult.queries import closings, plans
from consult.queries.surveys import Version
from consult.services import attempts, audit, rights
from consult.services.clock import now
from consult.services.secrets import keyed_hash, printed, typed
from consult.services.transaction import writing

# The largest key that the table takes.
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Recognised:
    """What a code was printed on: `kind` is form or equality."""

    consultation_id: int
    survey_version_id: int
    kind: str


def paper_form(session: Session, consultation: Consultation, version: Version, *, age: str = "adult",
               channel: str = "post") -> PaperForm:
    """Return the form of a survey version for `age`, with the day until which answers by `channel` are in time."""
    closes_at = closings.closes_at_for(session, consultation, channel)
    privacy = consultation.privacy_for_children if age == SHORT_AGE else None
    around = Around(
        title=consultation.title, closes_on=closes_at.astimezone(LONDON).date().isoformat(),
        contact_email=consultation.contact_email, privacy=_paragraphs(privacy or consultation.privacy_notice),
        before_writing=_paragraphs(consultation.before_free_text), is_example=consultation.is_example)
    names = {}
    if consultation.plan_version_id is not None:
        names = {node.key: node.label for node in plans.nodes(session, consultation.plan_version_id) if node.label}
    return build(version.survey, around, age=age, node_names=names)


def _paragraphs(words: dict[str, Any]) -> Paragraphs:
    return {tag: (text,) if isinstance(text, str) else tuple(text) for tag, text in words.items() if text}


def issue_one(*, consultation: Consultation, version: Version, network: str) -> Codes:
    """Return the codes of one form that anyone asked for, from `network` (never stored).

    Raises Refused("form", "forms-too-often") where that network asked for too many in a quarter of an hour.
    """
    try:
        attempts.check("form", network)
    except Refused as refused:
        raise Refused("form", "forms-too-often") from refused
    with writing() as session:
        attempts.failed("form", network)
        [codes] = _issue(session, consultation.id, version, 1)
    return codes


def issue(*, consultation_id: int, version: Version, count: int, by_id: int) -> list[Codes]:
    """Return the codes of `count` forms that staff print.

    Raises Refused("count", "forms-count") unless it is 1 to MOST_FORMS, NotAllowed without the right.
    """
    if not 1 <= count <= MOST_FORMS:
        raise Refused("count", "forms-count", {"most": MOST_FORMS})
    with writing() as session:
        rights.require(session, by_id, Permission.PRINT_FORMS, consultation_id)
        codes = _issue(session, consultation_id, version, count)
        audit.record(session, Act.FORMS_PRINTED, person_id=by_id, kind="survey-version", object_id=version.number,
                     consultation_id=consultation_id, count=count)
    return codes


def recognise(code: str) -> Recognised | None:
    """Return what a code was printed on, however it was typed; None where we printed no such code."""
    letters = typed(code)
    if not form_codes.is_whole(letters):
        return None
    found = db.session().scalar(select(FormCode).where(FormCode.code_hash == _hash(letters)))
    return Recognised(found.consultation_id, found.survey_version_id, found.kind) if found is not None else None


def _issue(session: Session, consultation_id: int, version: Version, count: int) -> list[Codes]:
    """Store both codes of each form so that no two rows show that they belong together.

    Rows hold a day and no instant, their keys are random, and they are written in a random order. What remains: on a
    day on which only one form is made, its two rows are the only ones of that day.
    """
    is_torn = has_equality_sheet(version.survey)
    made = [(_new_letters(), _new_letters() if is_torn else "") for _ in range(count)]
    wanted = [(kind, letters) for pair in made for kind, letters in zip((FORM, EQUALITY), pair, strict=True) if letters]
    secrets.SystemRandom().shuffle(wanted)
    today = _today(session)
    for key, (kind, letters) in zip(_free_keys(session, len(wanted)), wanted, strict=True):
        session.add(FormCode(id=key, consultation_id=consultation_id, survey_version_id=version.id, kind=kind,
                             code_hash=_hash(letters), issued_on=today))
        # One statement a row: the order of a bulk insert is the order of keys.
        session.flush()
    return [Codes(printed(form), printed(equality)) for form, equality in made]


def _free_keys(session: Session, count: int) -> Sequence[int]:
    found: set[int] = set()
    while len(found) < count:
        key = 1 + secrets.randbelow(LARGEST_ID)
        if session.get(FormCode, key) is None:
            found.add(key)
    return list(found)


def _new_letters() -> str:
    return form_codes.with_check("".join(secrets.choice(form_codes.LETTERS) for _ in range(form_codes.LENGTH)))


def _hash(letters: str) -> str:
    return keyed_hash("form-code", letters)


def _today(session: Session) -> date:
    return now(session).astimezone(LONDON).date()
