"""What helps a coder to choose: the themes in use, their own last ones, and what a machine ranks with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.control_share import is_control
from consult.models.codebooks import Coding, CodingAct, Passage, Theme
from consult.models.machines import NodeSuggestion
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.runs import Suggestion
from consult.queries.coded_words import passage_language, passage_text, with_words
from consult.queries.coding_settings import Settings
from consult.queries.codings import SUGGESTED, AnswerView
from consult.queries.plan_choices import short_label
from consult.queries.worries import is_withheld

# As many of a coder's own last themes, found in so many of their last steps.
RECENT, LAST_STEPS = 6, 40
NODES = 3
# Code points of a coded passage that is shown as a reason.
QUOTE = 140
# off: nobody sees any; control: this answer is read without; hidden: until asked for or first coded; shown.
OFF, CONTROL, HIDDEN, SHOWN = "off", "control", "hidden", "shown"


@dataclass(frozen=True)
class Choosable:
    """A theme in use, in the order of the code frame; `parent` is the name of the one above it, empty at the top."""

    public_id: str
    name: str
    definition: str
    include_note: str
    exclude_note: str
    parent: str


@dataclass(frozen=True)
class Nearest:
    """The coded passage of another answer that is most like this one: its first words and their language."""

    words: str
    language: str


@dataclass(frozen=True)
class Suggested:
    """A theme (public id) that a machine ranks for an answer, with the words that moved it; `is_offered` it is sure."""

    theme_id: str
    words: tuple[str, ...]
    is_offered: bool = True
    nearest: Nearest | None = None


@dataclass(frozen=True)
class Offer:
    """What a machine ranks for an answer, and whether it is shown: themes, and plan nodes as (key, label)."""

    state: str = OFF
    themes: tuple[Suggested, ...] = ()
    nodes: tuple[tuple[str, str], ...] = ()


def themes(session: Session, consultation_id: int) -> list[Choosable]:
    """Return the themes in use, each below the one above it; one statement, and no counts: those cost time."""
    above = aliased(Theme)
    rows = session.execute(
        select(Theme.public_id, Theme.name, Theme.definition, Theme.include_note, Theme.exclude_note,
               func.coalesce(above.name, ""))
        .outerjoin(above, above.id == Theme.parent_id)
        .where(Theme.consultation_id == consultation_id, Theme.state == "active")
        .order_by(func.coalesce(above.position, Theme.position), func.coalesce(above.name_key, Theme.name_key),
                  func.coalesce(above.id, Theme.id), Theme.parent_id.is_not(None), Theme.position, Theme.name_key,
                  Theme.id))
    return [Choosable(*row) for row in rows]


def recent(session: Session, consultation_id: int, person_id: int) -> list[str]:
    """Return the themes (public ids) that a person gave last, the last first; two statements at most."""
    steps = session.scalars(
        select(CodingAct.facts).where(CodingAct.person_id == person_id, CodingAct.consultation_id == consultation_id,
                                      CodingAct.undone_at.is_(None), CodingAct.action == "coded")
        .order_by(CodingAct.id.desc()).limit(LAST_STEPS))
    ids = list(dict.fromkeys(theme for facts in steps for _coding, theme in facts["codings"]))[:RECENT]
    if not ids:
        return []
    names = {row_id: public_id for row_id, public_id in session.execute(
        select(Theme.id, Theme.public_id).where(Theme.id.in_(ids), Theme.state == "active"))}
    return [names[row_id] for row_id in ids if row_id in names]


def offer(session: Session, view: AnswerView, settings: Settings, person_id: int, *, is_asked_for: bool) -> Offer:
    """Return what a machine ranks for an answer as far as this person may see it now; three statements at most."""
    if not settings.has_suggestions:
        return Offer()
    if is_control(view.shuffle, settings.control_share):
        return Offer(CONTROL)
    has_own = any(coding.by_id == person_id and not coding.is_of_batch for coding in view.codings)
    found = _ranked(session, view.id)
    nodes = _nodes(session, view.id)
    if not found and not nodes:
        return Offer()
    if settings.hides_until_read and not has_own and not is_asked_for:
        return Offer(HIDDEN)
    return Offer(SHOWN, tuple(found), tuple(nodes))


def _ranked(session: Session, answer_id: int) -> list[Suggested]:
    rows = session.execute(
        select(Theme.public_id, Theme.id, Suggestion.words, Suggestion.is_offered, Suggestion.nearest_id)
        .join(Theme, and_(Theme.id == Suggestion.theme_id, Theme.state == "active"))
        .where(Suggestion.answer_id == answer_id).order_by(Suggestion.position, Suggestion.id).limit(SUGGESTED)).all()
    near = _nearest(session, [(nearest, theme) for _public, theme, _words, _offered, nearest in rows if nearest])
    return [Suggested(public_id, tuple(str(word) for word in words), bool(is_offered), near.get((nearest, theme)))
            for public_id, theme, words, is_offered, nearest in rows]


def _nearest(session: Session, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Nearest]:
    """Return the first passage of each answer that is coded to the theme: (answer, theme) row ids."""
    if not pairs:
        return {}
    rows = session.execute(
        with_words(select(Passage.answer_id, Coding.theme_id, passage_text(), Passage.start, Passage.end,
                          passage_language())
                   .select_from(Passage).join(Coding, Coding.passage_id == Passage.id)
                   .join(Answer, Answer.id == Passage.answer_id))
        .join(Response, Response.id == Answer.response_id)
        .where(Passage.answer_id.in_({answer for answer, _theme in pairs}), Coding.withdrawn_at.is_(None),
               Coding.theme_id.in_({theme for _answer, theme in pairs}), Response.excluded_reason.is_(None),
               ~is_withheld())
        .order_by(Coding.id.desc()))
    return {(answer, theme): Nearest(_short(text[start:end]), language)
            for answer, theme, text, start, end, language in rows}


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= QUOTE else f"{words[:QUOTE].rsplit(' ', 1)[0]}…"


def _nodes(session: Session, answer_id: int) -> list[tuple[str, str]]:
    rows = session.execute(
        select(PlanNode.key, PlanNode.title, PlanNode.short_title, PlanNode.short_text)
        .join(NodeSuggestion, NodeSuggestion.plan_node_id == PlanNode.id)
        .where(NodeSuggestion.answer_id == answer_id).order_by(NodeSuggestion.position, NodeSuggestion.id).limit(NODES))
    return [(key, label) for key, *words in rows if (label := short_label(*words))]
