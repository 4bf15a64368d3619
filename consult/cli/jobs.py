"""consult jobs: the background worker by itself, for installations where the web server runs elsewhere."""

import click

from consult.cli.shell import Shell
from consult.jobs.worker import run_worker


@click.group("jobs")
def group() -> None:
    """Background runs."""


@group.command("run")
@click.pass_obj
def run(shell: Shell) -> None:
    """Take background runs from the queue until SIGTERM or Ctrl-C.

    Refused where the database is not at the newest migration.
    """
    with shell.working():
        app = shell.app()
    run_worker(app)
