"""consult jobs: the background worker by itself, for installations where the web server runs elsewhere."""

import click

from consult.jobs.queue import connect
from consult.jobs.worker import run_worker


@click.group("jobs")
def group() -> None:
    """Background runs."""


@group.command("run")
@click.pass_context
def run(context: click.Context) -> None:
    """Take runs from the queue until told to stop (SIGTERM or Ctrl-C)."""
    app = context.obj.app()
    connect(app)
    run_worker(app)
