"""consult evaluate agreement: how far two coders agree, from a file of each; it needs no database."""

import math
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

from consult.analysis.agreement import Agreement, Pair, agreement
from consult.cli.labelled_files import Unreadable, rows, themes_of
from consult.cli.shell import Shell, json_option

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
COLUMNS = ("id", "themes")
NO_ID = "{file}, line {line}: the answer has no id."
NONE_SHARED = "No answer stands in both files. The ids are compared letter by letter."
LEFT_OUT = "Left out, as they stand in one file only: {first} of the first file, {second} of the second."
DIGITS = 6
Codes = dict[str, frozenset[str]]


@click.command("agreement")
@click.argument("first", metavar="A.csv", type=FILE)
@click.argument("second", metavar="B.csv", type=FILE)
@json_option
@click.pass_obj
def command(shell: Shell, first: Path, second: Path) -> None:
    """Measure how far two coders agree, from the file of each.

    Both files have the columns `id` and `themes`, with | between the themes of an answer; no theme is a finding too.
    Answers that stand in one file only are left out. Printed are Krippendorff's alpha with the distance MASI over all
    answers, and nominal over those with one theme from each; the share of exactly the same themes; F1 averaged over
    answers, where none and none is 1; and Cohen's kappa of each theme, with the number of answers where either used it.
    """
    codes, others = _codes(shell, first), _codes(shell, second)
    shared = [answer for answer in codes if answer in others]
    if len(codes) + len(others) > 2 * len(shared):
        click.echo(LEFT_OUT.format(first=len(codes) - len(shared), second=len(others) - len(shared)), err=True)
    if not shared:
        shell.stop(NONE_SHARED, "answers-not-shared")
    found = agreement([Pair(codes[answer], others[answer]) for answer in shared])
    shell.answer(facts(found), _message(found))


def facts(found: Agreement) -> dict[str, Any]:
    """Return the measures as JSON has them: what is undefined is None, and no number is "not a number"."""
    return {
        "alpha_masi": _number(found.alpha_masi), "alpha_nominal": _number(found.alpha_nominal),
        "exact": _number(found.exact), "samples_f1": _number(found.samples_f1),
        "kappa": {theme: {"kappa": _number(one.kappa), "n": one.n} for theme, one in found.kappa.items()},
        "answers": found.answers, "without_themes": found.without_themes, "one_theme_each": found.one_theme_each,
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, DIGITS)


def _codes(shell: Shell, file: Path) -> Codes:
    """Return `{id: themes}` of a file; ends the command where the file is not right."""
    try:
        found = rows(file, COLUMNS, unique="id")
        for row in found:
            if not row.cells["id"]:
                raise Unreadable(NO_ID.format(file=file.name, line=row.line), "id-missing")
        # Two machines may store an accent in two ways; it is the same theme.
        return {row.cells["id"]: themes_of(normalize("NFC", row.cells["themes"])) for row in found}
    except Unreadable as wrong:
        shell.stop(wrong.reason, wrong.code)


def _message(found: Agreement) -> str:
    lines = [
        f"Answers coded by both: {found.answers}",
        f"Krippendorff's alpha, MASI: {_shown(found.alpha_masi)}",
        f"Krippendorff's alpha, nominal: {_shown(found.alpha_nominal)} (answers with one theme each: "
        f"{found.one_theme_each})",
        f"Exactly the same themes: {_shown(found.exact)}",
        f"F1 averaged over answers: {_shown(found.samples_f1)}",
        "Kappa of each theme (n: answers where either used it):",
    ]
    width = max((len(theme) for theme in found.kappa), default=0)
    return "\n".join(lines + [f"  {theme.ljust(width)}  {_shown(one.kappa):>6}  n {one.n}"
                              for theme, one in found.kappa.items()])


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
