"""Languages by BCP 47 tag: own name, direction, and the locale that numbers and dates follow."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language that the interface can be shown in; `locale` is Babel's name for it."""

    tag: str
    name: str
    direction: str
    locale: str


# English is served as it is written here: plain `en` would print American dates.
LANGUAGES = {
    language.tag: language
    for language in (
        Language("en", "English", "ltr", "en_GB"),
        Language("ur", "اردو", "rtl", "ur"),
    )
}
RIGHT_TO_LEFT = frozenset({"ar", "ur", "fa", "he", "ps", "sd", "ckb", "yi"})


def direction(tag: str) -> str:
    """Return `rtl` or `ltr` for any BCP 47 tag, offered or not."""
    return "rtl" if tag.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def best_match(accepted: Sequence[str], offered: Sequence[str]) -> str:
    """Return the first offered tag that a reader accepts, by whole tag, then by its first part; else English."""
    for tag in accepted:
        if tag in offered:
            return tag
        first = tag.split("-")[0].lower()
        if first in offered:
            return first
    return "en"
