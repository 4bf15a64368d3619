"""The report as a Word document for reading, printing and editing; the numbers are those of the page and the CSV."""

from datetime import datetime

from consult.domain.report_chapters import FULL
from consult.domain.reports import Report, pick
from consult.exports import report_front, report_matter
from consult.exports.cells import Translate
from consult.exports.docx_pieces import PieceDocument
from consult.exports.report_pieces import Scribe


def write(report: Report, language: str, translate: Translate, *, version: str = FULL) -> bytes:
    """Return the report in `language` (BCP 47) as DOCX; equal reports give equal bytes.

    `translate` gives the fixed words in that language. Authored words that are not in it stand in English and say so
    to a screen reader. `version` is of report_chapters.VERSIONS: the full report, or the summary for Londoners.
    """
    scribe = Scribe(report, language, translate)
    title, written_at = pick(report.title, language), datetime.fromisoformat(report.published_at)
    document = PieceDocument(language, title[0], written_at, translate)
    document.heading(title, 1)
    document.add(report_front.front(scribe))
    for chapter in report_matter.chapters(scribe, version):
        document.heading_of((scribe.fixed(f"{chapter.number}. "), chapter.title), 2)
        document.add(chapter.pieces)
    return document.saved()
