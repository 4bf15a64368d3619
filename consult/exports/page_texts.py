"""A web page as plain text, to listen to or to enlarge: lines are not cut, headings underlined, tables are lists."""

from collections.abc import Iterable, Iterator

from consult.exports.page_blocks import Block, Grid, Pieces, as_lists, lines_of

LINE_END = "\r\n"
# Unicode's marks: a line that starts from the right; a stretch that keeps its own direction, and its end.
FROM_RIGHT = "\u200f"
ISOLATES, END_ISOLATE = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"
UNDERLINES = {1: "=", 2: "-"}
MOST_UNDERLINED = 60


def write(blocks: Iterable[Block | Grid]) -> bytes:
    """Return the blocks as UTF-8 text, lines ended as every system reads them."""
    lines = [line for block in as_lists(blocks) for line in _lines(block)]
    while lines and not lines[0]:
        lines.pop(0)
    return (LINE_END.join(lines) + LINE_END).encode()


def _lines(block: Block) -> Iterator[str]:
    if block.kind == "heading":
        yield from ("", "")
    elif block.kind in ("paragraph", "quote", "caption", "row") or block.marker:
        yield ""
    lead = f"{block.marker} " if block.marker else ""
    indent = "  " * (block.level - 1 if block.kind == "item" else block.kind in ("quote", "detail"))
    start = FROM_RIGHT if block.direction == "rtl" else ""
    for number, pieces in enumerate(lines_of(block.pieces)):
        yield start + indent + (lead if number == 0 else " " * len(lead)) + _words(pieces, block.direction)
    if block.kind == "heading" and block.level in UNDERLINES:
        yield start + UNDERLINES[block.level] * min(len(block.text), MOST_UNDERLINED)


def _words(pieces: Pieces, way: str) -> str:
    return "".join(piece.text if piece.direction == way else ISOLATES[piece.direction] + piece.text + END_ISOLATE
                   for piece in pieces)
