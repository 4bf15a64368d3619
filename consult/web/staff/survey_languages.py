"""Languages of a survey in forms and lists, offered on this site or not; the words themselves are the survey's."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale
from markupsafe import Markup
from wtforms import StringField, TextAreaField

from consult.domain.languages import direction
from consult.domain.surveys import Survey, Text
from consult.web import locale
from consult.web.staff.plain_forms import Plain, at_most, tidy

LONGEST = 5_000


def own_name(tag: str) -> str:
    """Return what a language calls itself; its tag where nobody knows."""
    if tag in locale.offered():
        return locale.offered()[tag].name
    try:
        return Locale.parse(tag, sep="-").get_display_name() or tag
    except (ValueError, UnknownLocaleError):
        return tag


def language_words(tag: str) -> str:
    """Return the name of a language in the language of the page."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag if tag else ""
    except (ValueError, UnknownLocaleError):
        return tag


def marked(tag: str) -> Markup:
    """Return a language's own name, marked as being in that language."""
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, direction(tag), own_name(tag))


def offered_to(survey: Survey, more: Sequence[str]) -> list[str]:
    """Return the languages that a survey can be in: its own, then those of its consultation and of this site."""
    return list(dict.fromkeys((*survey.languages, *more, *locale.offered())))


def word_fields(name: str, label: Any, tags: Sequence[str], *, is_long: bool = False, hint: Any = ""
                ) -> dict[str, Any]:
    """Return one field for each language, named `<name>-<tag>`; the language is told where there are several."""
    kind = TextAreaField if is_long else StringField
    return {f"{name}-{tag}": kind(
        Markup("{} ({})").format(label, marked(tag)) if len(tags) > 1 else label, filters=[tidy],
        validators=[at_most(LONGEST)], description=hint if tag == tags[0] else "") for tag in tags}


def word_data(name: str, text: Text | None, tags: Sequence[str]) -> dict[str, str]:
    """Return the words of a text by the names of its fields."""
    return {f"{name}-{tag}": (text or {}).get(tag, "") for tag in tags}


def words_typed(form: Plain, name: str, tags: Sequence[str], kept: Text | None = None) -> dict[str, str]:
    """Return the words that were typed; a language that the form does not show keeps what it has."""
    hidden: Mapping[str, str] = {tag: words for tag, words in (kept or {}).items() if tag not in tags}
    typed = {tag: form[f"{name}-{tag}"].data or "" for tag in tags}
    return {**hidden, **{tag: words for tag, words in typed.items() if words}}
