"""What a coder does with one answer in one step: name a theme, code, read on; all of it is stored or nothing."""

from dataclasses import replace

from consult.domain.errors import NotFound, Refused
from consult.models.codebooks import Coding
from consult.services import codebooks, codings
from consult.services.codings import Code
from consult.services.transaction import writing


def code(*, consultation_id: int, answer_id: str, span: tuple[int, int] | None, code: Code, new_theme: str = "",
         is_done: bool = False, by_id: int, of_english: bool = False) -> Coding:
    """Code a passage with a theme of the code frame or with one made on the spot, and mark the answer read if done.

    `span` in code points, None for the whole answer; with `of_english` of the English made of it. Raises what
    `codings.confirm` and `codebooks.add_theme` raise, a new theme's name as the field `new_theme`;
    Refused("theme", "theme-missing") where no theme is given, Refused("new_theme", "theme-twice") where two are.
    """
    if new_theme.strip() and code.theme:
        raise Refused("new_theme", "theme-twice")
    with writing() as session:
        if new_theme.strip():
            code = replace(code, theme=_new_theme(consultation_id, new_theme, by_id))
        else:
            try:
                codebooks.active_theme(session, consultation_id, code.theme)
            except NotFound:
                raise Refused("theme", "theme-missing") from None
        coding = codings.confirm(
            consultation_id=consultation_id, answer_id=answer_id, span=span, code=code, by_id=by_id,
            of_english=of_english)
        if is_done:
            codings.mark_read(consultation_id=consultation_id, answer_id=answer_id, by_id=by_id)
        return coding


def _new_theme(consultation_id: int, name: str, by_id: int) -> str:
    try:
        return codebooks.add_theme(consultation_id=consultation_id, name=name, by_id=by_id).public_id
    except Refused as refused:
        raise Refused("new_theme", refused.code, refused.facts) from None
