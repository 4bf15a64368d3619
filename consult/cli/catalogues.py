"""consult catalogues: the words of the interface out to translators and back in, as PO files."""

from pathlib import Path

import click

from consult.cli.shell import Shell, json_option
from consult.cli.translations import FILE, answer
from consult.services import catalogue_files


@click.group("catalogues")
def group() -> None:
    """The words of the interface, apart from any consultation."""


@group.command("export")
@click.argument("language")
@click.option("--out", "file", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path),
              metavar="FILE.po", help="The PO file to write.")
@json_option
@click.pass_obj
def export(shell: Shell, language: str, file: Path) -> None:
    """Write the words that Londoners read in LANGUAGE as a PO file.

    LANGUAGE is a tag like ur. A comment on each translation remembers what it was, so that an import writes over
    nothing newer.
    """
    with shell.working():
        file.write_bytes(catalogue_files.export(language=language))
        shell.answer({"file": str(file), "language": language}, f"Wrote {file}.")


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would become of each message; write nothing.")
@json_option
@click.pass_obj
def import_file(shell: Shell, file: Path, dry_run: bool) -> None:
    """Write the changed translations of a PO file into the catalogue of its language.

    The catalogue is a file of this installation. Run `make catalogues` and start Consult again to see the new words;
    a named checker then approves them again.
    """
    with shell.working():
        with file.open("rb") as stream:
            data = stream.read(catalogue_files.MAX_BYTES + 1)
        taken = catalogue_files.take_in(data=data, is_dry_run=dry_run)
        answer(shell, taken.outcomes, taken.counts, is_dry_run=dry_run, language=taken.language, name="messages",
               written=taken.is_written)
