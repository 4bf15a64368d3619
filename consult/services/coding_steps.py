"""The steps of a coder, kept so that each can be undone, the last one first; what a step does is services/answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.models.base import utc_now
from consult.models.codebooks import (
    Coding,
    CodingAct,
    CodingGroup,
    CodingKind,
    CodingNode,
    CodingQuestion,
    Passage,
    Reading,
    Theme,
)
from consult.models.responses import Answer
from consult.services import (
    campaign_copies,
    codebooks,
    double_coding,
    reading_steps,
    rights,
    suggestion_outcomes,
)
from consult.services.transaction import writing

# Why a step cannot be undone any more.
THEME_CHANGED, TAKEN_BACK, CODED_SINCE, READ_SINCE = "theme-changed", "taken-back", "coded-since", "read-since"
WHY_NOT = (THEME_CHANGED, TAKEN_BACK, CODED_SINCE, READ_SINCE)
# A reading as a step found it; None where nobody had read the answer.
Before = Mapping[str, Any] | None


@dataclass(frozen=True)
class Undone:
    """The step that was undone, its answer (public id) and its themes; with `why_not` the world has moved on."""

    action: str
    answer_id: str
    themes: tuple[str, ...]
    why_not: str = ""


def reading_of(session: Session, answer_id: int) -> Before:
    """Return how an answer (row id) was read so far, as facts that can be stored."""
    found = session.scalar(select(Reading).where(Reading.answer_id == answer_id))
    if found is None:
        return None
    return {"person": found.person_id, "at": found.at.isoformat(), "recheck": found.recheck_reason,
            "campaign": found.campaign_id}


def keep_coded(session: Session, consultation_id: int, answer_id: int, made: Sequence[Coding], before: Before,
               started_at: datetime, is_read: bool, by_id: int) -> None:
    """Keep that a person gave themes to a passage, and whether they read on in the same step."""
    has_read = is_read and _is_new(before)
    if made or has_read:
        facts = {"codings": [[coding.id, coding.theme_id] for coding in made], "before": before, "read": has_read}
        _keep(session, consultation_id, answer_id, "coded" if made else "read", facts, by_id, started_at)


def keep_read(session: Session, consultation_id: int, answer_id: int, before: Before, started_at: datetime,
              by_id: int) -> None:
    """Keep that a person read an answer to the end; that it was read before is no step."""
    if _is_new(before):
        _keep(session, consultation_id, answer_id, "read", {"codings": [], "before": before, "read": True}, by_id,
              started_at)


def keep_withdrew(session: Session, consultation_id: int, answer_id: int, coding: Coding, before: Before,
                  by_id: int) -> None:
    """Keep that a person took a coding back, and the reading that went with it."""
    facts = {"codings": [[coding.id, coding.theme_id]], "before": before}
    _keep(session, consultation_id, answer_id, "withdrew", facts, by_id, utc_now())


def _is_new(before: Before) -> bool:
    return before is None or before["recheck"] is not None


def _keep(session: Session, consultation_id: int, answer_id: int, action: str, facts: Mapping[str, Any], by_id: int,
          at: datetime) -> None:
    session.add(CodingAct(consultation_id=consultation_id, person_id=by_id, answer_id=answer_id, action=action,
                          facts=dict(facts), at=at))
    session.flush()


def undo(*, consultation_id: int, by_id: int) -> Undone:
    """Undo the last step of this person that stands; raises Refused("", "nothing-to-undo") where there is none.

    A step that the world has moved past is left as it is and passed over, so that the next call undoes the one before.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        act = session.scalar(
            select(CodingAct).where(CodingAct.consultation_id == consultation_id, CodingAct.person_id == by_id,
                                    CodingAct.undone_at.is_(None)).order_by(CodingAct.id.desc()).limit(1))
        if act is None:
            raise Refused("", "nothing-to-undo")
        codings = _codings(session, act)
        themes = session.scalars(select(Theme.name).where(Theme.id.in_([theme for _id, theme in act.facts["codings"]]))
                                 .order_by(Theme.name_key)).all()
        why_not = (_restore if act.action == "withdrew" else _revert)(session, act, codings)
        act.undone_at = utc_now()
        answer = session.get_one(Answer, act.answer_id)
        return Undone(act.action, answer.public_id or "", tuple(themes), why_not)


def _codings(session: Session, act: CodingAct) -> list[Coding]:
    found = session.scalars(select(Coding).where(Coding.id.in_([coding for coding, _theme in act.facts["codings"]]))
                            .execution_options(populate_existing=True))
    return list(found)


def _has_moved(session: Session, act: CodingAct, codings: Sequence[Coding]) -> bool:
    """Say whether a coding of the step has gone, has another theme by now, or one that is out of use."""
    themes = dict(act.facts["codings"])
    active = set(session.scalars(select(Theme.id).where(Theme.id.in_(themes.values()), Theme.state == "active")))
    return len(codings) != len(themes) or any(
        coding.theme_id != themes[coding.id] or coding.theme_id not in active for coding in codings)


def _revert(session: Session, act: CodingAct, codings: Sequence[Coding]) -> str:
    """Take back the codings of a step and the reading that came with it; return why not, empty where it was done."""
    reading = session.scalar(select(Reading).where(Reading.answer_id == act.answer_id))
    if _has_moved(session, act, codings):
        return THEME_CHANGED
    if any(coding.withdrawn_at is not None for coding in codings):
        return TAKEN_BACK
    if act.facts["read"] and not codings and (reading is None or reading.person_id != act.person_id):
        return READ_SINCE
    for coding in codings:
        if coding.batch_id is not None:
            _unsay(session, coding)
        else:
            coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), act.person_id
        reading_steps.after_withdrawal(session, act.consultation_id, coding)
    if act.facts["read"] and reading is not None and reading.person_id == act.person_id:
        _unread(session, act)
    elif reading is not None and codings and reading.at > act.at:
        # Somebody found it done with these codings in it: they are gone, so it is to be read again.
        codebooks.requeue(session, [coding.passage_id for coding in codings])
    return ""


def _unsay(session: Session, coding: Coding) -> None:
    """Let a coding that was accepted with many others be as it was before a person said the same."""
    for model in (CodingNode, CodingQuestion, CodingKind, CodingGroup):
        session.execute(delete(model).where(model.coding_id == coding.id))
    coding.checked_at = None


def _restore(session: Session, act: CodingAct, codings: Sequence[Coding]) -> str:
    """Let a coding that was taken back stand again, and the reading as it was; return why not."""
    if _has_moved(session, act, codings):
        return THEME_CHANGED
    for coding in codings:
        if coding.withdrawn_at is None or _stands(session, coding):
            return CODED_SINCE
    for coding in codings:
        coding.withdrawn_at = coding.withdrawn_by_id = None
        session.flush()
        reading_steps.after_coding(session, act.consultation_id, coding)
    if reading_of(session, act.answer_id) is None:
        _read_as_before(session, act)
    return ""


def _stands(session: Session, coding: Coding) -> bool:
    return session.scalar(select(Coding.id).where(
        Coding.passage_id == coding.passage_id, Coding.theme_id == coding.theme_id,
        Coding.withdrawn_at.is_(None))) is not None


def _unread(session: Session, act: CodingAct) -> None:
    """Forget a reading with all that came of it: of a campaign's copies, accepted codings, a second coder's draw."""
    campaign_copies.unread(session, [act.answer_id])
    before = act.facts["before"]
    double_coding.undraw(session, act.answer_id, before["person"] if before is not None else None)
    suggestion_outcomes.forget(session, act.answer_id, since=act.at)
    session.execute(delete(Reading).where(Reading.answer_id == act.answer_id))
    passages = select(Passage.id).where(Passage.answer_id == act.answer_id)
    since: ColumnElement[bool] = Coding.checked_at >= act.at
    session.execute(update(Coding).where(Coding.passage_id.in_(passages), since).values(checked_at=None))
    _read_as_before(session, act)


def _read_as_before(session: Session, act: CodingAct) -> None:
    before = act.facts["before"]
    if before is not None:
        session.add(Reading(
            answer_id=act.answer_id, person_id=before["person"], at=datetime.fromisoformat(before["at"]),
            recheck_reason=before["recheck"], campaign_id=before["campaign"]))
        session.flush()
        # Where its words are those of a campaign, all who sent them word for word are read with it again.
        campaign_copies.after_reading(session, act.consultation_id, session.get_one(Answer, act.answer_id),
                                      act.person_id)
