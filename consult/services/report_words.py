"""The fixed words that a report freezes, in every language of its consultation at once; files have their own."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask_babel import force_locale, gettext

from consult.domain.languages import LANGUAGES
from consult.domain.reports import SOURCE_LANGUAGE, Text

Translate = Callable[..., Text]


def in_each(tags: Iterable[str]) -> Translate:
    """Return a translate callable that gives {language: words}; a language without its own words is left out.

    Facts may be texts by language themselves; each language then takes its own, or English.
    """
    offered = [tag for tag in dict.fromkeys((SOURCE_LANGUAGE, *tags)) if tag in LANGUAGES]

    def translate(message: str, /, **facts: object) -> Text:
        found = {}
        for tag in offered:
            with force_locale(LANGUAGES[tag].locale):
                words = gettext(message)
            if tag == SOURCE_LANGUAGE or words != message:
                found[tag] = words % {name: _fact(fact, tag) for name, fact in facts.items()} if facts else words
        return found

    return translate


def _fact(fact: object, tag: str) -> object:
    return fact.get(tag) or fact.get(SOURCE_LANGUAGE) if isinstance(fact, Mapping) else fact


def language_name(tag: str, tags: Iterable[str]) -> Text:
    """Return what a language (BCP 47) is called in each of `tags`; the tag itself where nobody knows its name."""
    try:
        named = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return {SOURCE_LANGUAGE: tag}
    known = [LANGUAGES[at] for at in dict.fromkeys((SOURCE_LANGUAGE, *tags)) if at in LANGUAGES]
    return {at.tag: named.get_display_name(at.locale) or tag for at in known}


def day_words(day: date, tags: Iterable[str]) -> Text:
    """Return a day as each language writes it."""
    known = [LANGUAGES[at] for at in dict.fromkeys((SOURCE_LANGUAGE, *tags)) if at in LANGUAGES]
    return {at.tag: format_date(day, "long", locale=at.locale) for at in known}


def joined(parts: Iterable[Text], separator: str) -> Text:
    """Return parts as one text in each language that the first part is in; parts not in it stand in English."""
    listed = list(parts)
    tags = listed[0] if listed else ()
    return {tag: separator.join(part.get(tag) or part.get(SOURCE_LANGUAGE, "") for part in listed) for tag in tags}
