"""The one cleaner of what members write: their paragraphs, lists and links as markup that can do nothing."""

import re
from collections.abc import Mapping

import nh3
from flask_babel import gettext
from markupsafe import Markup

# What a member may write. No pictures: one from elsewhere tells its owner who reads (issue 6; security A03, A08).
WRITTEN = {"a", "b", "br", "em", "i", "strong"}
# What is made around it, so that a page stays whole whatever was written.
MADE = WRITTEN | {"li", "p", "ul"}
SCHEMES = {"http", "https", "mailto"}
# What stands between these marks is no words.
DROPPED_WHOLE = {"script", "style", "template", "iframe", "svg", "math", "object"}
_BLOCK_TAG = re.compile(r"</?(?:p|div|h[1-6]|blockquote|ul|ol|table|tr)\b[^<>]*>", re.IGNORECASE)
_POINT_TAG = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>|</li>", re.IGNORECASE)
_BLOCKS = re.compile(r"\n[ \t]*\n+")
_POINT = re.compile(r"[ \t]*[-*•][ \t]+(.+)")
_ADDRESS = re.compile(r"""(?<![\w"'=/>])https?://(?:(?!&[lg]t;)[^\s<>"'])*[^\s<>"'.,;:!?)\]]""")
_EMPTY = re.compile(r'<p class="govuk-body">\s*(?:<br>\s*)*</p>')
_VALUES = {"p": {"class": "govuk-body"}, "ul": {"class": "govuk-list govuk-list--bullet"}, "a": {"class": "govuk-link"}}


def shown(words: str) -> Markup:
    """Return what a member wrote as markup to show: empty lines part paragraphs, lines with - make a list.

    Tags outside WRITTEN go and their words stay; a link keeps its address only where it is a full web or mail address,
    and tells the other site nothing of this one. Never raises.
    """
    written = nh3.clean(_lines(words), tags=WRITTEN, **_RULES)
    blocks = "".join(_block(block) for block in _BLOCKS.split(written.strip()) if block.strip())
    # A second time: a mark that began in one paragraph and ended in the next is closed and opened again.
    whole = nh3.clean(blocks, tags=MADE, set_tag_attribute_values=_VALUES, **_RULES)
    return Markup(_EMPTY.sub("", whole))  # nosec B704 - made safe by the line before


def plain(words: str) -> str:
    """Return what a member wrote as one line without any markup, for a title or a list."""
    cleaned = nh3.clean(_lines(words), tags=set(), clean_content_tags=DROPPED_WHOLE)
    return " ".join(str(Markup(cleaned).unescape()).split())  # nosec B704 - turned into plain words here


_RULES = {"clean_content_tags": DROPPED_WHOLE, "attributes": {"a": {"href"}}, "url_schemes": SCHEMES,
          "url_relative": "deny", "link_rel": "noopener noreferrer nofollow"}


def _lines(words: str) -> str:
    """Turn the marks of pasted pages that part lines into line ends, so that their words do not run together."""
    parted = _BREAK_TAG.sub("\n", _POINT_TAG.sub("\n- ", _BLOCK_TAG.sub("\n\n", words)))
    return parted.strip("\n")


def _block(block: str) -> str:
    lines = [line for line in block.split("\n") if line.strip()]
    points = [found for line in lines if (found := _POINT.fullmatch(line))]
    if len(points) == len(lines):
        return "<ul>" + "".join(f"<li>{_linked(point.group(1))}</li>" for point in points) + "</ul>"
    return "<p>" + "<br>".join(_linked(line) for line in lines) + "</p>"


def _linked(line: str) -> str:
    """Make web addresses that stand in the text into links; a line with links of its own stays as it is."""
    return line if "<a" in line else _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', line)


def author(name: str | None) -> str:
    """Return a member's name as it is shown; who left has none."""
    return name or gettext("someone who left")


def name(names: Mapping[int, str], member_id: int | None) -> str:
    """Return the name of a member out of queries/forums.names; who left is in it no more."""
    return author(names.get(member_id or 0))
