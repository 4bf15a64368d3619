"""Stores the example's code frame, codings and links through the same services that people use."""

from collections.abc import Iterable, Mapping
from typing import Any

from consult.models.consultations import Consultation
from consult.models.responses import Answer
from consult.services import code_frame_order, codebooks, codings, theme_links
from consult.services.codings import Code
from consult.services.transaction import writing


def load_codings(
    consultation: Consultation, answers: Mapping[tuple[str, str], Answer], codebook: Mapping[str, Any],
    coded: Iterable[Mapping[str, Any]], *, coder_id: int, lead_id: int,
) -> int:
    """Store the themes, the codings of example answers and the links to the plan; return how many codings there are.

    Raises ValueError where a coding's words do not stand in its answer: the example's files are wrong then.
    """
    with writing():
        themes = {theme["key"]: _theme(consultation.id, theme, lead_id) for theme in codebook["themes"]}
        for theme in codebook["themes"]:
            if theme.get("parent"):
                code_frame_order.place(consultation_id=consultation.id, public_id=themes[theme["key"]],
                                       parent=themes[theme["parent"]], by_id=lead_id)
        count = 0
        for given in coded:
            answer = answers[given["response"], given["question"]]
            node = given.get("plan_node")
            code = Code(themes[given["theme"]], given["stance"], (node,) if node else ())
            codings.confirm(consultation_id=consultation.id, answer_id=answer.public_id or "", code=code,
                            span=span_of(answer.text or "", given.get("passage")), by_id=coder_id)
            codings.mark_read(consultation_id=consultation.id, answer_id=answer.public_id or "", by_id=coder_id)
            count += 1
        return count


def _theme(consultation_id: int, theme: Mapping[str, Any], lead_id: int) -> str:
    made = codebooks.add_theme(
        consultation_id=consultation_id, name=theme["name"], definition=theme["definition"],
        include_note=theme.get("include", ""), exclude_note=theme.get("exclude", ""),
        examples="\n".join(theme.get("examples", ())), by_id=lead_id,
    )
    if theme.get("plan_node"):
        theme_links.link(consultation_id=consultation_id, theme=made.public_id, plan_node=theme["plan_node"],
                         reason=theme["link_reason"], by_id=lead_id)
    return made.public_id


def span_of(text: str, passage: str | None) -> tuple[int, int] | None:
    """Return where a passage stands in a text, None for all of it; raises ValueError where it does not."""
    if passage is None:
        return None
    start = text.find(passage)
    if start < 0:
        raise ValueError(f"no answer holds the passage {passage[:40]!r}")
    return start, start + len(passage)
