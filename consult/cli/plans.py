"""consult plans: loading plan files."""

from collections import Counter
from pathlib import Path

import click

from consult.cli.shell import Shell, json_option
from consult.extensions import db
from consult.intake.yaml_lines import MAX_BYTES
from consult.queries.plans import nodes
from consult.services import plans


@click.group("plans")
def group() -> None:
    """Plans that people are consulted on."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@json_option
@click.pass_obj
def import_file(shell: Shell, file: Path) -> None:
    """Load a plan from a YAML file.

    It becomes the newest version of that plan. Where the file is not right, nothing is stored, and each
    problem is told with its line.
    """
    with shell.working():
        version = plans.import_plan(data=read(file))
        kinds = Counter(node.kind for node in nodes(db.session(), version.id))
        facts = {"plan": version.plan.key, "version": version.number, "nodes": kinds.total(),
                 "commitments": kinds["commitment"]}
        shell.answer(facts, "Loaded {plan} as version {version}: {nodes} parts, {commitments} of them commitments."
                     .format(**facts))


def read(file: Path) -> bytes:
    """Return the file's bytes; one more than allowed at most, so that intake refuses it by its rule."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
