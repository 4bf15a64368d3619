"""The `consult` command itself: its table of contents, and what every command below it is given."""

from importlib import import_module

import click

from consult.cli.shell import Shell

# Each name is a file beside this one that offers `group` or `command`; it is read only when it is asked for,
# because the background work brings libraries that take seconds to load.
CONTENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Run Consult", ("start", "serve", "jobs", "database")),
    ("Set up a consultation", ("staff", "plans", "recommendations", "surveys", "example")),
    ("Take answers in and out", ("responses", "emails", "mailbox")),
    ("Translate", ("translations", "catalogues")),
    ("Publish", ("reports",)),
    ("Measure and install what machines propose with", ("evaluate", "model")),
)
# Where a command is a verb or one thing, its file still has the plural noun.
FILES = {"evaluate": "evaluations", "model": "models", "mailbox": "mailboxes"}


class Contents(click.Group):
    """A group that finds its commands by their files and lists them under headings, down to the last one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table of contents."""
        return [name for _heading, names in CONTENTS for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command or group of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"consult.cli.{FILES.get(cmd_name, cmd_name)}")
        found: click.Command = module.group if hasattr(module, "group") else module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each heading with its commands as they are typed, and one line about each."""
        rows = {name: self._rows(ctx, name) for name in self.list_commands(ctx)}
        width = max(len(typed) for listed in rows.values() for typed, _about in listed)
        for heading, names in CONTENTS:
            with formatter.section(heading):
                formatter.write_dl([(typed.ljust(width), about) for name in names for typed, about in rows[name]],
                                   col_max=width)

    def _rows(self, ctx: click.Context, name: str) -> list[tuple[str, str]]:
        found = self.get_command(ctx, name)
        assert found is not None
        if not isinstance(found, click.Group):
            return [_row(name, found)]
        return [_row(f"{name} {below}", found.commands[below]) for below in sorted(found.commands)]


def _row(name: str, command: click.Command) -> tuple[str, str]:
    arguments = [parameter.make_metavar(click.Context(command)) for parameter in command.params
                 if isinstance(parameter, click.Argument)]
    return " ".join([name, *arguments]), command.get_short_help_str(limit=110)


@click.group(cls=Contents, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="consult", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Run public consultations: answers in, themes confirmed by people, findings tied to the plan, reports out.

    `consult COMMAND --help` says more about each. Settings come from the environment: CONSULT_PORT, CONSULT_HOST,
    CONSULT_DATABASE_URL, CONSULT_DATA_DIR, CONSULT_PUBLIC_URL, CONSULT_EXAMPLE. With --json only JSON stands on
    standard output. Exit codes: 0 done, 1 refused (the reason is said), 2 wrong usage.
    """
    context.ensure_object(Shell)
