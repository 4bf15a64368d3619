"""What a paper form is made of, as frozen values that a Word file and a print page both follow; not what it says."""

from dataclasses import dataclass

from consult.exports.docx_pages import Words

# So many lines to write on are kept on one page.
MOST_TOGETHER = 5
# Words of one line; each part keeps its own language.
Line = tuple[Words, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the title of the form."""

    line: Line
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `is_rule` where it says who is asked or how to answer, so that it stands out."""

    line: Line
    is_rule: bool = False


@dataclass(frozen=True)
class Points:
    """A list of lines."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Tick:
    """A box to tick with its words; `then` says where the tick leads, `asks` what to write beside it."""

    label: Line
    hint: Line = ()
    then: Line = ()
    asks: Line = ()


@dataclass(frozen=True)
class Ticks:
    """Boxes to tick, one below the other."""

    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Blanks:
    """Short boxes to write in, each with its words: the parts of a date, a number, the place of an option.

    `is_first` puts the box before its words, as in a ranking.
    """

    labels: tuple[Line, ...]
    is_first: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines to write on; `label` says what goes there."""

    count: int
    label: Line = ()


Simple = Heading | Paragraph | Points | Ticks | Blanks | Lines


@dataclass(frozen=True)
class Box:
    """Something that nobody may miss, with a frame around it."""

    blocks: tuple[Simple, ...]


@dataclass(frozen=True)
class Question:
    """A question with all that belongs to its answer: kept on one page, but for the lines of a long answer."""

    blocks: tuple[Simple, ...]

    @property
    def is_long(self) -> bool:
        """Whether it has so many lines to write on that they may go on overleaf."""
        return any(isinstance(block, Lines) and block.count > MOST_TOGETHER for block in self.blocks)


Block = Simple | Box | Question


@dataclass(frozen=True)
class Printed:
    """One sheet of one form, ready to be written: its kind, its name and its code, if it has one, in the foot."""

    kind: str
    name: str
    code: str
    blocks: tuple[Block, ...]

