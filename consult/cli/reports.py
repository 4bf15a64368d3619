"""consult reports: the files of a published report; publishing itself is a person's act in the browser."""

from collections.abc import Mapping
from pathlib import Path

import click

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.clients import pdf_printer
from consult.domain.errors import Conflict
from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.queries import reports
from consult.services import report_exports

NOT_PUBLISHED = "No report of “{slug}” is published yet. Someone with the role lead publishes it on the report page."
NOT_THERE = "Not written: {name}. {reason}"


@click.group("reports")
def group() -> None:
    """Files of published reports."""


@group.command("build")
@click.argument("slug")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder to write to; made where it is missing.")
@click.option("--language", default="en", type=click.Choice(sorted(LANGUAGES)),
              help="Language of the words in the files.")
@json_option
@click.pass_obj
def build(shell: Shell, slug: str, folder: Path, language: str) -> None:
    """Write the newest edition of the report of SLUG: page, large print, Word, PDF, workbook, CSV and JSON."""
    with shell.working():
        consultation = shell.consultation(slug)
        report = reports.report(db.session(), consultation.id)
        if report is None:
            shell.stop(NOT_PUBLISHED.format(slug=slug), "report-not-published")
        contents, absent = report_exports.files(report, language, pdf_printer.printers())
        files = _write(contents, folder)
        for name, code in absent.items():
            click.echo(NOT_THERE.format(name=name, reason=words.reason(Conflict(code))), err=True)
        shell.answer({"edition": report.edition, "files": files},
                     "Wrote edition {}: {}".format(report.edition, ", ".join(files)))


def _write(contents: Mapping[str, bytes], folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in contents]
