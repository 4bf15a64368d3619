"""What the lead chooses for the coding: all answers to a question or a sample, how many twice, the report date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.shares import LEAST_SAMPLE
from consult.models.base import utc_now
from consult.models.coding_settings import CodingSettings, QuestionCoding
from consult.queries import shares
from consult.services import audit, rights
from consult.services.transaction import writing

MOST_SHARE = 100
MOST_FIRST = 1000


@dataclass(frozen=True)
class Twice:
    """How much two people code: the first answers of each question, then a share of the rest in whole percent."""

    share: int
    first: int


def choose(*, consultation_id: int, twice: Twice, report_on: date | None, by_id: int) -> None:
    """Store how many answers are coded twice, and when the report is due.

    Raises NotAllowed, Refused("double_share", "double-share-wrong"), Refused("double_first", "double-first-wrong").
    """
    if not 0 <= twice.share <= MOST_SHARE:
        raise Refused("double_share", "double-share-wrong", {"most": MOST_SHARE})
    if not 0 <= twice.first <= MOST_FIRST:
        raise Refused("double_first", "double-first-wrong", {"most": MOST_FIRST})
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        row = session.get(CodingSettings, consultation_id)
        if row is None:
            row = CodingSettings(consultation_id=consultation_id)
            session.add(row)
        row.double_share, row.double_first, row.report_on = twice.share, twice.first, report_on
        _record(session, consultation_id, by_id, double_share=twice.share, double_first=twice.first,
                report_on=report_on.isoformat() if report_on else "")


def choose_reading(*, consultation_id: int, question_key: str, size: int | None, by_id: int) -> None:
    """Let every answer to a question be coded (`size` None), or a random sample of so many.

    The sample is the first so many in the random order that was stored with the answers; copies of a campaign's text
    are no part of it. Answers that come later join it in the same proportion.

    Raises NotAllowed, NotFound for no question in own words, Refused("size", "sample-small") under the sizes whose
    intervals are tested, and Refused("size", "sample-not-smaller") where no more answers than that have come.
    """
    if size is not None and size < LEAST_SAMPLE:
        raise Refused("size", "sample-small", {"least": LEAST_SAMPLE})
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        if question_key not in {asked.key for asked in shares.questions(session, consultation_id)}:
            raise NotFound()
        below = None if size is None else shares.shuffle_at(session, consultation_id, question_key, size)
        if size is not None and below is None:
            raise Refused("size", "sample-not-smaller")
        row = session.scalar(select(QuestionCoding).where(
            QuestionCoding.consultation_id == consultation_id, QuestionCoding.question_key == question_key))
        if row is None:
            row = QuestionCoding(consultation_id=consultation_id, question_key=question_key)
            session.add(row)
        row.sample_below, row.sample_wanted, row.chosen_by_id, row.chosen_at = below, size, by_id, utc_now()
        _record(session, consultation_id, by_id, question=question_key, sample=size or 0)


def _record(session: Session, consultation_id: int, by_id: int, **facts: object) -> None:
    audit.record(session, Act.CODING_SETTINGS_CHANGED, person_id=by_id, kind="consultation",
                 object_id=consultation_id, consultation_id=consultation_id, **facts)
