"""consult translations: a consultation's texts out to translation agencies and back in, as XLIFF 2 files."""

from pathlib import Path
from typing import Any

import click

from consult.cli import words
from consult.cli.shell import Shell, json_option
from consult.domain.translation_files import OUTCOMES, UNCHANGED, Outcome
from consult.domain.variants import STANDINGS
from consult.services import translation_files

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
# For a reader; a program reads the codes.
SAID = {"taken": "taken in as a draft", "unchanged": "unchanged", "kept-newer": "left, because ours is newer",
        "english-changed": "left, because the English changed", "refused": "refused"}


def _standings(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    strange = [name for name in found if name not in STANDINGS]
    if strange:
        raise click.BadParameter(f"“{strange[0]}” is none of {', '.join(STANDINGS)}.")
    return found


@click.group("translations")
def group() -> None:
    """Translations of a consultation as files for agencies."""


@group.command("export")
@click.argument("slug")
@click.argument("language")
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path),
              metavar="FILE.xlf", help="The XLIFF file to write.")
@click.option("--only", default="", callback=_standings, metavar="missing,stale",
              help="Only the texts that stand so; every text without it.")
@json_option
@click.pass_obj
def export(shell: Shell, slug: str, language: str, file: Path, only: tuple[str, ...]) -> None:
    """Write the texts of SLUG for translation into LANGUAGE as XLIFF 2.

    LANGUAGE is a tag like ur. Each text says where it appears, how long it may be and how it stands.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        made = translation_files.export(consultation_id=consultation.id, language=language, only=only)
        file.write_bytes(made.data)
        shell.answer({"file": str(file), "language": language, "units": made.units},
                     f"Wrote {made.units} texts to {file}.")


@group.command("import")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would become of each text; store nothing.")
@json_option
@click.pass_obj
def import_file(shell: Shell, slug: str, file: Path, dry_run: bool) -> None:
    """Take the changed translations of an XLIFF 2 file in as drafts.

    Nothing newer is written over: a text that was changed after the export stays, and a translation of English that has
    changed since is left out. Each text is told of.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        with file.open("rb") as stream:
            data = stream.read(translation_files.MAX_BYTES + 1)
        taken = translation_files.take_in(consultation_id=consultation.id, data=data, is_dry_run=dry_run)
        answer(shell, taken.outcomes, taken.counts, is_dry_run=dry_run, language=taken.language, name="texts",
               english_is_of_today=taken.is_of_today)


def answer(shell: Shell, outcomes: tuple[Outcome, ...], counts: dict[str, int], *, is_dry_run: bool, name: str,
           **facts: Any) -> None:
    """Say what became of each text of a file: the counts, and each that is not simply unchanged."""
    rows = [_row(outcome) for outcome in outcomes]
    for row in rows:
        if row["outcome"] != UNCHANGED:
            click.echo(f"  {row['key']}: {SAID[row['outcome']]}{'. ' if row['reason'] else ''}{row['reason']}",
                       err=True)
    total = ", ".join(f"{counts[outcome]} {SAID[outcome]}" for outcome in OUTCOMES)
    said = f"{len(outcomes)} {name} in the file: {total}."
    shell.answer({**facts, "dry_run": is_dry_run, "counts": counts, "units": rows},
                 f"{said} Nothing was stored." if is_dry_run else said)


def _row(outcome: Outcome) -> dict[str, str]:
    refused = outcome.refused
    return {"key": outcome.key, "outcome": outcome.outcome, "was": outcome.was,
            "code": refused.code if refused else "", "reason": words.reason(refused) if refused else ""}
