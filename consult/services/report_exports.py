"""Every file of a report at once, for the command and for whoever checks that all of them say the same."""

from collections.abc import Sequence

from flask_babel import force_locale, gettext

from consult.clients.pdf_printer import PdfPrinter
from consult.domain.edition_files import PDF, PDF_LARGE
from consult.domain.languages import LANGUAGES
from consult.domain.report_json import to_json
from consult.domain.reports import Report
from consult.exports import asks_csv, print_pages, report_csv, report_docx, report_xlsx
from consult.exports.print_styles import LARGE
from consult.services import edition_files

PDF_NAMES = {"report.pdf": PDF, "report-large-print.pdf": PDF_LARGE}


def files(report: Report, language: str, printers: Sequence[PdfPrinter]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files of a report in a language by name, and why others are not there (code by name)."""
    with force_locale(LANGUAGES[language].locale):
        found = {
            "report.html": print_pages.write(report, language, gettext),
            "report-large-print.html": print_pages.write(report, language, gettext, size=LARGE),
            "report.docx": report_docx.write(report, language, gettext),
            "report.xlsx": report_xlsx.write(report, language, gettext),
        }
    found |= {"report.csv": report_csv.write(report), "report.json": to_json(report).encode()}
    if report.forums:
        found["report-asks.csv"] = asks_csv.write(report)
    absent = {}
    for name, kind in PDF_NAMES.items():
        printed = edition_files.printed(report, kind, language, printers)
        if printed.problem:
            absent[name] = printed.problem
        else:
            found[name] = printed.content
    return found, absent
