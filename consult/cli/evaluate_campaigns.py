"""consult evaluate campaigns: the families of answers in a file that share a text; it needs no database."""

from pathlib import Path

import click

from consult.analysis.campaigns import families
from consult.cli.labelled_files import Unreadable, rows
from consult.cli.shell import Shell, json_option

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
NO_ID = "{file}, line {line}: the answer has no id."
NONE_FOUND = "No two of the {answers} answers share a text."
FOUND = "{families} families among {answers} answers; the ids of each, largest first:"


@click.command("campaigns")
@click.argument("file", metavar="FILE.csv", type=FILE)
@json_option
@click.pass_obj
def command(shell: Shell, file: Path) -> None:
    """Find the answers of a file that share a text.

    The file has the columns `id` and `text`. Answers of 12 words and more are compared by three words in a row, so that
    a letter is found again with words swapped, sentences dropped and a story of one's own added.
    """
    try:
        answers = rows(file, ("id", "text"), unique="id")
        for answer in answers:
            if not answer.cells["id"]:
                raise Unreadable(NO_ID.format(file=file.name, line=answer.line), "id-missing")
    except Unreadable as wrong:
        shell.stop(wrong.reason, wrong.code)
    groups = [[answers[place].cells["id"] for place in family.members]
              for family in families([answer.cells["text"] for answer in answers])]
    shell.answer({"groups": groups}, _message(groups, len(answers)))


def _message(groups: list[list[str]], answers: int) -> str:
    if not groups:
        return NONE_FOUND.format(answers=answers)
    return "\n".join([FOUND.format(families=len(groups), answers=answers),
                      *(f"{len(group)}: {', '.join(group)}" for group in groups)])
