"""The health of a code frame: what is too many, too rare, too alike or not said, with its numbers; it stops nothing.

Four rules are those of the evaluation of a government tool for theming (i-dot-ai, themefinder): at most 70 themes, each
with at least max(5, 0.1%) of the answers, similarity of words under .90, overlap of coded answers (Jaccard) under .70.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from consult.domain.code_frames import CodeFrame, FrameTheme

THEMES_HEALTHY = 70
THEMES_A_QUESTION = 20
LEAST_ANSWERS = 5
LEAST_PER_THOUSAND = 1
# Before so many answers are read, a theme that is rare says nothing yet.
READ_BEFORE_RARE = 100
SIMILARITY = 0.90
OVERLAP = 0.70
# Fewer codings with a side than this say nothing of a theme's sides.
SIDED_LEAST = 10
SIDED_SHARE = 0.90
# Two themes for the two sides of one subject use much the same words.
SIDES_SIMILARITY = 0.50
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# English words that every definition is full of.
LITTLE = frozenset("""
    a about an and any are as at be been by for from had has have how if in into is it its not of on or our says say
    such than that the their them they this those to under was we were what when where which who whom whose why will
    with
""".split())


@dataclass(frozen=True)
class Uses:
    """What people coded to one theme: answers by any id, how many passages have a side, and in which questions."""

    answers: frozenset[int] = frozenset()
    support: int = 0
    oppose: int = 0
    questions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FrameProblem:
    """One thing to look at: a stable code, the keys of the themes it is about, and the numbers behind it."""

    code: str
    themes: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def health(frame: CodeFrame, uses: Mapping[str, Uses], *, read: int,
           similar: Mapping[tuple[str, str], float] | None = None) -> tuple[FrameProblem, ...]:
    """Return what to look at in the themes in use, the frame as a whole first.

    `uses` is by theme key; `read` is how many answers people have read; `similar` may give similarities of theme pairs
    (keys in the order of `frame.in_use`) that were found otherwise. Codes: `frame-many`, `frame-question-many`,
    `frame-rare`, `frame-alike`, `frame-overlap`, `frame-two-sides`, `frame-one-side`, `frame-no-definition`,
    `frame-no-example`, `frame-one-child`.
    """
    themes = frame.in_use
    found = [*_many(themes), *_question_many(themes, uses)]
    found += [*_rare(themes, uses, read), *_alike(themes, similar), *_overlaps(themes, uses), *_sides(themes, uses)]
    return (*found, *_unsaid(themes), *_lone_children(themes))


def _many(themes: Collection[FrameTheme]) -> list[FrameProblem]:
    if len(themes) <= THEMES_HEALTHY:
        return []
    return [FrameProblem("frame-many", (), {"themes": len(themes), "most": THEMES_HEALTHY})]


def _question_many(themes: Collection[FrameTheme], uses: Mapping[str, Uses]) -> list[FrameProblem]:
    counts = Counter(question for theme in themes for question in _of(uses, theme).questions)
    return [FrameProblem("frame-question-many", (), {"question": question, "themes": count, "most": THEMES_A_QUESTION})
            for question, count in sorted(counts.items()) if count > THEMES_A_QUESTION]


def rare_limit(read: int) -> int:
    """Return the fewest answers that a theme should have among those read: max(5, 0.1%), rounded up."""
    return max(LEAST_ANSWERS, math.ceil(read * LEAST_PER_THOUSAND / 1000))


def _rare(themes: Collection[FrameTheme], uses: Mapping[str, Uses], read: int) -> list[FrameProblem]:
    """A parent is as common as itself and its children together."""
    if read < READ_BEFORE_RARE:
        return []
    answers = {theme.key: set(_of(uses, theme).answers) for theme in themes}
    for theme in themes:
        if theme.parent in answers:
            answers[theme.parent] |= answers[theme.key]
    least = rare_limit(read)
    return [FrameProblem("frame-rare", (theme.key,), {"answers": len(answers[theme.key]), "least": least, "read": read})
            for theme in themes if len(answers[theme.key]) < least]


def _alike(themes: Collection[FrameTheme], similar: Mapping[tuple[str, str], float] | None) -> list[FrameProblem]:
    """Names, or definitions, that are nearly the same words; or pairs that `similar` says are."""
    given = similar or {}
    found = {pair: ("meaning", score) for pair, score in given.items() if score >= SIMILARITY}
    for what, words in (("definition", {theme.key: theme.definition for theme in themes}),
                        ("name", {theme.key: theme.name for theme in themes})):
        found.update({pair: (what, score) for pair, score in similar_pairs(words, SIMILARITY).items()})
    return [FrameProblem("frame-alike", pair, {"what": what, "similarity": round(score, 2), "most": SIMILARITY})
            for pair, (what, score) in found.items()]


def similar_pairs(words: Mapping[str, str], least: float) -> dict[tuple[str, str], float]:
    """Return the pairs of keys whose words have a cosine of term counts of `least` or more, little words left out.

    (Salton and McGill, Introduction to Modern Information Retrieval, 1983, chapter 4.) Empty words are like nothing.
    """
    counts = {key: Counter(_words(text)) for key, text in words.items()}
    lengths = {key: math.sqrt(sum(count * count for count in counted.values())) for key, counted in counts.items()}
    order = {key: place for place, key in enumerate(counts)}
    holders: dict[str, list[str]] = {}
    for key, counted in counts.items():
        for word in counted:
            holders.setdefault(word, []).append(key)
    dots: Counter[tuple[str, str]] = Counter()
    for word, keys in holders.items():
        for one, other in combinations(keys, 2):
            dots[one, other] += counts[one][word] * counts[other][word]
    found = {pair: dot / (lengths[pair[0]] * lengths[pair[1]]) for pair, dot in dots.items()}
    near = {pair: min(score, 1.0) for pair, score in found.items() if score >= least}
    return dict(sorted(near.items(), key=lambda item: (order[item[0][0]], order[item[0][1]])))


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.casefold()) if word not in LITTLE]


def _overlaps(themes: Collection[FrameTheme], uses: Mapping[str, Uses]) -> list[FrameProblem]:
    """Themes that are given to the same answers; a pair with few answers is left out, its overlap is chance."""
    used = [(theme.key, _of(uses, theme).answers) for theme in themes]
    used = [(key, answers) for key, answers in used if len(answers) >= LEAST_ANSWERS]
    found = []
    for (one, first), (other, second) in combinations(used, 2):
        if min(len(first), len(second)) < OVERLAP * max(len(first), len(second)):
            continue
        both = len(first & second)
        share = both / (len(first) + len(second) - both)
        if share >= OVERLAP:
            facts = {"both": both, "either": len(first | second), "share": round(share, 2), "most": OVERLAP}
            found.append(FrameProblem("frame-overlap", (one, other), facts))
    return found


def _sides(themes: Collection[FrameTheme], uses: Mapping[str, Uses]) -> list[FrameProblem]:
    """Themes all of one side: two like ones of opposite sides are one subject, and a stance says which side."""
    sided = {theme.key: side for theme in themes if (side := _side(_of(uses, theme)))}
    words = {theme.key: f"{theme.name} {theme.definition}" for theme in themes if theme.key in sided}
    found, paired = [], set()
    for (one, other), score in similar_pairs(words, SIDES_SIMILARITY).items():
        if sided[one] != sided[other]:
            paired |= {one, other}
            found.append(FrameProblem("frame-two-sides", (one, other), {"similarity": round(score, 2)}))
    for theme in themes:
        if theme.key in sided and theme.key not in paired:
            use = _of(uses, theme)
            facts = {"side": sided[theme.key], "support": use.support, "oppose": use.oppose}
            found.append(FrameProblem("frame-one-side", (theme.key,), facts))
    return found


def _side(use: Uses) -> str:
    sided = use.support + use.oppose
    if sided < SIDED_LEAST or max(use.support, use.oppose) < SIDED_SHARE * sided:
        return ""
    return "support" if use.support > use.oppose else "oppose"


def _unsaid(themes: Collection[FrameTheme]) -> list[FrameProblem]:
    lacking = {"frame-no-definition": tuple(theme.key for theme in themes if not theme.definition),
               "frame-no-example": tuple(theme.key for theme in themes if not theme.examples)}
    return [FrameProblem(code, keys, {"themes": len(keys)}) for code, keys in lacking.items() if keys]


def _lone_children(themes: Collection[FrameTheme]) -> list[FrameProblem]:
    keys = {theme.key for theme in themes}
    children: dict[str, list[str]] = {}
    for theme in themes:
        if theme.parent in keys and theme.parent is not None:
            children.setdefault(theme.parent, []).append(theme.key)
    return [FrameProblem("frame-one-child", (parent, below[0])) for parent, below in children.items()
            if len(below) == 1]


def _of(uses: Mapping[str, Uses], theme: FrameTheme) -> Uses:
    return uses.get(theme.key) or Uses()
