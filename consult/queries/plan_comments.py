"""The parts of a plan that people comment on, by key: their words in each language; the whole plan is plans.py's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.surveys import Text
from consult.models.plans import PlanNode, PlanNodeText


@dataclass(frozen=True)
class Part:
    """A part of the plan: its key, its name and its short words, by language; either may be empty."""

    key: str
    title: Text
    short_text: Text

    @property
    def label(self) -> Text:
        """What it is called: its name, else its words; empty where it has none."""
        return self.title or self.short_text


def parts(session: Session, plan_version_id: int | None, keys: Iterable[str | None]) -> dict[str, Part]:
    """Return the parts of a plan version of these keys; a key that it lacks is left out. At most one statement."""
    wanted: Sequence[str] = sorted({key for key in keys if key})
    if plan_version_id is None or not wanted:
        return {}
    found: dict[str, Part] = {}
    for node, text in session.execute(
        select(PlanNode, PlanNodeText).outerjoin(PlanNodeText, PlanNodeText.plan_node_id == PlanNode.id)
        .where(PlanNode.plan_version_id == plan_version_id, PlanNode.key.in_(wanted))
    ):
        part = found.setdefault(node.key, Part(node.key, _english(node.short_title or node.title),
                                               _english(node.short_text)))
        if text is not None:
            found[node.key] = Part(node.key, _with(part.title, text.language, text.short_title or text.title),
                                   _with(part.short_text, text.language, text.short_text))
    return found


def _english(words: str | None) -> Text:
    return {"en": words} if words else {}


def _with(text: Text, language: str, words: str | None) -> Text:
    return {**text, language: words} if words else text
