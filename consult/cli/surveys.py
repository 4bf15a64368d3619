"""consult surveys: loading survey files into a consultation."""

from pathlib import Path

import click

from consult.cli import words
from consult.cli.plans import read
from consult.cli.shell import Shell, json_option
from consult.domain.surveys import Survey
from consult.extensions import db
from consult.intake.surveys import read_survey
from consult.queries import surveys as stored
from consult.services import surveys

# How every .xlsx, .docx and .ods file begins.
ZIP = b"PK\x03\x04"


@click.group("surveys")
def group() -> None:
    """Surveys of a consultation."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--consultation", "slug", required=True, metavar="SLUG", help="The consultation that the survey is for.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of the file; store nothing.")
@json_option
@click.pass_obj
def import_file(shell: Shell, file: Path, slug: str, dry_run: bool) -> None:
    """Load a survey from a YAML file into a consultation.

    It becomes the newest version of the consultation's survey. The same file again changes nothing.
    Where the file is not right, nothing is stored, and each problem is told with its line.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        data = read(file)
        if data.startswith(ZIP) or file.suffix.lower() in (".xlsx", ".xls", ".ods"):
            shell.stop(words.NOT_YAML, "format-unknown")
        survey = read_survey(data)
        is_created = False
        if not dry_run:
            before = stored.current(db.session(), consultation.id)
            version = surveys.store(consultation_id=consultation.id, survey=survey)
            is_created = before is None or before.number != version.number
        report = _report(survey)
        shell.answer({"created": is_created, "survey": survey.key, "report": report},
                     _message(survey.key, len(report), is_created, dry_run))


def _report(survey: Survey) -> list[dict[str, object]]:
    """Return what became of each question; a YAML file is carried whole or refused whole.

    `sheet` is the section, `row` the question's place in it, counted from 1.
    """
    return [
        {"sheet": section.key, "row": place, "name": question.key, "outcome": "carried", "reason": ""}
        for section in survey.sections
        for place, question in enumerate((question for page in section.pages for question in page.questions), 1)
    ]


def _message(key: str, questions: int, is_created: bool, is_dry_run: bool) -> str:
    if is_dry_run:
        return f"The file is right: {questions} questions of “{key}”. Nothing was stored."
    if is_created:
        return f"Loaded “{key}” with {questions} questions as the newest version."
    return f"“{key}” is the same as the newest version, so nothing changed."
