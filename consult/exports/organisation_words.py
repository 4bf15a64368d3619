"""The fixed words on organisations: their kinds, where they stand, who has looked at a summary; codes in, words out.

They are public: the report prints them.
"""

from consult.domain.summary_checks import (
    CHECKED_NOTE,
    DIFFER_NOTE,
    OWN_WORDS_NOTE,
    UNCHECKED_NOTE,
    WAITING_NOTE,
)
from consult.exports.cells import Translate


def kind_words(code: str, translate: Translate) -> str:
    """Return what kind of organisation it is; empty for no kind, raises KeyError for a code that is none."""
    return {
        "": "", "charity": translate("A charity"), "community-group": translate("A community group"),
        "faith-group": translate("A faith group"), "victims-service": translate("A service for victims of crime"),
        "council": translate("A council"), "police-body": translate("A police body"),
        "health": translate("A health service"), "justice": translate("A court, prison or probation service"),
        "education": translate("A school, college or university"), "business": translate("A business"),
        "union": translate("A trade union or staff body"), "other": translate("Another organisation"),
    }[code]


def position_words(code: str, translate: Translate) -> str:
    """Return where an organisation stands on a part of the plan; raises KeyError for a code that is none."""
    return {
        "support": translate("For it"), "oppose": translate("Against it"), "mixed": translate("Partly for it"),
        "none": translate("Takes no side"),
    }[code]


def note_words(code: str, translate: Translate) -> str:
    """Return who has looked at a summary; empty for none, raises KeyError for a code that is none."""
    return {
        "": "", CHECKED_NOTE: translate("The organisation has read this summary and agrees with it."),
        UNCHECKED_NOTE: translate("We wrote this summary. The organisation has not answered yet."),
        OWN_WORDS_NOTE: translate("These are the organisation’s own words."),
        DIFFER_NOTE: translate("The organisation wanted other words. Both stand here, and why."),
        WAITING_NOTE: translate("The organisation asked for other words. We are looking at them."),
    }[code]
