"""consult recommendations: taking in what a scrutiny body asked about a plan."""

from pathlib import Path

import click

from consult.cli.plans import read
from consult.cli.shell import Shell, json_option
from consult.services import recommendations


@click.group("recommendations")
def group() -> None:
    """Asks of a scrutiny body about a draft plan."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--consultation", "slug", required=True, metavar="SLUG", help="The consultation that it is about.")
@json_option
@click.pass_obj
def import_file(shell: Shell, file: Path, slug: str) -> None:
    """Load the report of a scrutiny body and the reply to it from a YAML file.

    Where the file is not right, nothing is stored, and each problem is told with its line.
    """
    with shell.working():
        consultation = shell.consultation(slug)
        found = recommendations.import_report(consultation_id=consultation.id, data=read(file))
        facts = {"report": found.report, "recommendations": found.recommendations, "asks": found.asks,
                 "replies": found.replies, "dissents": found.dissents, "unknown_parts": list(found.unknown_parts)}
        shell.answer(facts, "Loaded {report}: {recommendations} recommendations with {asks} asks, {replies} replies."
                     .format(**facts))
