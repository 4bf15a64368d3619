"""How long the worst texts, tables and code frames take to look through, and whether twice as much takes twice as long.

A time in a test fails on a slow machine and says nothing on a fast one. The ratio of two sizes says the same on both:
2 is linear, 4 is quadratic.
"""

import random
from collections.abc import Callable, Sequence
from functools import partial

from consult.analysis import identifiers, worries
from consult.analysis.agreement import Pair, alpha_masi
from consult.analysis.campaigns import families
from consult.domain.code_frames import CodeFrame, FrameTheme
from consult.domain.frame_health import Uses, health
from consult.intake.codebooks import read_codebook
from tests.analysis.letters import LETTERS, STRENGTHS, campaign, ordinary
from tests.analysis.long_texts import LENGTH, OF_DETAILS, OF_WORRIES, said_again
from tests.bench.measuring import heading, line, seconds

THEMES = 500
Work = Callable[[], object]


def measure() -> None:
    """Print the time for half and for the whole of each, and their ratio."""
    heading(f"The worst texts, {LENGTH // 2:,} and {LENGTH:,} characters, and twice the length in times")
    _worst("details that tell who it is", identifiers.suggest, OF_DETAILS)
    _worst("worries", worries.suggest, OF_WORRIES)
    heading("Half and all of a long table, and twice the size in times")
    _twice("a code frame with a path of 100,000 spaces", lambda size: _read_path(int(100_000 * size)))
    _twice(f"a code frame of {THEMES} themes", lambda size: _check_frame(int(THEMES * size)))
    _twice("campaigns among 5,000 answers", _find_campaigns)
    _twice("agreement on 3,000 answers, 500 themes", lambda size: _agree(int(3000 * size)))


def _worst(name: str, look: Callable[[str], object], pieces: Sequence[str]) -> None:
    look("warm")
    taken = {piece: [seconds(partial(look, said_again(piece, length)), rounds=1) for length in (LENGTH // 2, LENGTH)]
             for piece in pieces}
    slowest = max(taken, key=lambda piece: taken[piece][1])
    steepest = max(taken, key=lambda piece: taken[piece][1] / taken[piece][0])
    half, whole = taken[slowest]
    line(f"{name}: {slowest.strip() or 'space'}", f"{half * 1000:,.0f} ms", f"{whole * 1000:,.0f} ms",
         f"{whole / half:.1f} times")
    half, whole = taken[steepest]
    line(f"{name}, steepest: {steepest.strip() or 'space'}", f"{half * 1000:,.0f} ms", f"{whole * 1000:,.0f} ms",
         f"{whole / half:.1f} times")


def _twice(name: str, made: Callable[[float], Work]) -> None:
    half, whole = (seconds(made(size), rounds=3) for size in (0.5, 1))
    line(name, f"{half * 1000:,.0f} ms", f"{whole * 1000:,.0f} ms", f"{whole / half:.1f} times")


def _read_path(spaces: int) -> Work:
    data = f"path\n\"Trust > Respect\"\n\"a{' ' * spaces}b\"\n".encode()
    return lambda: read_codebook(data)


def _check_frame(count: int) -> Work:
    themes = tuple(FrameTheme(f"t{number}", f"Place {number}", None, f"People speak of place {number} and police "
                              f"{number % 7}", examples=("One",)) for number in range(count))
    uses = {f"t{number}": Uses(frozenset(range(number, number + 200))) for number in range(count)}
    return lambda: health(CodeFrame("f", themes), uses, read=700)


def _find_campaigns(size: float) -> Work:
    texts = ordinary(int(4000 * size), 1)
    for letter in LETTERS:
        texts += campaign(letter, STRENGTHS["middling"], int(1000 / len(LETTERS) * size), 1)
    return lambda: families(texts)


def _agree(answers: int) -> Work:
    chance = random.Random(1)
    themes = [f"theme {number}" for number in range(THEMES)]

    def some() -> frozenset[str]:
        return frozenset(chance.sample(themes, chance.randint(0, 4)))

    firsts = [some() for _ in range(answers)]
    pairs = [Pair(one, one if chance.random() < 0.5 else some()) for one in firsts]
    return lambda: alpha_masi(pairs)
