"""consult evaluate care: prints how well the lists for worries and personal details do on labelled texts of our own."""

from typing import Any

import click

from consult.analysis import care_evaluation as care
from consult.analysis.care_evaluation import Measured, Score
from consult.cli.shell import Shell, json_option

WHAT = {"worries": care.measure_worries, "details": care.measure_details}
PART_WORDS = {"held_out": "written before the lists", "tuned": "read while the lists were written"}
CLAIM = ("The texts were written by the makers of the lists. The figures say nothing of real answers, nor of languages "
         "that are not here.")
DIGITS = 4


@click.command("care")
@json_option
@click.pass_obj
def command(shell: Shell) -> None:
    """Measure the lists that find worries and personal details.

    The texts stand inside Consult: ours, in English and Urdu, one half written before the lists. Printed are recall and
    precision for each kind, then each miss and each false alarm.
    """
    measured = {what: {language: {part: measure(language, part) for part in care.PARTS}
                       for language in care.labelled_languages()} for what, measure in WHAT.items()}
    facts: dict[str, Any] = {what: {language: {part: _facts(found) for part, found in parts.items()}
                                    for language, parts in languages.items()} for what, languages in measured.items()}
    message = "\n\n".join(_table(what, language, part, found) for what, languages in measured.items()
                          for language, parts in languages.items() for part, found in parts.items())
    shell.answer({**facts, "claim": CLAIM}, f"{message}\n\n{CLAIM}")


def _facts(found: Measured) -> dict[str, Any]:
    return {
        "texts": found.texts,
        "kinds": {kind: _score(score) for kind, score in sorted(found.scores.items())},
        "misses": [_error(*error) for error in found.misses],
        "false_alarms": [_error(*error) for error in found.false_alarms],
    }


def _score(score: Score) -> dict[str, float | int | None]:
    return {"labelled": score.labelled, "found": score.found, "recall": _rounded(score.recall),
            "suggested": score.suggested, "right": score.right, "precision": _rounded(score.precision)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, DIGITS)


def _error(kind: str, words: str, text: str) -> dict[str, str]:
    return {"kind": kind, "words": words, "text": text}


def _table(what: str, language: str, part: str, found: Measured) -> str:
    lines = [f"{what}, {language}, {found.texts} texts {PART_WORDS[part]}",
             f"  {'kind':<16}{'recall':>8}{'of':>6}{'precision':>11}{'of':>6}"]
    lines += [f"  {kind:<16}{_shown(score.recall):>8}{score.labelled:>6}{_shown(score.precision):>11}"
              f"{score.suggested:>6}" for kind, score in sorted(found.scores.items())]
    lines += [f"  missed {kind}: {words or text}" for kind, words, text in found.misses]
    lines += [f"  false alarm {kind}: {words} – {text}" for kind, words, text in found.false_alarms]
    return "\n".join(lines)


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"
