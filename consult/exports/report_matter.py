"""The whole report in one language as chapters of pieces, out of its frozen tree; how a piece looks is for others.

A table that no visible block shows stands at the end of the last chapter: every number of the CSV is on the page and
in the Word document too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from consult.domain import report_chapters as kinds
from consult.domain.report_chapters import BOTH, FULL, Block, Chapter, in_version
from consult.domain.report_outline import chapters_of
from consult.domain.reports import ThemeSection, words_for_share
from consult.exports import report_front
from consult.exports import report_matter_findings as findings
from consult.exports import report_matter_numbers as numbers
from consult.exports import report_matter_people as people
from consult.exports import report_matter_scrutiny as scrutiny
from consult.exports import report_matter_words as words
from consult.exports.report_pieces import (
    INSET,
    SMALL,
    DrawnChapter,
    Film,
    Folded,
    Heading,
    Matter,
    Numbers,
    Paragraph,
    Piece,
    Scribe,
    words_of,
)
from consult.exports.report_titles import chapter_title, kind_title

# What each kind of block is made of; a block of another kind has words only.
MATTER: Mapping[str, Matter] = {
    kinds.TABLE: lambda scribe, ref: numbers.table(scribe, ref),
    kinds.CHART: numbers.chart, kinds.HEADING: words.node_heading, kinds.NODE: words.node,
    kinds.THEME: lambda scribe, ref: words.theme(scribe, ref), kinds.FORUM: words.forum,
    kinds.FIGURES: numbers.figures, kinds.TOP_THEMES: numbers.top_themes, kinds.HOW_ASKED: numbers.how_asked,
    kinds.MISSING: people.verdict, kinds.CAVEATS: words.caveats, kinds.SCALE: words.scale,
    kinds.DISCLOSURE: words.disclosure, kinds.NOTHING_SAID: words.nothing_said, kinds.NOWHERE: words.nowhere,
    kinds.UNREAD: numbers.unread, kinds.CODE_FRAME: words.code_frame, kinds.FINDING: findings.finding,
    kinds.TOP_FINDINGS: findings.top, kinds.WILL_CHANGE: findings.will_change, kinds.DECISIONS: findings.decisions,
    kinds.EQUALITY: findings.equality, kinds.DUTIES: scrutiny.duties, kinds.SCOPE: scrutiny.scope,
    kinds.BESIDE: people.beside_london, kinds.TIMELINE: scrutiny.timeline,
    kinds.RECOMMENDATIONS: scrutiny.recommendations, kinds.CHECKLISTS: scrutiny.checklists,
    kinds.SIGN_OFF: scrutiny.sign_off, kinds.CHANGE_LOG: scrutiny.change_log, kinds.REACH: people.actions,
    kinds.FILES: report_front.files, kinds.OUTSIDE: people.outside_figures, kinds.ORGANISATIONS: people.organisations,
}
# Blocks that open with a heading of their own, or that are the words of their chapter.
UNNAMED = frozenset({kinds.TEXT, kinds.TABLE, kinds.CHART, kinds.HEADING, kinds.NODE, kinds.THEME, kinds.FINDING,
                     kinds.FORUM, kinds.QUOTES, kinds.FIGURES, kinds.HOW_ASKED, kinds.CAVEATS, kinds.SIGN_OFF,
                     kinds.SCOPE})


def chapters(scribe: Scribe, version: str = FULL) -> tuple[DrawnChapter, ...]:
    """Return the chapters of the full report (FULL) or of the summary for Londoners (BOTH), ready to be drawn."""
    whole = {chapter.key: chapter for chapter in chapters_of(scribe.report)}
    drawn = [_drawn(scribe, chapter, whole[chapter.key], version)
             for chapter in in_version(tuple(whole.values()), version)]
    if version == FULL:
        drawn = _with_rest(scribe, drawn)
    return tuple(drawn)


def chapter(scribe: Scribe, key: str, version: str = FULL) -> DrawnChapter | None:
    """Return one chapter; None where the report has none of that name, or its authors left it out."""
    return next((found for found in chapters(scribe, version) if found.key == key), None)


def block_pieces(scribe: Scribe, block: Block) -> list[Piece]:
    """Return what a block draws: its authors' heading and words first, then what its kind is of.

    Nothing where the report has no data for it and nobody wrote anything to it.
    """
    own, matter = scribe.paragraphs(block.words), list(_matter(scribe, block))
    if not own and not matter:
        return []
    return [*_heading(scribe, block), *own, *_draft_note(scribe, block.drafts, own), *matter]


def _matter(scribe: Scribe, block: Block) -> Sequence[Piece]:
    if block.kind == kinds.QUOTES:
        return words.quotes(scribe, block)
    make = MATTER.get(block.kind)
    found = list(make(scribe, block.ref)) if make is not None else []
    return [*found, *words.override(scribe, block, _word(scribe, block))] if found else []


def _word(scribe: Scribe, block: Block) -> str:
    """Return the code of the words scale that the data give for a theme or a finding, empty for anything else."""
    if block.kind == kinds.FINDING:
        return next((words_for_share(found.respondents, found.base) for found in scribe.report.findings
                     if found.key == block.ref and found.base), "")
    sections: Iterable[ThemeSection] = scribe.report.themes if block.kind == kinds.THEME else ()
    return next((words_for_share(section.respondents, section.base) for section in sections
                 if section.key == block.ref), "")


def _heading(scribe: Scribe, block: Block) -> list[Piece]:
    if block.title:
        return [Heading((scribe.authored(block.title),), 3)]
    return [] if block.kind in UNNAMED else [scribe.heading(kind_title(block.kind, scribe.translate), 3)]


def _draft_note(scribe: Scribe, drafts: Iterable[str], shown: Sequence[Paragraph]) -> list[Piece]:
    """Return that words are a machine's translation, where the words that are shown are."""
    if not shown or shown[0].spans[0].language not in drafts:
        return []
    return [scribe.say(scribe.translate("A computer program translated these words. Nobody has checked them yet."),
                       SMALL)]


def _drawn(scribe: Scribe, shown: Chapter, whole: Chapter, version: str) -> DrawnChapter:
    opening = scribe.paragraphs(shown.words)
    pieces: list[Piece] = [*opening, *_draft_note(scribe, shown.drafts, opening), *_other_forms(scribe, shown)]
    for block in shown.blocks:
        pieces += block_pieces(scribe, block)
    if version == FULL:
        pieces += _left_out(scribe, whole)
    title = scribe.fixed(chapter_title(shown.key, scribe.translate))
    if not pieces:
        pieces = [scribe.say(scribe.translate("There is nothing to report here."))]
    return DrawnChapter(shown.key, shown.number, title, tuple(pieces))


def _other_forms(scribe: Scribe, shown: Chapter) -> list[Piece]:
    """Return the chapter in Easy Read and in British Sign Language, where it was made."""
    title = scribe.fixed(chapter_title(shown.key, scribe.translate))
    pieces: list[Piece] = [Film(shown.film, title)] if shown.film else []
    easy = scribe.paragraphs(shown.easy)
    if easy:
        pieces.append(Folded(scribe.fixed(scribe.translate("In simple words")), tuple(easy), title))
    return pieces


def _left_out(scribe: Scribe, whole: Chapter) -> list[Piece]:
    """Return what had to be in every report and was left out on purpose, and why."""
    return [Paragraph((scribe.fixed(scribe.translate(
        "Left out here: %(what)s. Why:", what=kind_title(block.kind, scribe.translate)) + " "),
        scribe.english(block.note)), INSET)
        for block in whole.blocks if block.is_hidden and block.kind in kinds.NEEDED and block.note]


def _with_rest(scribe: Scribe, drawn: list[DrawnChapter]) -> list[DrawnChapter]:
    shown = {piece.table.table_id for found in drawn for piece in every(found.pieces) if isinstance(piece, Numbers)}
    rest = [table for table in scribe.report.tables if table.table_id not in shown]
    if not rest or not drawn:
        return drawn
    pieces: list[Piece] = [scribe.heading(scribe.translate("All other tables"), 3)]
    for table in rest:
        pieces += numbers.table(scribe, table.table_id)
    last = drawn[-1]
    return [*drawn[:-1], DrawnChapter(last.key, last.number, last.title, (*last.pieces, *pieces))]


def every(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Give pieces and the pieces inside them, in the order in which they are read."""
    for piece in pieces:
        yield piece
        if isinstance(piece, Folded):
            yield from every(piece.pieces)
        elif hasattr(piece, "columns"):
            for _name, inside in piece.columns:
                yield from every(inside)


def summary_words(scribe: Scribe) -> str:
    """Return the plain words of the summary for Londoners, for what measures how easy they are to read."""
    return "\n".join(words_of(piece.spans) for found in chapters(scribe, BOTH) for piece in every(found.pieces)
                     if isinstance(piece, Paragraph))
