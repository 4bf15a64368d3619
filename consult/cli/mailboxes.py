"""consult mailbox: the mailbox that people write to, read now; what a worker does by itself every few minutes."""

import click

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.domain.errors import Refused
from consult.intake.emails import MEGABYTE, MOST_BYTES
from consult.services import mailboxes


@click.group("mailbox")
def group() -> None:
    """The mailbox that people write to."""


@group.command("fetch")
@click.argument("slug")
@json_option
@click.pass_obj
def fetch(shell: Shell, slug: str) -> None:
    """Take in what came to the mailbox of SLUG since it was last read; nothing in the mailbox is changed.

    The settings CONSULT_IMAP, CONSULT_IMAP_PASSWORD and CONSULT_IMAP_FOR say which mailbox that is.
    """
    from consult.analysis.languages import Detector
    from consult.jobs.emails import language_finder

    with shell.working():
        consultation = shell.consultation(slug)
        mailboxes.check(slug)
        found = mailboxes.fetch(consultation_id=consultation.id, language_of=language_finder(Detector()))
        if found.problem:
            shell.stop(words.reason(Refused("", found.problem)), found.problem, taken=found.taken, known=found.known)
        refused = [{"number": number, "code": code,
                    "reason": words.reason(Refused("", code, {"most": MOST_BYTES // MEGABYTE}))}
                   for number, code in found.failed.items()]
        for row in refused:
            click.echo(f"  number {row['number']}: {row['reason']}", err=True)
        shell.answer({"taken": found.taken, "known": found.known, "refused": refused},
                     f"Took in {found.taken} e-mails, refused {len(refused)}, left {found.known} that were taken in "
                     "before.")
