"""A form with a box for each part of the English of a film, for the translator and for the person who signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from wtforms import TextAreaField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from consult.domain.surveys import Text
from consult.web.pages import words

# Before the name of a part, which could be the name of anything else on the page.
BOX = "english-"


class _Meta(DefaultMeta):
    """No token of its own: web/tokens.py checks the page's."""

    csrf = False
    locales = False  # type: ignore[assignment]


def english_form(boxes: Sequence[tuple[str, Any]], english: Mapping[str, str], formdata: Any = None,
                 note: TextAreaField | None = None) -> BaseForm:
    """Return the form: `boxes` are (name, label), filled from `formdata` or with the `english` by name.

    With `note` there is one more box of that name.
    """
    # An @, as in the name of a comment on a part of the plan, has no place in an id.
    fields = {BOX + name: TextAreaField(label, id=(BOX + name).replace("@", "--")) for name, label in boxes}
    form = BaseForm({**fields, **({"note": note} if note is not None else {})}, meta=_Meta())
    form.process(formdata=formdata, data={BOX + name: text for name, text in english.items()})
    return form


def typed(form: BaseForm) -> dict[str, str]:
    """Return what stands in the boxes by name."""
    return {field.name.removeprefix(BOX): field.data or "" for field in form if field.name.startswith(BOX)}


def label(question: Text | None, part: Text | None) -> Markup:
    """Return the words of a question, after them the part of the plan that it is about."""
    return Markup("{}: {}").format(words(question), words(part)) if part else words(question)
