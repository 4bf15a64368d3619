"""consult database: bringing the database to the newest migration."""

import click

from consult.cli import migrations, words
from consult.cli.shell import Shell, json_option


@click.group("database")
def group() -> None:
    """The database."""


@group.command("migrate")
@json_option
@click.pass_obj
def migrate(shell: Shell) -> None:
    """Bring the database to the newest migration.

    Nothing changes where it is there already. Make a copy of the database first.
    """
    with shell.working(needs_newest=False):
        if migrations.state() == "ahead":
            shell.stop(words.OF_MIGRATIONS["ahead"], "database-ahead")
        before = migrations.standing_at()
        migrations.migrate()
        after = migrations.standing_at()
        shell.answer({"before": before[0] if before else None, "after": after[0] if after else None},
                     "The database was brought to the newest migration." if before != after
                     else "The database is at the newest migration.")
