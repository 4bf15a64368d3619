"""Differences between two coders of an answer: settled theme by theme, by changing the codings that count."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import double_coding as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.codebooks import STANCES
from consult.domain.double_coding import Code as SideCode
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.codebooks import Coding, CodingGroup, CodingKind, CodingNode, CodingQuestion, Passage, Theme
from consult.models.double_coding import DoubleReading
from consult.models.plans import PlanNode
from consult.models.responses import Answer
from consult.queries import double_coding as stored
from consult.services import audit, codings, reading_steps, rights
from consult.services.codings import Code
from consult.services.transaction import writing

# What is decided of a theme: a stance, or that it is not in the answer.
LEFT_OUT = "left-out"
CHOICES = (*STANCES, LEFT_OUT)


def settle(*, consultation_id: int, reading_id: str, decisions: Mapping[str, str], note: str = "", by_id: int) -> None:
    """Apply what was decided of each theme (public id): a stance, or LEFT_OUT; the frozen codes of both sides stay.

    Themes on which both agree stand as they are where nothing is decided of them. Raises NotFound,
    Conflict("difference-settled"), Refused("decisions", "difference-undecided") with how many are missing, or
    "difference-unknown".
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        row = _row(session, consultation_id, reading_id)
        note = rules.remark(note) if note.strip() else ""
        sides = stored.sides(session, [row.id])[row.id]
        now = stored.themes_now(session, consultation_id)
        rows = rules.beside(sides.first, sides.second, now)
        themes = _themes(session, [beside.theme_id for beside in rows])
        decided = _decided(rows, themes, decisions)
        for theme_id, choice in decided.items():
            given = [code for code in (*sides.second, *sides.first) if now.get(code.theme_id) == theme_id]
            _apply(session, row, themes[theme_id], choice, given, by_id)
        row.state, row.settled_by_id, row.settled_at, row.settled_note = "settled", by_id, utc_now(), clean(note)
        audit.record(session, Act.DIFFERENCE_SETTLED, person_id=by_id, kind="double-reading", object_id=row.public_id,
                     consultation_id=consultation_id,
                     decisions={themes[theme_id].public_id: choice for theme_id, choice in decided.items()})


def _row(session: Session, consultation_id: int, reading_id: str) -> DoubleReading:
    row = session.scalar(select(DoubleReading).where(
        DoubleReading.public_id == reading_id, DoubleReading.consultation_id == consultation_id).with_for_update())
    if row is None or row.state == "waiting" or stored.is_withheld(session, row.answer_id):
        raise NotFound()
    if row.state != "differs":
        raise Conflict("difference-settled")
    return row


def _themes(session: Session, theme_ids: Sequence[int]) -> dict[int, Theme]:
    """Return the themes that are in use; one that was taken out of use needs no decision."""
    rows = session.scalars(select(Theme).where(Theme.id.in_(theme_ids), Theme.state == "active"))
    return {theme.id: theme for theme in rows}


def _decided(rows: Iterable[rules.ThemeBeside], themes: Mapping[int, Theme], given: Mapping[str, str]
             ) -> dict[int, str]:
    open_rows = [row for row in rows if row.theme_id in themes and not row.is_settled]
    found = {row.theme_id: given.get(themes[row.theme_id].public_id, "") for row in open_rows}
    missing = sum(not choice for choice in found.values())
    if missing:
        raise Refused("decisions", "difference-undecided", {"missing": missing})
    if any(choice not in CHOICES for choice in found.values()):
        raise Refused("decisions", "difference-unknown")
    return found


def _apply(session: Session, row: DoubleReading, theme: Theme, choice: str, given: Sequence[SideCode], by_id: int
           ) -> None:
    """Leave the theme's codings of the answer standing with the stance that was chosen, and no others."""
    standing = session.scalars(
        select(Coding).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == row.answer_id, Coding.theme_id == theme.id, Coding.withdrawn_at.is_(None))
        .order_by(Coding.id)).all()
    answer = session.get_one(Answer, row.answer_id)
    places = []
    for coding in standing:
        if coding.stance != choice:
            places.append(_place(session, coding, theme, choice))
            _withdraw(session, row.consultation_id, coding, by_id)
    if choice == LEFT_OUT:
        return
    if not standing:
        spans = {(code.start, code.end, code.of_english) for code in given}
        places = [(start, end, english, Code(theme.public_id, choice)) for start, end, english in sorted(spans)]
    for start, end, of_english, code in places:
        codings.confirm(consultation_id=row.consultation_id, answer_id=answer.public_id or "", span=(start, end),
                        code=code, by_id=by_id, of_english=of_english)


def _place(session: Session, coding: Coding, theme: Theme, stance: str) -> tuple[int, int, bool, Code]:
    """Return where a coding stands and what it says, with another stance."""
    passage = session.get_one(Passage, coding.passage_id)
    nodes = session.scalars(select(PlanNode.key).join(CodingNode, CodingNode.plan_node_id == PlanNode.id)
                            .where(CodingNode.coding_id == coding.id)).all()
    kinds = session.scalars(select(CodingKind.kind).where(CodingKind.coding_id == coding.id)).all()
    groups = session.scalars(select(CodingGroup).where(CodingGroup.coding_id == coding.id)).all()
    questions = session.scalars(select(CodingQuestion.question_key).where(CodingQuestion.coding_id == coding.id)).all()
    code = Code(theme.public_id, stance, tuple(nodes), tuple(kinds), tuple(group.affected for group in groups),
                groups[0].impact if groups else "unsaid", tuple(questions))
    return passage.start, passage.end, passage.of_english, code


def _withdraw(session: Session, consultation_id: int, coding: Coding, by_id: int) -> None:
    """Take a coding back; the answer stays read, as a person has just looked at it."""
    coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
    session.flush()
    reading_steps.after_withdrawal(session, consultation_id, coding)
