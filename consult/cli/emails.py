"""consult emails: files of e-mails to a consultation, taken in one by one for people to decide on."""

from pathlib import Path

import click

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.domain.errors import Refused
from consult.services import email_imports
from consult.services.email_imports import Outcome

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("emails")
def group() -> None:
    """E-mails to a consultation as files."""


@group.command("import")
@click.argument("slug")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE…")
@click.option("--tell", is_flag=True, help="Tell each sender once that their e-mail has come.")
@json_option
@click.pass_obj
def import_files(shell: Shell, slug: str, files: tuple[Path, ...], tell: bool) -> None:
    """Take in the e-mails of FILES (.eml or .mbox) that people sent to SLUG.

    Each waits for a person to decide on it. What cannot be read is named with its file, its number there and the
    reason; the others come in. The same e-mail again comes in once, whatever file it stands in.
    """
    from consult.analysis.languages import Detector
    from consult.jobs.emails import language_finder

    with shell.working():
        consultation = shell.consultation(slug)
        outcome, find = Outcome(), language_finder(Detector())
        for path in files:
            with path.open("rb") as stream:
                try:
                    email_imports.take_file(outcome, consultation_id=consultation.id, stream=stream, name=path.name,
                                            is_acknowledged=tell, language_of=find)
                except Refused as refused:
                    outcome.refuse(path.name, 0, refused)
        _say(shell, outcome)


def _say(shell: Shell, outcome: Outcome) -> None:
    refused = [{"file": row.name, "number": row.number, "code": row.code,
                "reason": words.reason(Refused("file", row.code, row.facts))} for row in outcome.refused]
    for row in refused:
        click.echo(f"  {row['file']}, e-mail {row['number']}: {row['reason']}", err=True)
    shell.answer({"taken": outcome.taken, "known": outcome.known, "refused": refused},
                 f"Took in {outcome.taken} e-mails, refused {outcome.refused_count}, left {outcome.known} that were "
                 "taken in before.")
