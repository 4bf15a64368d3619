"""consult surveys: surveys in from files, and out as XLSForm workbooks."""

from pathlib import Path
from typing import Any

import click

from consult.cli import words
from consult.cli.plans import read
from consult.cli.shell import Shell, json_option
from consult.domain.survey_problems import Problem
from consult.domain.surveys import Survey
from consult.exports.xlsforms import to_xlsx
from consult.extensions import db
from consult.intake.survey_files import YAML, format_of, read_survey_file
from consult.intake.surveys import read_survey
from consult.intake.xlsform_report import Imported
from consult.queries import consultations, survey_drafts, survey_versions
from consult.queries import surveys as stored
from consult.services import survey_imports, surveys

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("surveys")
def group() -> None:
    """Surveys of a consultation."""


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--consultation", "slug", metavar="SLUG", help="The consultation that the survey is for.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of the file; store nothing.")
@click.option("--use", "is_used", is_flag=True, help="Also put the survey into use, if nothing in it stops that.")
@json_option
@click.pass_obj
def import_file(shell: Shell, file: Path, slug: str | None, dry_run: bool, is_used: bool) -> None:
    """Load a survey from an XLSForm workbook (.xlsx) or a YAML file.

    A workbook becomes a survey being written; the report says of each of its rows what was carried over. A YAML file
    becomes the newest version of the consultation's survey. Where a file is not right, nothing is stored, and
    each problem is told with its line or its cell.
    """
    data = read(file)
    is_yaml = format_of(data) == YAML
    if slug is None and (is_yaml or is_used):
        raise click.UsageError(words.NEEDS_CONSULTATION.format(
            why=words.YAML_NEEDS_IT if is_yaml else words.USE_NEEDS_IT))
    with shell.working():
        consultation_id = shell.consultation(slug).id if slug is not None else None
        if is_yaml and consultation_id is not None:
            _import_yaml(shell, data, consultation_id, dry_run)
        elif dry_run:
            imported = read_survey_file(data)
            shell.answer({"created": False, "survey": imported.survey.key, "report": _report(imported)},
                         _told(imported, words.DRY_RUN.format(name=imported.survey.key)))
        else:
            taken = survey_imports.take_in(data=data, consultation_id=consultation_id, is_used=is_used)
            _answer(shell, taken, is_used)


def _import_yaml(shell: Shell, data: bytes, consultation_id: int, dry_run: bool) -> None:
    survey = read_survey(data)
    is_created = False
    if not dry_run:
        before = stored.current(db.session(), consultation_id)
        version = surveys.store(consultation_id=consultation_id, survey=survey)
        is_created = before is None or before.number != version.number
    report = _report(read_survey_file(data))
    shell.answer({"created": is_created, "survey": survey.key, "report": report},
                 _message(survey.key, len(report), is_created, dry_run))


def _message(key: str, questions: int, is_created: bool, is_dry_run: bool) -> str:
    if is_dry_run:
        return f"The file is right: {questions} questions of “{key}”. Nothing was stored."
    if is_created:
        return f"Loaded “{key}” with {questions} questions as the newest version."
    return f"“{key}” is the same as the newest version, so nothing changed."


def _answer(shell: Shell, taken: survey_imports.Taken, is_used: bool) -> None:
    """Say what became of a file that was taken in, and what still stops the survey."""
    facts: dict[str, Any] = {"created": True, "survey": taken.handle, "report": _report(taken.imported),
                             "version": taken.version, "stops": [_stop(problem) for problem in taken.stops]}
    said = words.TAKEN_IN.format(name=taken.handle)
    if taken.version is not None:
        said += f" {words.IN_USE.format(number=taken.version)}"
    elif is_used:
        said = "\n".join([f"{said} {words.NOT_IN_USE}", *(f"  {stop['question'] or stop['section']}: {stop['code']}"
                                                          for stop in facts["stops"])])
    shell.answer(facts, _told(taken.imported, said))


def _stop(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "section": problem.section, "question": problem.question, "name": problem.name,
            "language": problem.language}


def _report(imported: Imported) -> list[dict[str, Any]]:
    """Return what became of each row; in a YAML file `sheet` is the section and `row` the question's place in it."""
    found: list[dict[str, Any]] = []
    for row in imported.report:
        value: dict[str, Any] = row.value()
        reasons = value.pop("reasons")
        found.append({**value, "reason": words.of_row(reasons)})
    return found


def _told(imported: Imported, said: str) -> str:
    """Return the message with each row that was not simply carried over."""
    lines = [f"  {row['sheet']} {row['row']}, {row['name']}: {row['outcome']}. {row['reason']}"
             for row in _report(imported) if row["outcome"] != "carried" or row["reason"]]
    return "\n".join([said, *lines])


@group.command("export")
@click.argument("survey")
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path),
              metavar="FILE.xlsx", help="The workbook to write.")
@click.option("--version", "number", type=click.IntRange(1, 2**31 - 1),
              help="Which version of the consultation's survey; the newest without it.")
@json_option
@click.pass_obj
def export(shell: Shell, survey: str, file: Path, number: int | None) -> None:
    """Write a survey as an XLSForm workbook (.xlsx).

    SURVEY is the name of a survey being written, or the slug of a consultation, whose newest version is written.
    Loaded again, the workbook gives the same survey.
    """
    with shell.working():
        found = _found(shell, survey, number)
        file.write_bytes(to_xlsx(found))
        shell.answer({"survey": survey, "file": str(file)}, f"Wrote “{survey}” to {file}.")


def _found(shell: Shell, name: str, number: int | None) -> Survey:
    session = db.session()
    draft = survey_drafts.by_handle(session, name) if number is None else None
    if draft is not None:
        return draft.survey
    consultation = consultations.by_slug(session, name)
    if consultation is None:
        shell.stop(words.NO_SURVEY.format(name=name), "survey-unknown")
    if number is None:
        version = stored.current(session, consultation.id)
    else:
        version_id = survey_versions.id_of(session, consultation.id, number)
        version = stored.by_id(session, version_id) if version_id is not None else None
    if version is None and number is not None:
        shell.stop(words.NO_VERSION.format(name=name, number=number), "survey-version-unknown")
    if version is None:
        shell.stop(words.NO_SURVEY.format(name=name), "survey-unknown")
    return version.survey
