"""consult start: everything in one command for one machine: database, example, web server and worker."""

import json
from pathlib import Path

import click

from consult.cli import migrations, servers, words
from consult.cli.example import FORUM_WORDS, SIGN_INS
from consult.cli.shell import Shell
from consult.cli.workers import Minder
from consult.config import Settings
from consult.jobs.queue import connect
from consult.services import example


@click.command("start")
@click.pass_obj
def command(shell: Shell) -> None:
    """Start everything on one machine: database, site, worker.

    Brings the database to the newest migration, and loads the example on the first start (not with
    CONSULT_EXAMPLE=0). SIGTERM or Ctrl-C stops all of it.
    """
    servers.stop_on_signals()
    app = shell.app()
    settings: Settings = app.config["CONSULT_SETTINGS"]
    server = servers.listen(shell, app)
    with shell.working(needs_newest=False):
        is_new = _prepare(shell, settings)
    connect(app)
    minder = Minder()
    minder.start()
    try:
        _tell(settings, is_new)
        servers.run(server)
    finally:
        minder.stop()
        click.echo("Consult has stopped.")


def _prepare(shell: Shell, settings: Settings) -> bool:
    """Bring the database up to date and say whether the example was loaded just now."""
    if migrations.state() == "ahead":
        shell.stop(words.OF_MIGRATIONS["ahead"], "database-ahead")
    migrations.migrate()
    if not settings.loads_example or example.is_loaded():
        return False
    click.echo("Loading the example, once. This takes a few seconds.")
    example.load(settings.data_dir)
    return True


def _tell(settings: Settings, is_new: bool) -> None:
    """Print where Consult is, who can sign in, and how to stop it."""
    path = settings.data_dir / SIGN_INS
    lines = ["", f"Consult is at {settings.public_url}/", f"Staff sign in at {settings.public_url}/staff/sign-in"]
    if is_new:
        lines += ["", "Example sign-ins, printed only this once and kept in:", f"  {path}", "", *_sign_ins(path)]
        lines += ["", f"The words that lead into the example's forums, at {settings.public_url}/en/space/enter, are in",
                  f"  {settings.data_dir / FORUM_WORDS}"]
    elif path.is_file():
        lines += [f"The example sign-ins are in {path}"]
    else:
        lines += ["To add the first person: .venv/bin/consult staff add YOU@EXAMPLE.ORG --role administrator"]
    click.echo("\n".join([*lines, "", "Stop with Ctrl-C.", ""]))


def _sign_ins(path: Path) -> list[str]:
    kept = json.loads(path.read_text(encoding="utf-8"))
    rows = [(row["role"], row["email"], row["password"]) for row in kept]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]
    keys = [f"  {row['role']}: key for codes by time {row['totp_secret']}" for row in kept if "totp_secret" in row]
    return [*lines, *keys]
