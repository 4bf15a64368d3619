"""consult reports: the files of a published report; publishing itself is a person's act in the browser."""

from pathlib import Path

import click
from flask_babel import force_locale, gettext

from consult.cli.shell import Shell, json_option
from consult.domain.languages import LANGUAGES
from consult.domain.report_json import to_json
from consult.domain.reports import Report
from consult.exports import asks_csv, report_csv, report_docx
from consult.extensions import db
from consult.queries import reports

NOT_PUBLISHED = "No report of “{slug}” is published yet. Someone with the role lead publishes it on the report page."


@click.group("reports")
def group() -> None:
    """Files of published reports."""


@group.command("build")
@click.argument("slug")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder to write to; made where it is missing.")
@click.option("--language", default="en", type=click.Choice(sorted(LANGUAGES)), help="Language of the Word document.")
@json_option
@click.pass_obj
def build(shell: Shell, slug: str, folder: Path, language: str) -> None:
    """Write the newest edition of the report of SLUG as Word document, CSV and JSON."""
    with shell.working():
        consultation = shell.consultation(slug)
        report = reports.report(db.session(), consultation.id)
        if report is None:
            shell.stop(NOT_PUBLISHED.format(slug=slug), "report-not-published")
        files = _write(report, folder, language)
        shell.answer({"edition": report.edition, "files": files},
                     "Wrote edition {}: {}".format(report.edition, ", ".join(files)))


def _write(report: Report, folder: Path, language: str) -> list[str]:
    with force_locale(LANGUAGES[language].locale):
        document = report_docx.write(report, language, gettext)
    contents = {
        "report.docx": document, "report.csv": report_csv.write(report), "report.json": to_json(report).encode(),
    }
    if report.forums:
        contents["report-asks.csv"] = asks_csv.write(report)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in contents]
