"""consult serve: the web server by itself, for installations where the worker runs elsewhere."""

import click

from consult.cli import servers
from consult.cli.shell import Shell
from consult.jobs.queue import connect


@click.command("serve")
@click.pass_obj
def command(shell: Shell) -> None:
    """Serve the site until SIGTERM or Ctrl-C.

    It is at CONSULT_HOST and CONSULT_PORT; the worker is started apart, by: consult jobs run. Refused
    where the database is not at the newest migration.
    """
    servers.stop_on_signals()
    with shell.working():
        app = shell.app()
        connect(app)
        server = servers.listen(shell, app)
    click.echo(f"Serving {app.config['CONSULT_SETTINGS'].public_url}", err=True)
    servers.run(server)
