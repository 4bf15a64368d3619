"""Codes, links and publishes in a test world, by the same services that people use."""

from consult.models.codebooks import Coding, Theme
from consult.models.reports import Edition
from consult.models.responses import Answer
from consult.services import codebooks, codings, reports, theme_links
from consult.services.codings import Code
from tests.worlds import World


def theme(world: World, name: str = "Officers on foot") -> Theme:
    """Add a theme to the world's code frame."""
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name)


def code(world: World, answer: Answer, theme: Theme, stance: str = "support", *, span: tuple[int, int] | None = None,
         node: str | None = None) -> Coding:
    """Let the coder give a theme to an answer, or to `span` of it."""
    return codings.confirm(
        consultation_id=world.consultation.id, answer_id=answer.public_id or "", span=span,
        code=Code(theme.public_id, stance, (node,) if node else ()), by_id=world.staff["coder"].id)


def link(world: World, theme: Theme, node: str | None, reason: str = "It speaks of this.") -> None:
    """Let the lead tie a theme to a plan node, or to none."""
    theme_links.link(consultation_id=world.consultation.id, theme=theme.public_id, plan_node=node, reason=reason,
                     by_id=world.staff["lead"].id)


def publish(world: World, summary: str = "People want officers.") -> Edition:
    """Let the lead publish an edition."""
    return reports.publish(consultation_id=world.consultation.id, summary=summary, by_id=world.staff["lead"].id,
                           changes={"en": "There are newer numbers."})
