"""consult responses: a consultation's responses out as files, and responses that came another way in from a file."""

from pathlib import Path

import click
from flask_babel import gettext

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.domain.errors import Refused
from consult.services import response_exports, response_imports

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("responses")
def group() -> None:
    """Responses of a consultation as files."""


@group.command("export")
@click.argument("slug")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder to write to; made where it is missing.")
@json_option
@click.pass_obj
def export(shell: Shell, slug: str, folder: Path) -> None:
    """Write the responses of SLUG as CSV and Excel, one row a response, with a data dictionary.

    What people said about themselves is in none of the files. Withdrawn and corrected responses are left out.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        folder.mkdir(parents=True, exist_ok=True)
        for name in response_exports.FILES:
            with open(folder / name, "wb") as file:
                (folder / name).chmod(0o600)
                made = response_exports.write(consultation_id=consultation.id, name=name, file=file,
                                              translate=gettext)
        files = [str(folder / name) for name in response_exports.FILES]
        shell.answer({"files": files, "responses": made.responses, "left_out": made.taken_back},
                     f"Wrote {made.responses} responses: {', '.join(files)}. "
                     f"Left out because they were withdrawn or corrected: {made.taken_back}.")


@group.command("import")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--mapping", required=True, type=FILE, metavar="M.json", help="What each column of the file means.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row; store nothing.")
@json_option
@click.pass_obj
def import_file(shell: Shell, slug: str, file: Path, mapping: Path, dry_run: bool) -> None:
    """Take responses in from FILE (CSV or Excel), by the same rules as everyone's.

    A row with a mistake is refused with its row, its column and the reason; the others are stored. The same file
    again stores nothing twice. docs/response-files.md says how a mapping is written.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        try:
            with file.open("rb") as stream:
                outcome = response_imports.take_in(
                    consultation_id=consultation.id, data=stream, is_dry_run=dry_run, name=file.name,
                    mapping=_read(mapping, response_imports.MAX_MAPPING_BYTES))
        except Refused as refused:
            _stop(shell, refused)
        refused_rows = [{"row": row.number, "column": row.column, "reason": words.reason(row.refused)}
                        for row in outcome.refused]
        for row in refused_rows:
            click.echo(f"  row {row['row']}, “{row['column']}”: {row['reason']}", err=True)
        shell.answer({"taken": outcome.taken, "refused": refused_rows, "known": outcome.known,
                      "ignored_columns": list(outcome.ignored)}, _message(outcome, dry_run))


def _read(file: Path, most: int) -> bytes:
    """Return the file's bytes; one more than allowed at most, so that it is refused by the rule of its reader."""
    with file.open("rb") as stream:
        return stream.read(most + 1)


def _stop(shell: Shell, refused: Refused) -> None:
    """End the command: the file or the mapping as a whole is not right."""
    found = response_imports.problems_of(refused)
    reasons = [words.reason(problem) for problem in found]
    shell.stop("\n".join([words.reason(refused), *(f"  {reason}" for reason in reasons)]), refused.code,
               problems=[{"code": problem.code, "reason": reason}
                         for problem, reason in zip(found, reasons, strict=True)])


def _message(outcome: response_imports.Outcome, is_dry_run: bool) -> str:
    parts = [f"{'Would take in' if is_dry_run else 'Took in'} {outcome.taken} responses",
             f"refused {len(outcome.refused)}"]
    if outcome.known:
        parts.append(f"left {outcome.known} that were taken in before")
    ignored = f" Columns without a place in the mapping: {', '.join(outcome.ignored)}." if outcome.ignored else ""
    return f"{', '.join(parts)}.{ignored}"
