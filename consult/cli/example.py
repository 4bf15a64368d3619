"""consult example: loading the example consultation into an empty database."""

import click

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.services import example

# Written by services/example.py into the data folder, readable by its owner only.
SIGN_INS = "example-sign-ins.json"
FORUM_WORDS = "example-forum-words.json"


@click.group("example")
def group() -> None:
    """The example consultation."""


@group.command("load")
@json_option
@click.pass_obj
def load(shell: Shell) -> None:
    """Load the example into an empty database.

    It holds the draft plan, a survey, example responses and a sign-in for each role. Everything in it is marked
    as an example.
    """
    with shell.working():
        if example.is_loaded():
            shell.stop(words.EXAMPLE_STANDS, "example-stands")
        data_dir = shell.app().config["CONSULT_SETTINGS"].data_dir
        consultation = example.load(data_dir)
        path = data_dir / SIGN_INS
        shell.answer({"consultation": consultation.slug, "sign_ins": str(path)},
                     f"The example was loaded as “{consultation.slug}”. Its sign-ins are in {path}")
