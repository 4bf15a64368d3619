"""The interface's words as they travel in PO files: what a message says, and what is taken of one that comes back."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.domain.errors import Refused
from consult.domain.translation_files import KEPT_NEWER, TAKEN, UNCHANGED, Outcome, bad_character, mark
from consult.domain.translation_files import REFUSED as IS_REFUSED

# `%(name)s` of Python, and `%{name}` that scripts put in.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%\{\w+\}")
TAG = re.compile(r"<[^<>]*>|[<>]")
MOST_WORDS = 10_000


@dataclass(frozen=True)
class Message:
    """One message: its English (`ids`: one, or singular and plural) and its translation, one text for each form.

    `mark` is the fingerprint of the translation at the export, empty where the file has lost it.
    """

    ids: tuple[str, ...]
    said: tuple[str, ...] = ()
    mark: str = ""
    is_fuzzy: bool = False


@dataclass(frozen=True)
class CatalogueFile:
    """The messages of a PO file, its locale as Babel names it, and which plural form each of 0 to 200 takes."""

    locale: str
    plurals: tuple[int, ...]
    forms: int
    messages: tuple[Message, ...] = ()


def mark_of(said: Iterable[str]) -> str:
    """Return the fingerprint of a translation."""
    return mark("\0".join(said))


def judged(found: Message, now: Message | None, forms: int) -> Outcome:
    """Return what an import makes of one message, beside its translation today; `forms` plural forms are needed."""
    name = found.ids[0]
    if now is None or (len(now.ids) > 1) != (len(found.ids) > 1):
        return _refused(name, "message-unknown")
    if not any(found.said) or found.said == now.said or mark_of(found.said) == found.mark:
        return Outcome(name, UNCHANGED)
    if found.is_fuzzy:
        return _refused(name, "message-unsure")
    if (wrong := wrong_in(now.ids, found.said, forms)) is not None:
        return _refused(name, wrong[0], wrong[1])
    if not found.mark and any(now.said):
        return _refused(name, "message-unmarked")
    if found.mark and found.mark != mark_of(now.said):
        return Outcome(name, KEPT_NEWER)
    return Outcome(name, TAKEN)


def wrong_in(ids: tuple[str, ...], said: tuple[str, ...], forms: int) -> tuple[str, Mapping[str, object]] | None:
    """Return the code and facts of what is wrong with a translation; None where nothing is.

    A plural form for one number alone may say it in words; the last form holds every placeholder. Pages trust the
    markup in their own words, so a translation may bring none of its own.
    """
    if len(said) != (forms if len(ids) > 1 else 1) or not all(said):
        return "message-plurals", {"forms": forms}
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    for form in said:
        there = set(PLACEHOLDER.findall(form))
        if there - wanted or (form is said[-1] and there != wanted) or not _can_be_filled(ids[-1], form):
            return "message-placeholders", {"names": ", ".join(sorted(wanted ^ there)) or "%"}
        if Counter(TAG.findall(form)) != Counter(TAG.findall(ids[-1])):
            return "message-markup", {}
        if bad := bad_character(form):
            return "unit-character", {"name": bad}
        if len(form) > MOST_WORDS:
            return "unit-long", {"limit": MOST_WORDS}
    return None


def _can_be_filled(english: str, form: str) -> bool:
    """Say whether Python can put values into the form, where its English has places for some."""
    if "%(" not in english:
        return True
    names = re.findall(r"%\((\w+)\)", english)
    try:
        return bool(form % dict.fromkeys(names, 1))
    except (KeyError, TypeError, ValueError):
        return False


def _refused(name: str, code: str, facts: Mapping[str, object] | None = None) -> Outcome:
    return Outcome(name, IS_REFUSED, refused=Refused(name, code, facts))
