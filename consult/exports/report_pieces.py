"""What a report is drawn of, whatever the format: headings, paragraphs, lists, tables, charts, quotes as plain values.

One writer makes the pieces of a report in a language; the page, the file of the page and the Word document draw them.
So every format says the same words and the same numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from consult.domain.reports import Report, Table, Text, pick
from consult.exports.cells import Translate
from consult.exports.charts import Chart

# How a paragraph looks: large and first, set apart, small and below something.
LEAD, INSET, SMALL = "lead", "inset", "small"


@dataclass(frozen=True)
class Span:
    """Words with the language that they are in; `target` is what they lead to (`theme:<key>`, an address), or ''."""

    words: str
    language: str
    target: str = ""
    is_strong: bool = False


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter, level 3 to 5; `anchor` is unique within a report, empty for none."""

    spans: Spans
    level: int = 3
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `look` is empty, LEAD, INSET or SMALL."""

    spans: Spans
    look: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; each item is one line of spans."""

    items: tuple[Spans, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Numbers:
    """A table of the report; `target` is what its rows lead to (`theme`, `node`), `is_folded` where a chart stands."""

    table: Table
    target: str = ""
    is_folded: bool = False


@dataclass(frozen=True)
class RowOf:
    """One row of a table as a list of its columns: a table of one row makes people scroll on a phone."""

    table: Table
    row_key: str


@dataclass(frozen=True)
class Drawing:
    """A chart of a table of the report, with words beside each line; `target` as in Numbers."""

    chart: Chart
    table_id: str
    target: str = ""


@dataclass(frozen=True)
class Quoted:
    """Words that somebody said, and who by broad type."""

    text: str
    language: str
    source: Span


@dataclass(frozen=True)
class Facts:
    """Names, each with what is to be said of it, in paragraphs."""

    rows: tuple[tuple[Spans, tuple[Spans, ...]], ...]


@dataclass(frozen=True)
class Figures:
    """Numbers that open a report: the number and what it counts."""

    items: tuple[tuple[str, Span], ...]


@dataclass(frozen=True)
class Grid:
    """A table of words: no numbers of the report are in it. A cell is made of paragraphs."""

    caption: Spans
    header: tuple[Spans, ...]
    rows: tuple[tuple[tuple[Spans, ...], ...], ...]


@dataclass(frozen=True)
class Beside:
    """Pieces that stand next to each other where there is room; each column opens with its name."""

    columns: tuple[tuple[Span, tuple["Piece", ...]], ...]


@dataclass(frozen=True)
class Folded:
    """Pieces that a page shows on request; `about` tells the screen reader of what."""

    title: Span
    pieces: tuple["Piece", ...]
    about: Span | None = None


@dataclass(frozen=True)
class Film:
    """The address of a film in British Sign Language."""

    address: str
    title: Span


Piece = (Heading | Paragraph | Bullets | Numbers | RowOf | Drawing | Quoted | Facts | Figures | Grid | Beside | Folded
         | Film)


@dataclass(frozen=True)
class DrawnChapter:
    """A chapter ready to be drawn; it leads to its own page by `chapter:<key>`."""

    key: str
    number: int
    title: Span
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Scribe:
    """Writes pieces in one language (BCP 47): fixed words by `translate`, people's words as the report has them."""

    report: Report
    language: str
    translate: Translate
    tables: dict[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", {table.table_id: table for table in self.report.tables})

    def fixed(self, words: str, *, target: str = "", is_strong: bool = False) -> Span:
        """Return words that went through `translate`."""
        return Span(words, self.language, target, is_strong)

    def authored(self, text: Text, *, target: str = "", is_strong: bool = False) -> Span:
        """Return words of the data: in this language, else in English and marked so."""
        words, language = pick(text, self.language)
        return Span(words, language, target, is_strong)

    def english(self, words: str, *, target: str = "") -> Span:
        """Return words that were written down in English only."""
        return Span(words, "en", target)

    def say(self, words: str, look: str = "") -> Paragraph:
        """Return a paragraph of words that went through `translate`."""
        return Paragraph((self.fixed(words),), look)

    def paragraphs(self, text: Text, look: str = "") -> list[Paragraph]:
        """Return people's words, a paragraph for each that an empty line ends."""
        words, language = pick(text, self.language)
        return [Paragraph((Span(part, language),), look) for part in words.split("\n\n") if part.strip()]

    def lines(self, text: Text) -> tuple[Spans, ...]:
        """Return people's words as the paragraphs of a cell or of a fact."""
        return tuple(paragraph.spans for paragraph in self.paragraphs(text))

    def heading(self, words: str, level: int = 3, anchor: str = "") -> Heading:
        """Return a heading of words that went through `translate`."""
        return Heading((self.fixed(words),), level, anchor)

    def bullets(self, lines: Iterable[str]) -> Bullets:
        """Return a list of sentences that went through `translate`."""
        return Bullets(tuple((self.fixed(line),) for line in lines))


Matter = Callable[[Scribe, str], Sequence[Piece]]


def words_of(spans: Iterable[Span]) -> str:
    """Return spans as plain words."""
    return "".join(span.words for span in spans)
