"""What a coder does with one answer in one step: say what it is about, read on, take back; whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Answer
from consult.queries import worries
from consult.services import codebooks, coding_steps, codings, rights
from consult.services.codings import Code
from consult.services.transaction import writing


@dataclass(frozen=True)
class Saved:
    """What one save did: the codings that it made, and the names of themes that stood there with that stance."""

    codings: tuple[Coding, ...]
    there: tuple[str, ...] = ()


def code(*, consultation_id: int, answer_id: str, span: tuple[int, int] | None, codes: Sequence[Code],
         new_theme: str = "", is_done: bool = False, by_id: int, of_english: bool = False) -> Saved:
    """Give a passage one theme or several, and mark the answer read if done: one step, to be undone as one.

    `span` in code points, None for the whole answer; with `of_english` of the English made of it. The code without a
    theme is about the new one. A theme that somebody gave these words before with the same stance is no fault; with
    another stance it raises Refused("theme", "coded-otherwise"). Raises what `codings.confirm` raises, and
    `codebooks.add_theme` with the field `new_theme`; Refused("theme", "theme-missing") where no theme is given;
    Conflict("answer-withheld") while somebody worries about the answer.
    """
    if not codes or (not new_theme.strip() and any(not code.theme for code in codes)):
        raise Refused("theme", "theme-missing")
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = _open_answer(session, consultation_id, answer_id)
        before, started_at = coding_steps.reading_of(session, answer.id), utc_now()
        made: list[Coding] = []
        there: list[str] = []
        for one in codes:
            chosen = _with_theme(session, consultation_id, one, new_theme, by_id)
            try:
                made.append(codings.confirm(consultation_id=consultation_id, answer_id=answer_id, span=span,
                                            code=chosen, by_id=by_id, of_english=of_english))
            except Refused as refused:
                if refused.code != "already-coded":
                    raise
                if refused.facts["stance"] != chosen.stance:
                    raise Refused("theme", "coded-otherwise", refused.facts) from None
                there.append(str(refused.facts["theme"]))
        if is_done:
            codings.mark_read(consultation_id=consultation_id, answer_id=answer_id, by_id=by_id)
        coding_steps.keep_coded(session, consultation_id, answer.id, made, before, started_at, is_done, by_id)
        return Saved(tuple(made), tuple(there))


def _open_answer(session: Session, consultation_id: int, answer_id: str) -> Answer:
    answer = codings.text_answer(session, consultation_id, answer_id)
    _require_open(session, answer.id)
    return answer


def _require_open(session: Session, answer_id: int) -> None:
    if worries.withheld(session, answer_id):
        raise Conflict("answer-withheld")


def _with_theme(session: Session, consultation_id: int, code: Code, new_theme: str, by_id: int) -> Code:
    if not code.theme:
        return replace(code, theme=_new_theme(consultation_id, new_theme, by_id))
    try:
        codebooks.active_theme(session, consultation_id, code.theme)
    except NotFound:
        raise Refused("theme", "theme-missing") from None
    return code


def _new_theme(consultation_id: int, name: str, by_id: int) -> str:
    try:
        return codebooks.add_theme(consultation_id=consultation_id, name=name, by_id=by_id).public_id
    except Refused as refused:
        raise Refused("new_theme", refused.code, refused.facts) from None


def read(*, consultation_id: int, answer_id: str, by_id: int) -> None:
    """Mark an answer as read to the end, as a step of this person; raises NotFound, Conflict as `code`."""
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer = _open_answer(session, consultation_id, answer_id)
        before, started_at = coding_steps.reading_of(session, answer.id), utc_now()
        codings.mark_read(consultation_id=consultation_id, answer_id=answer_id, by_id=by_id)
        coding_steps.keep_read(session, consultation_id, answer.id, before, started_at, by_id)


def take_back(*, consultation_id: int, coding_id: str, by_id: int) -> None:
    """Take a coding back (public id), as a step of this person.

    Raises NotFound where it does not stand, Conflict as `code`.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CODE, consultation_id)
        answer_id = session.scalar(
            select(Passage.answer_id).join(Coding, Coding.passage_id == Passage.id)
            .where(Coding.public_id == coding_id, Coding.consultation_id == consultation_id))
        if answer_id is None:
            raise NotFound()
        _require_open(session, answer_id)
        before = coding_steps.reading_of(session, answer_id)
        coding = codings.withdraw(consultation_id=consultation_id, coding_id=coding_id, by_id=by_id)
        coding_steps.keep_withdrew(session, consultation_id, answer_id, coding, before, by_id)
