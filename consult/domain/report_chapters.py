"""The tree of a report as plain values: eighteen chapters of blocks; what stands in it by itself is for `outline`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]

# The chapters in their order (practice 2.2); the number of a chapter is its place here, counted from one.
CHAPTERS = (
    "at-a-glance", "what-we-consulted-on", "how-people-took-part", "who-took-part", "how-to-read", "priorities",
    "objectives", "cross-cutting", "victims", "young-people", "forums", "organisations", "campaigns", "scrutiny",
    "what-we-did", "equality", "quality", "data",
)
# In which version a block stands: in the summary for Londoners too, or only in the full report.
BOTH, FULL = "both", "full"
VERSIONS = (BOTH, FULL)

# Words that an author writes: the only block that comes with no data.
TEXT = "text"
# Blocks of a single thing, named by `ref`: a table, a part of the plan, a theme, a finding, a forum.
TABLE, CHART, HEADING, NODE, THEME, QUOTES, FINDING, FORUM = (
    "table", "chart", "heading", "node", "theme", "quotes", "finding", "forum")
# Blocks of one thing that a report has once: `ref` is empty.
FIGURES, TOP_FINDINGS, TOP_THEMES, WILL_CHANGE, SCOPE, DUTIES, TIMELINE = (
    "figures", "top-findings", "top-themes", "will-change", "scope", "duties", "timeline")
HOW_ASKED, MISSING, BESIDE, REACH, OUTSIDE = "how-asked", "missing", "beside-london", "reach-actions", "outside-figures"
CAVEATS, SCALE, DISCLOSURE = "caveats", "words-scale", "disclosure"
NOTHING_SAID, NOWHERE, UNREAD = "nothing-said", "nowhere", "unread"
ORGANISATIONS, RECOMMENDATIONS, CHECKLISTS = "organisations", "recommendations", "checklists"
DECISIONS, EQUALITY, SIGN_OFF, FILES, CODE_FRAME, CHANGE_LOG = (
    "decisions", "equality", "sign-off", "files", "code-frame", "change-log")
KINDS_WITH_REF = (TABLE, CHART, HEADING, NODE, THEME, QUOTES, FINDING, FORUM)
KINDS = (
    TEXT, *KINDS_WITH_REF, FIGURES, TOP_FINDINGS, TOP_THEMES, WILL_CHANGE, SCOPE, DUTIES, TIMELINE, HOW_ASKED,
    MISSING, BESIDE, REACH, OUTSIDE, CAVEATS, SCALE, DISCLOSURE, NOTHING_SAID, NOWHERE, UNREAD, ORGANISATIONS,
    RECOMMENDATIONS, CHECKLISTS, DECISIONS, EQUALITY, SIGN_OFF, FILES, CODE_FRAME, CHANGE_LOG,
)
# What must appear in every report (practice 2.1): it is taken out on purpose only, with a note that says why.
NEEDED = frozenset({CAVEATS, SCALE, DISCLOSURE, MISSING, UNREAD, SIGN_OFF, DECISIONS})


@dataclass(frozen=True)
class Block:
    """A piece of a chapter: a kind of KINDS, what it is of, and what an author wrote to it.

    `key` is stable within the report: `<kind>:<ref>` of what the data give, `text:<letters>` of what an author added.
    `title` and `words` are the author's by language (BCP 47), the words in paragraphs with an empty line between; in
    `drafts` are the languages in which they are a machine's draft that no person has checked. `picks` are the passages
    (public ids) of a `quotes` block, in order. `scale_word` is the author's code of the words scale for a theme or a
    finding, empty where the data's word stands; the `note` is why, and is printed beside it.
    """

    key: str
    kind: str
    ref: str = ""
    version: str = FULL
    title: Text = field(default_factory=dict)
    words: Text = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    scale_word: str = ""
    is_hidden: bool = False
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter with its blocks in order; one without blocks or words says that there is nothing to report.

    `words` open the chapter in each language, `easy` say it in Easy Read, and `film` is the address of the chapter in
    British Sign Language, empty where there is none. `note` is why an author left it out.
    """

    key: str
    blocks: tuple[Block, ...] = ()
    words: Text = field(default_factory=dict)
    easy: Text = field(default_factory=dict)
    film: str = ""
    drafts: tuple[str, ...] = ()
    is_hidden: bool = False
    note: str = ""

    @property
    def number(self) -> int:
        """Its place in the report, from one; it keeps it where others are left out."""
        return CHAPTERS.index(self.key) + 1


def in_version(chapters: tuple[Chapter, ...], version: str) -> tuple[Chapter, ...]:
    """Return the chapters as they are printed: without what is hidden, and for BOTH only what the summary holds.

    For BOTH chapters without a block of the summary are left out; for FULL every chapter that is not hidden stands.
    """
    found = []
    for chapter in chapters:
        blocks = tuple(block for block in chapter.blocks
                       if not block.is_hidden and (version == FULL or block.version == BOTH))
        if not chapter.is_hidden and (version == FULL or blocks):
            found.append(_with(chapter, blocks))
    return tuple(found)


def _with(chapter: Chapter, blocks: tuple[Block, ...]) -> Chapter:
    return Chapter(chapter.key, blocks, chapter.words, chapter.easy, chapter.film, chapter.drafts, chapter.is_hidden,
                   chapter.note)
