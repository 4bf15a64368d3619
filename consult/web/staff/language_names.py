"""What staff call the language of an answer, offered by the interface or not, spoken, signed or in Latin letters."""

from flask_babel import gettext

from consult.domain.variants import SIGNED
from consult.exports.report_words import language_words
from consult.web import locale

LATIN = "-Latn"


def language_name(tag: str) -> str:
    """Return the name of a language (BCP 47) in the language of the page."""
    if tag == SIGNED:
        return gettext("British Sign Language")
    if tag.endswith(LATIN):
        return gettext("%(language)s in Latin letters", language=language_name(tag.removesuffix(LATIN)))
    return language_words(tag, locale.language().tag)


def language_choices(tags: list[str]) -> list[tuple[str, str]]:
    """Return (tag, name) of each language, by name."""
    return sorted(((tag, language_name(tag)) for tag in tags), key=lambda choice: choice[1].casefold())
