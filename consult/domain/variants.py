"""A text in another language or format: how it stands beside the English of today; not who may do what to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A text can be said in another language, as an Easy Read page, in British Sign Language, or be heard.
LANGUAGE, EASY_READ, BSL, AUDIO = "language", "easy-read", "bsl", "audio"
FORMS = (LANGUAGE, EASY_READ, BSL, AUDIO)
# The formats that stand for a whole part (a question, a page of words) and not for a single text.
PART_FORMS = (EASY_READ, BSL, AUDIO)
# The language of a format by BCP 47 tag where it is not that of the page: British Sign Language is one of its own.
SIGNED = "bfi"

# Written by one person, read by a second, and let through by a third step that only the survey's own people take.
DRAFT, CHECKED, APPROVED = "draft", "checked", "approved"
STATES = (DRAFT, CHECKED, APPROVED)
# Who wrote it: a person here, a machine, an agency's file, or the file that the survey itself came with.
PERSON, MACHINE, AGENCY, FILE = "person", "machine", "agency", "file"
ORIGINS = (PERSON, MACHINE, AGENCY, FILE)

MISSING, STALE = "missing", "stale"
# From the worst to the best, for one cell that stands for many texts.
STANDINGS = (MISSING, STALE, DRAFT, CHECKED, APPROVED)


@dataclass(frozen=True)
class Made:
    """A variant as far as rules look at it: what it is of, the English it was made from, how far it got."""

    key: str
    form: str
    language: str
    source: str
    words: str
    state: str
    origin: str
    is_doubted: bool = False
    checked_by_group: str = ""


def by_place(variants: Iterable[Made]) -> Mapping[tuple[str, str, str], Made]:
    """Return variants by (key, form, language)."""
    return {(made.key, made.form, made.language): made for made in variants}


def standing(made: Made | None, english: str) -> str:
    """Return how a variant stands beside today's English: one of STANDINGS.

    It is stale from the moment that the English differs from the one it was made from, whatever else was done to it.
    """
    if made is None:
        return MISSING
    return made.state if made.source == english else STALE


def worst(standings: Iterable[str]) -> str:
    """Return the standing of a whole: that of its worst piece; approved where there is no piece."""
    return min(standings, key=STANDINGS.index, default=APPROVED)
