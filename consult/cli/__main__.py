"""Lets `python -m consult.cli` be the `consult` command; nothing else."""

from consult.cli.main import main

main(prog_name="consult")
