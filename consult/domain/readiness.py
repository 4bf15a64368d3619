"""Which languages and formats may be offered, and what each still lacks: the gate before a consultation opens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.text_units import SOURCE_LANGUAGE, Unit
from consult.domain.variants import (
    APPROVED,
    DRAFT,
    EASY_READ,
    LANGUAGE,
    MISSING,
    PART_FORMS,
    STALE,
    Made,
    by_place,
    standing,
)

UNCHECKED = "unchecked"
# The interface's own catalogue was approved by nobody who is named.
CATALOGUE = "catalogue"
# Easy Read that no group of people with learning disabilities has checked.
NO_GROUP = "no-group"
# A format that is not there and that nobody has promised for a day.
NO_PROMISE = "no-promise"
REASONS = (MISSING, STALE, UNCHECKED, CATALOGUE, NO_GROUP, NO_PROMISE)


@dataclass(frozen=True)
class Lack:
    """Why a language (or a format) is not ready, and the keys of the texts (or parts) that it is about."""

    form: str
    language: str
    why: str
    keys: tuple[str, ...] = ()
    is_binding: bool = False


@dataclass(frozen=True)
class Allowance:
    """What was decided about a language: whether a named person checked its catalogue, or it may go out unchecked."""

    is_catalogue_checked: bool = False
    may_be_unchecked: bool = False


def language_lacks(language: str, units: Sequence[Unit], made: Iterable[Made], allowance: Allowance) -> list[Lack]:
    """Return what keeps a language from being offered; empty for English, which everything is written in.

    Everything must be there and current. What nobody has approved holds it back too, unless that was allowed: in an
    example, or by a named person with a reason.
    """
    if language == SOURCE_LANGUAGE:
        return []
    there = by_place(made)
    found: dict[str, list[Unit]] = {MISSING: [], STALE: [], UNCHECKED: []}
    for unit in units:
        at = standing(there.get((unit.key, LANGUAGE, language)), unit.english)
        if at in (MISSING, STALE):
            found[at].append(unit)
        elif at != APPROVED and not allowance.may_be_unchecked:
            found[UNCHECKED].append(unit)
    lacks = [Lack(LANGUAGE, language, why, tuple(unit.key for unit in kept), any(unit.is_binding for unit in kept))
             for why, kept in found.items() if kept]
    if not allowance.is_catalogue_checked and not allowance.may_be_unchecked:
        lacks.append(Lack(LANGUAGE, language, CATALOGUE))
    return lacks


def offered(wanted: Sequence[str], units: Sequence[Unit], made: Sequence[Made],
            allowances: Mapping[str, Allowance]) -> list[str]:
    """Return the wanted languages that lack nothing, English first."""
    others = [tag for tag in wanted if tag != SOURCE_LANGUAGE
              and not language_lacks(tag, units, made, allowances.get(tag, Allowance()))]
    return [SOURCE_LANGUAGE, *others]


def parts_of(units: Iterable[Unit]) -> dict[str, str]:
    """Return the English of each part: its texts one below the other, in the order shown."""
    parts: dict[str, list[str]] = {}
    for unit in units:
        parts.setdefault(unit.part, []).append(unit.english)
    return {part: "\n".join(texts) for part, texts in parts.items()}


def format_lacks(form: str, language: str, parts: Mapping[str, str], made: Iterable[Made], *,
                 is_promised: bool) -> list[Lack]:
    """Return what keeps a format from being ready for every part.

    A format that was begun and has gone stale always holds the opening back. One that is not there, or not approved,
    does so unless a named person has said with a reason when it will be: people are told that day.
    """
    there = {place: one for place, one in by_place(made).items() if place[1] == form and place[2] == language}
    stand = {part: standing(there.get((part, form, language)), english) for part, english in parts.items()}
    lacks = []
    stale = tuple(part for part, at in stand.items() if at == STALE)
    if stale:
        lacks.append(Lack(form, language, STALE, stale))
    late = tuple(part for part, at in stand.items() if at not in (STALE, APPROVED))
    if late and not is_promised:
        lacks.append(Lack(form, language, NO_PROMISE, late))
    groupless = tuple(part for (part, _form, _tag), one in there.items()
                      if form == EASY_READ and one.state != DRAFT and not one.checked_by_group)
    if groupless:
        lacks.append(Lack(form, language, NO_GROUP, groupless))
    return lacks


def is_format_ready(form: str, language: str, parts: Mapping[str, str], made: Iterable[Made]) -> bool:
    """Say whether a format is there, current and approved for every part; Easy Read with its checking group."""
    there = by_place(made)
    ones = [(there.get((part, form, language)), english) for part, english in parts.items()]
    return bool(ones) and form in PART_FORMS and all(
        one is not None and standing(one, english) == APPROVED and (form != EASY_READ or one.checked_by_group != "")
        for one, english in ones)
