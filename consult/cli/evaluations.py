"""consult evaluate: measures what the machine proposes on answers that people coded; it stores nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from consult.analysis import evaluation
from consult.analysis.proposals import Example
from consult.analysis.vectors import Encoder, ModelAbsent, ModelUnfit, folder_in, load
from consult.cli import evaluate_agreement, evaluate_campaigns, evaluate_care, labelled_files
from consult.cli.labelled_files import Unreadable
from consult.cli.shell import Shell, json_option

DEFAULT_SIZES = "0,25,50,100,200,500,1000,all"
ANSWERS = ("id", "respondent", "text", "themes")
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
NAMES = {
    "micro_f1": "micro F1", "macro_f1": "macro F1", "samples_f1": "samples F1", "recall_at_3": "recall@3",
    "lrap": "LRAP", "fit_seconds": "seconds to learn", "suggestions_per_second": "answers ranked a second",
}
WIDTH = 9


@click.group("evaluate")
def group() -> None:
    """Measure suggestions, agreement and finds on labelled files."""


for below in (evaluate_agreement, evaluate_campaigns, evaluate_care):
    group.add_command(below.command)


def _sizes(_context: click.Context, _parameter: click.Parameter, given: str) -> tuple[str, ...]:
    """Return the sizes, each once, the smallest first and `all` last."""
    parts = [part.strip().lower() for part in given.split(",")]
    for part in parts:
        if part != evaluation.ALL and not (part.isascii() and part.isdigit() and len(part) < 10):
            raise click.BadParameter(f"“{part}” is no number of answers. Write numbers from 0 and “all”, with commas "
                                     f"between them, such as {DEFAULT_SIZES}.")
    numbers = sorted({int(part) for part in parts if part != evaluation.ALL})
    return (*map(str, numbers), *([evaluation.ALL] if evaluation.ALL in parts else []))


@group.command("themes")
@click.option("--train", "train_file", type=FILE, required=True, help="Coded answers to learn from.")
@click.option("--test", "test_file", type=FILE, required=True, help="Coded answers to measure on.")
@click.option("--definitions", "definitions_file", type=FILE, help="What each theme means: theme,definition.")
@click.option("--sizes", default=DEFAULT_SIZES, show_default=True, callback=_sizes,
              help="How many answers to learn from.")
@click.option("--no-vectors", is_flag=True, help="Do without the sentence model.")
@json_option
@click.pass_obj
def themes(shell: Shell, train_file: Path, test_file: Path, definitions_file: Path | None, sizes: tuple[str, ...],
           no_vectors: bool) -> None:
    """Measure the ranking of themes.

    The files are CSV with the columns id,respondent,text,themes and `|` between themes. The answers of one respondent
    belong into one file. Mean of three fixed random draws up to 1,000 answers; sizes under 26 give recall@3 alone.
    """
    try:
        taught, kept_aside = _examples(train_file), _examples(test_file)
        definitions = _definitions(definitions_file) if definitions_file else {}
    except Unreadable as error:
        shell.stop(error.reason, error.code)
    measured = [size for size in sizes if size == evaluation.ALL or int(size) <= len(taught)]
    if not measured:
        shell.stop(f"{train_file.name} holds {len(taught)} answers, fewer than the smallest size asked for.",
                   "too-few-answers")
    _say_what_is_odd(sizes, measured, taught, kept_aside)
    encoder = None if no_vectors else _encoder(shell)
    found = evaluation.theme_scores(taught, kept_aside, definitions, measured, _progress, encoder=encoder)
    facts = {measure: {size: round(value, 4) for size, value in by_size.items()} for measure, by_size in found.items()}
    shell.answer({**facts, "vectors": encoder is not None}, _table(facts, measured))


def _examples(path: Path) -> list[Example]:
    found = [Example(row.cells["text"], labelled_files.themes_of(row.cells["themes"]), row.cells["respondent"])
             for row in labelled_files.rows(path, ANSWERS, unique="id")]
    if not any(example.themes for example in found):
        raise Unreadable(f"No answer in {path.name} holds a theme.", "no-themes")
    return found


def _definitions(path: Path) -> dict[str, str]:
    found = labelled_files.rows(path, ("theme", "definition"), unique="theme")
    return {" ".join(row.cells["theme"].split()): row.cells["definition"] for row in found if row.cells["theme"]}


def _say_what_is_odd(
    sizes: Sequence[str], measured: Sequence[str], taught: Sequence[Example], kept_aside: Sequence[Example]
) -> None:
    left_out = [size for size in sizes if size not in measured]
    if left_out:
        _say(f"Left out, as there are only {len(taught)} answers to learn from: {', '.join(left_out)}.")
    both = ({example.respondent for example in taught} & {example.respondent for example in kept_aside}) - {""}
    if both:
        _say(f"{len(both)} respondents stand in both files, so the figures will be better than they should be.")
    unheard = {theme for example in kept_aside for theme in example.themes}.difference(
        *(example.themes for example in taught))
    if unheard:
        _say(f"{len(unheard)} themes of the answers to measure on stand on no answer to learn from.")


def _encoder(shell: Shell) -> Encoder | None:
    """Return the sentence model that is installed, or None; says which it is."""
    try:
        encoder = load(folder_in(shell.app().config["CONSULT_SETTINGS"].data_dir))
    except ModelAbsent:
        _say("No sentence model is installed: measured on words alone. To install it: consult model install")
        return None
    except ModelUnfit:
        _say("The sentence model cannot be used and is left aside: measured on words alone. "
             "To put it right: consult model install")
        return None
    _say("Measured on words and sentence vectors.")
    return encoder


def _table(facts: Mapping[str, Mapping[str, float]], measured: Sequence[str]) -> str:
    """Return the measures as lines, a column for each size."""
    lines = [f"{'answers learnt from':<26}" + "".join(f"{size:>{WIDTH}}" for size in measured)]
    for measure, name in NAMES.items():
        cells = [_cell(measure, facts.get(measure, {}).get(size)) for size in measured]
        lines.append(f"{name:<26}" + "".join(f"{cell:>{WIDTH}}" for cell in cells))
    return "\n".join(lines)


def _cell(measure: str, value: float | None) -> str:
    if value is None:
        return "–"
    return {"fit_seconds": f"{value:.1f}", "suggestions_per_second": f"{value:,.0f}"}.get(measure, f"{value:.3f}")


def _progress(done: int, total: int) -> None:
    _say(f"{done} of {total} sizes measured.")


def _say(words: str) -> None:
    click.echo(words, err=True)
