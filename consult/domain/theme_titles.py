"""Whether a name of a theme is neutral: words that judge, lead or take a side are named, in English; it stops nothing.

A theme names the subject; the stance says what people want of it. A name that takes a side makes one subject two
themes, and a name that holds everything hides what few people said.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

JUDGING = frozenset("""
    abysmal appalling awful bad best biased broken brutal corrupt disgrace disgraceful excellent failed failing failings
    failure failures fails fantastic good great incompetent inadequate ineffective lazy mess outrageous pathetic perfect
    pointless poor ridiculous rubbish rude scandal scandalous shambles shocking terrible unacceptable unfair
    useless waste wasted wasteful weak wonderful worst wrong
""".split())
LEADING = frozenset("""
    clearly definitely deserve deserves essential inevitably must naturally needed needs obviously ought should surely
    undoubtedly unnecessary vital
""".split())
ONE_SIDED = frozenset("""
    abolish against anti ban banning better cut cuts cutting fewer harsher improve improved improving increase increased
    less lower more oppose opposed opposing opposition pro raise reduce reduced reducing safer scrap scrapping softer
    stricter supporting tougher worse
""".split())
ONE_SIDED_PHRASES = ("lack of", "too much", "too many", "too few", "too little", "not enough", "end to", "no more",
                     "in favour of", "support for", "need for", "get rid of", "shortage of", "absence of")
# Both sides of one question in one name: the stance says which side, so the name needs neither.
SIDES = (("agree", "disagree"), ("agreement", "disagreement"), ("support", "oppose"), ("support", "opposition"),
         ("positive", "negative"), ("for", "against"), ("like", "dislike"), ("likes", "dislikes"), ("pros", "cons"),
         ("good", "bad"), ("happy", "unhappy"), ("satisfied", "dissatisfied"))
CATCH_ALL = frozenset("""
    comment comments else etc etcetera everything feedback general generic issues misc miscellaneous mixed opinions
    other others remaining remarks rest responses thoughts uncategorised unclassified uncoded unsorted various views
""".split())
# Words beside a catch-all word that do not make it about anything.
EMPTY = frozenset(
    "a all an and any concerns from ideas in matters of on or points suggestions the themes topics".split())
# One subject that is said with "and": nothing to take apart.
PAIRS = frozenset("""
    arts and culture|black and asian|black and minority|bread and butter|carers and families|children and families
    children and young|crime and disorder|crime and policing|deaf and disabled|domestic and sexual|drink and drugs
    drugs and alcohol|equality and diversity|gay and lesbian|grooming and exploitation|gypsy and traveller
    gypsies and travellers|health and safety|health and social|law and order|lesbian and gay|lost and found
    mayor and assembly|parents and carers|police and crime|police and met|profit and loss|question and answer
    rape and sexual|refugees and asylum|rough and ready|search and rescue|stop and search|terms and conditions
    theft and robbery|trial and error|victims and survivors|women and girls|young and old|youth and community
""".replace("\n", "|").split("|"))
QUESTION = re.compile(
    r"(?:\?\s*$)|^(?:who|what|when|where|why|how|which)\s+(?:is|are|do|does|did|can|could|should|will|would|was|were|has|"
    r"have)\b|^(?:is|are|do|does|did|can|could|should|will|would|was|were|has|have)\s+\w+", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
JOINED = re.compile(r"\s+(?:and|or|\+)\s+|\s*[&/]\s*", re.IGNORECASE)
# What follows two nouns and belongs to both: theft and violence in shops, abuse and violence against women.
SHARED = frozenset("about after against among at before between by for from in near of on to towards with".split())
# "Violence against women" takes no side of a question.
HARMS = frozenset("abuse attacks crime crimes discrimination hate hatred offences prejudice violence".split())
# So much of a name is looked through; no name is as long.
LOOKED_THROUGH = 500
# Words that make no difference between a name and its parent's.
LITTLE = frozenset("a an and at by for from in into of on or the their this to with".split())


@dataclass(frozen=True)
class TitleProblem:
    """Why a name may not be neutral: a stable code, and the words of the name that caused it."""

    code: str
    words: tuple[str, ...]


def title_problems(name: str, parent: str | None = None) -> tuple[TitleProblem, ...]:
    """Return what may not be neutral about a theme's name, nothing for most names; `parent` is its parent's name.

    Codes: `title-two-sides`, `title-judging`, `title-leading`, `title-one-sided`, `title-question`,
    `title-two-subjects`, `title-catch-all`, `title-repeats-parent`. Only English words are known.
    """
    # Longer ones are refused elsewhere; looking through them would take minutes.
    name = " ".join(name[:LOOKED_THROUGH].split())
    words = [word.casefold().replace("’", "'") for word in WORD.findall(name)]
    checks: tuple[tuple[str, Callable[[], tuple[str, ...]]], ...] = (
        ("title-two-sides", lambda: _both_sides(words)),
        ("title-judging", lambda: _known(words, JUDGING)),
        ("title-leading", lambda: _known(words, LEADING)),
        ("title-one-sided", lambda: _one_sided(words)),
        ("title-question", lambda: (name.strip(),) if QUESTION.search(name.strip()) else ()),
        ("title-two-subjects", lambda: _two_subjects(name)),
        ("title-catch-all", lambda: _catch_all(words)),
        ("title-repeats-parent", lambda: _repeats(words, parent)),
    )
    found = [TitleProblem(code, said) for code, check in checks if (said := check())]
    codes = {problem.code for problem in found}
    # "For and against" is one fault, not four.
    hidden = {"title-one-sided", "title-two-subjects", "title-judging"} if "title-two-sides" in codes else set()
    return tuple(problem for problem in found if problem.code not in hidden)


def _known(words: Iterable[str], listed: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word in listed))


def _one_sided(words: list[str]) -> tuple[str, ...]:
    joined = f" {' '.join(words)} "
    phrases = tuple(phrase for phrase in ONE_SIDED_PHRASES if f" {phrase} " in joined)
    # "Support for victims" is a service; "support for the plan" is a side.
    if "support for" in phrases and not joined.startswith(" support for the "):
        phrases = tuple(phrase for phrase in phrases if phrase != "support for")
    single = [word for word in _known(words, ONE_SIDED) if not any(word in phrase.split() for phrase in phrases)]
    if any(pair[0] in HARMS and pair[1] == "against" for pair in pairwise(words)):
        single = [word for word in single if word != "against"]
    return (*phrases, *single)


def _both_sides(words: list[str]) -> tuple[str, ...]:
    held = set(words)
    for one, other in SIDES:
        if one in held and other in held:
            return (one, other)
    return ()


def _two_subjects(name: str) -> tuple[str, ...]:
    """Return the words that join two subjects. A list with commas, and pairs that are said as one, are let pass."""
    if "," in name:
        return ()
    found = []
    for joint in JOINED.finditer(name):
        before, after = WORD.findall(name[: joint.start()]), WORD.findall(name[joint.end():])
        if not before or not after:
            continue
        pair = f"{before[-1]} and {after[0]}".casefold()
        if pair not in PAIRS and not _is_one_subject(before, after):
            shown = after[1] if len(after) > 1 and after[0].casefold() in LITTLE else after[0]
            found.append(f"{before[-1]}{joint.group()}{shown}")
    return tuple(found)


def _is_one_subject(before: list[str], after: list[str]) -> bool:
    """Say whether both sides of an "and" share what follows: a place, a group, or the object of two doings."""
    if len(after) > 1 and after[1].casefold() in SHARED:
        return True
    return len(after) > 1 and before[-1].endswith("ing") and after[0].endswith("ing")


def _catch_all(words: list[str]) -> tuple[str, ...]:
    """Return the words that hold everything, where nothing beside them says what the theme is about."""
    held = _known(words, CATCH_ALL)
    rest = [word for word in words if word not in CATCH_ALL and word not in EMPTY]
    begins = bool(words) and words[0] in ("other", "others", "misc", "miscellaneous", "various")
    return held if held and (not rest or begins) and not (begins and len(rest) > 1) else ()


def _repeats(words: list[str], parent: str | None) -> tuple[str, ...]:
    if not parent:
        return ()
    above = {word.casefold() for word in WORD.findall(parent)} - LITTLE
    own = [word for word in words if word not in LITTLE]
    return tuple(dict.fromkeys(word for word in own if word in above)) if above and above <= set(own) else ()
