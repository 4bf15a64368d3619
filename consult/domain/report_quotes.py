"""What an author must know of the quotes that they chose: who is quoted often, who could be known, who is not heard."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Practice 2.1: the analyst is warned when one respondent is quoted more than twice.
A_RESPONDENT = 2
# A stance that so many in a hundred of those who spoke of a theme took should be heard among its quotes.
HEARD_FROM = 25
REPEATED, TELLING, ONE_SIDED = "quoted-often", "two-rare-marks", "stance-not-heard"
# What is printed beside a quote and says little of its speaker.
USUAL = frozenset({"", "individual"})


@dataclass(frozen=True)
class Quoted:
    """A quote as rules look at it: whose it is (an opaque number), its stance, and each mark printed beside it.

    Marks are what tells something of the speaker: a kind of organisation, a language, signed, Easy Read.
    """

    passage_ref: str
    theme_key: str
    speaker: int
    stance: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caution:
    """A code, the quotes that it is about, and for `stance-not-heard` the stance and the theme."""

    code: str
    passages: tuple[str, ...] = ()
    stance: str = ""
    theme_key: str = ""


def is_telling(marks: Sequence[str]) -> bool:
    """Say whether two rare marks would stand beside one quote: together they could show who somebody is."""
    return len({mark for mark in marks if mark not in USUAL}) > 1


def cautions(chosen: Sequence[Quoted], to_choose: Sequence[Quoted],
             stances: Mapping[str, Mapping[str, int]]) -> tuple[Caution, ...]:
    """Return what is to be thought of before these quotes are printed.

    `to_choose` are all quotes that could be printed, the chosen among them; `stances` give for each theme how many
    respondents took each stance. A stance is missed only where somebody who took it could be quoted.
    """
    return (*_repeated(chosen), *_telling(chosen), *_one_sided(chosen, to_choose, stances))


def _repeated(chosen: Iterable[Quoted]) -> Iterable[Caution]:
    of_speaker: dict[int, list[str]] = {}
    for quote in chosen:
        of_speaker.setdefault(quote.speaker, []).append(quote.passage_ref)
    return [Caution(REPEATED, tuple(refs)) for refs in of_speaker.values() if len(refs) > A_RESPONDENT]


def _telling(chosen: Iterable[Quoted]) -> Iterable[Caution]:
    return [Caution(TELLING, (quote.passage_ref,)) for quote in chosen if is_telling(quote.marks)]


def _one_sided(chosen: Sequence[Quoted], to_choose: Sequence[Quoted],
               stances: Mapping[str, Mapping[str, int]]) -> Iterable[Caution]:
    heard = Counter((quote.theme_key, quote.stance) for quote in chosen)
    can_speak = {(quote.theme_key, quote.stance) for quote in to_choose}
    found = []
    for theme in dict.fromkeys(quote.theme_key for quote in chosen):
        people = sum(stances.get(theme, {}).values())
        for stance, count in stances.get(theme, {}).items():
            is_weighty = people and 100 * count >= HEARD_FROM * people
            if is_weighty and not heard[theme, stance] and (theme, stance) in can_speak:
                found.append(Caution(ONE_SIDED, (), stance, theme))
    return found
