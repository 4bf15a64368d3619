"""The forms of the code frame, and the question about a name that may not be neutral; they store nothing."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain.codebooks import NOTE_LENGTH, name_key
from consult.domain.errors import Refused
from consult.domain.theme_titles import title_problems
from consult.web.fields import choices
from consult.web.staff.code_frame_words import title_warning
from consult.web.staff.plain_forms import Plain, add_error, at_most, refuse, tidy


class NamedForm(Plain):
    """A form that gives a theme a name. `keep_name` holds the name that a person wants as it is, neutral or not."""

    keep_name = StringField(_l("Keep this name"), filters=[tidy])
    is_warned = False


class ThemeForm(NamedForm):
    """A theme's name and notes."""

    name = StringField(_l("Name"), filters=[tidy], description=_l("A few plain words for the report"))
    definition = TextAreaField(_l("What it means"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    include_note = TextAreaField(_l("What belongs in it"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    exclude_note = TextAreaField(_l("What does not belong in it"), filters=[tidy], validators=[at_most(NOTE_LENGTH)])
    examples = TextAreaField(_l("Examples, one in each line"), filters=[tidy], description=_l(
        "Write them yourself. They leave the site with the code frame, so do not copy what people wrote."))


class AddForm(ThemeForm):
    """A new theme, with its place."""

    parent = SelectField(_l("Stands under"), filters=[tidy], validate_choice=False)


class PlaceForm(Plain):
    """Under which theme another stands."""

    parent = SelectField(_l("Stands under"), filters=[tidy], validate_choice=False, id="place-parent")
    again = BooleanField(_l("Let coders look at its answers again"))


class MergeForm(Plain):
    """The theme that another becomes part of."""

    into = SelectField(_l("Make it part of"), filters=[tidy], validate_choice=False)


class SplitForm(NamedForm):
    """Passages that move to a theme of their own, or to another one."""

    codings = SelectMultipleField(_l("Passages"), validate_choice=False)
    name = StringField(_l("Name of the new theme"), filters=[tidy], id="split-name")
    place = RadioField(_l("Where the new theme stands"), filters=[tidy], validate_choice=False, id="split-place",
                       default="beside",
                       choices=choices([("beside", _l("Beside this theme")), ("under", _l("Under this theme"))]))
    into = SelectField(_l("Or a theme that there is already"), filters=[tidy], validate_choice=False, id="split-into")


class FrameFileForm(Plain):
    """A code frame that comes in."""

    file = FileField(_l("Code frame"), description=_l("CSV, XLSX or a REFI-QDA codebook (.qdc), up to 5 MB"))


def is_neutral(form: Any, parent: str | None = None, *, but: str = "") -> bool:
    """Say whether a name may be stored: neutral, or wanted by a person as it is; else put what may be wrong on it.

    `parent` is the name of the theme above it; a name that is `but` already is not asked about.
    """
    name = form.name.data or ""
    if name_key(form.keep_name.data or "") == name_key(name) or name == but:
        return True
    problems = title_problems(name, parent)
    if not problems:
        return True
    form.is_warned = True
    add_error(form, "name", title_warning(problems))
    return False


def done(form: Plain, field: str, use_case: Callable[[], object]) -> bool:
    """Run the use case and return True, or put its refusal on the form."""
    try:
        use_case()
    except Refused as refused:
        refuse(form, refused, field)
        return False
    return True
