"""Rewrites physical CSS (left, right) to logical CSS, so that one stylesheet serves every direction of writing."""

import re

# (pattern, replacement) for one declaration block without its braces.
SPACING = tuple((re.compile(pattern), replacement) for pattern, replacement in (
    (r"(?<![\w-])(margin|padding)-left(?=:)", r"\1-inline-start"),
    (r"(?<![\w-])(margin|padding)-right(?=:)", r"\1-inline-end"),
    (r"(?:(?<=^)|(?<=;))left(?=:)", "inset-inline-start"),
    (r"(?:(?<=^)|(?<=;))right(?=:)", "inset-inline-end"),
    (r"(text-align|justify-content):left", r"\1:start"),
    (r"(text-align|justify-content):right", r"\1:end"),
    (r"float:left", "float:inline-start"),
    (r"float:right", "float:inline-end"),
))
BORDERS = tuple((re.compile(pattern), replacement) for pattern, replacement in (
    (r"(?<![\w-])border-left(?=(-width|-style|-color)?:)", "border-inline-start"),
    (r"(?<![\w-])border-right(?=(-width|-style|-color)?:)", "border-inline-end"),
))
# Ticks, chevrons and arrows are drawn with turned borders: these stay as they are.
GLYPH = re.compile(
    r"checkboxes__label:after|chevron:after|back-link:before|breadcrumbs__list-item:before"
    r"|details__summary:before|navigation__toggle[^,]*:after"
)
FOUR_SIDES = re.compile(r"(?:(?<=^)|(?<=;))(margin|padding|border-width|border-color|border-style):([^;}]+)")
VALUE = re.compile(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

# Pictures that point somewhere are turned round where the writing runs the other way.
MIRRORED = """
.govuk-back-link:dir(rtl)::before{transform:rotate(45deg)}
.govuk-breadcrumbs__list-item:dir(rtl)::before{transform:rotate(225deg)}
.govuk-details:not([open])>.govuk-details__summary:dir(rtl)::before,
.govuk-button__start-icon:dir(rtl),.govuk-pagination__icon:dir(rtl){transform:scaleX(-1)}
"""


def convert(css: str) -> tuple[str, int]:
    """Return the stylesheet with logical properties, mirrored pictures at its end, and how many rules changed."""
    changed = 0

    def rule(match: re.Match[str]) -> str:
        nonlocal changed
        logical = _rule(match)
        changed += logical != match.group(0)
        return logical

    return RULE.sub(rule, css) + MIRRORED, changed


def _rule(match: re.Match[str]) -> str:
    selector, body = match.groups()
    is_glyph = GLYPH.search(selector) is not None
    for pattern, replacement in SPACING if is_glyph else SPACING + BORDERS:
        body = pattern.sub(replacement, body)
    return f"{selector}{{{body if is_glyph else FOUR_SIDES.sub(_four_sides, body)}}}"


def _four_sides(match: re.Match[str]) -> str:
    """Split a shorthand whose left and right differ into a block and an inline half."""
    name, value = match.groups()
    important = " !important" if value.endswith("!important") else ""
    sides = VALUE.findall(value.removesuffix("!important").strip())
    if len(sides) != 4 or sides[1] == sides[3]:
        return match.group(0)
    start, _, rest = name.partition("-")
    rest = f"-{rest}" if rest else ""
    top, right, bottom, left = sides
    return f"{start}-block{rest}:{top} {bottom}{important};{start}-inline{rest}:{left} {right}{important}"
