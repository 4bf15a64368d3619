"""The words of the parity board: what columns and parts are called, and what a lack says."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from consult.domain import readiness
from consult.domain.languages import LANGUAGES
from consult.domain.parity import Column
from consult.domain.readiness import Lack
from consult.domain.variants import AUDIO, BSL, EASY_READ, LANGUAGE, MISSING, STALE

# What kind of part it is, in the order of the board.
NOUNS = {
    "consultation": _l("Words around the survey"), "duty": _l("Duties"), "stage": _l("Steps"),
    "plan": _l("Headings of the plan"), "survey": _l("Title of the survey"), "section": _l("Sections"),
    "page": _l("Pages"), "question": _l("Questions"),
}
FORMATS = {EASY_READ: _l("Easy Read"), BSL: _l("British Sign Language"), AUDIO: _l("Audio")}


def column_name(column: Column) -> str:
    """Return what a column is called: the English name of a language, or the format."""
    if column.form == LANGUAGE:
        language = LANGUAGES.get(column.language)
        return language.english_name if language is not None else column.language
    return str(FORMATS[column.form])


def lack_sentence(lack: Lack) -> str:
    """Return what a lack says to staff: what is wrong, and with how many texts or parts."""
    name = column_name(Column(lack.form, lack.language))
    facts: dict[str, Any] = {"name": name}
    if lack.why == readiness.CATALOGUE:
        return gettext("%(name)s: nobody has approved the words of the site itself", **facts)
    number = len(lack.keys)
    sentences = {
        MISSING: lambda: ngettext("%(name)s: %(num)s text is missing", "%(name)s: %(num)s texts are missing", number,
                                  **facts),
        STALE: lambda: ngettext("%(name)s: the English of %(num)s text has changed",
                                "%(name)s: the English of %(num)s texts has changed", number, **facts),
        readiness.UNCHECKED: lambda: ngettext("%(name)s: %(num)s text is not approved",
                                              "%(name)s: %(num)s texts are not approved", number, **facts),
        readiness.NO_GROUP: lambda: ngettext("%(name)s: no group has checked %(num)s part",
                                             "%(name)s: no group has checked %(num)s parts", number, **facts),
        readiness.NO_PROMISE: lambda: ngettext(
            "%(name)s: %(num)s part is not ready, and nobody has said when it will be",
            "%(name)s: %(num)s parts are not ready, and nobody has said when they will be", number, **facts),
    }
    return sentences[lack.why]()
