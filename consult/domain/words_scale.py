"""How a share is said in a whole percentage and in a word, and words by language; the numbers come from elsewhere."""

from collections.abc import Mapping

Text = Mapping[str, str]
"""Language tag (BCP 47) to words."""

SOURCE_LANGUAGE = "en"
PERCENT_BASE = 30
# The words scale is printed in the report: (lowest whole percentage, code), highest first.
WORDS_SCALE = (
    (90, "nearly-all"), (60, "most"), (51, "more-than-half"), (45, "about-half"), (25, "many"), (10, "some"),
    (0, "a-few"),
)


def pick(text: Text, language: str) -> tuple[str, str]:
    """Return (words, language they are in): the language asked for, else English, else the first there is, else ''."""
    for tag in (language, SOURCE_LANGUAGE, *sorted(text)):
        if text.get(tag):
            return text[tag], tag
    return "", language


def whole_percent(count: int, base: int) -> int:
    """Return `count` as a whole percentage of `base`, halves up; raises ValueError where that is not a share."""
    if base <= 0 or not 0 <= count <= base:
        raise ValueError("a share needs 0 <= count <= base and a base")
    return (200 * count + base) // (2 * base)


def words_for_share(count: int, base: int) -> str:
    """Return the code of the words scale for `count` of `base` people.

    `counts` below a base of 30 (use the numbers), `none` for nobody, `one-or-two` up to two people whatever the share,
    else the scale by the whole percentage that is printed beside it. Raises ValueError unless 0 <= count <= base.
    """
    if not 0 <= count <= base:
        raise ValueError("a share needs 0 <= count <= base")
    if base < PERCENT_BASE:
        return "counts"
    if count <= 2:
        return "one-or-two" if count else "none"
    return word_for_percent(whole_percent(count, base))


def word_for_percent(percent: int) -> str:
    """Return the code of the words scale for a whole percentage from 0 to 100."""
    return next(code for lowest, code in WORDS_SCALE if percent >= lowest)
