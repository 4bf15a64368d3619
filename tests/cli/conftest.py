"""The command as a program would use it: run in this process on a test database, or as a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from consult.cli.main import main
from consult.cli.shell import Shell
from consult.config import ROOT
from tests.commands import Command, Said, surroundings


@pytest.fixture
def consult(app: Flask) -> Command:
    """Run the command on the database of the test."""
    def run(*words: object, given: str | None = None) -> Said:
        done = CliRunner().invoke(main, [str(word) for word in words], obj=Shell(lambda: app), input=given)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)
    return run


@pytest.fixture
def consult_process(tmp_path: Path) -> Command:
    """Run the command as a process with a data folder of its own; environment by keyword."""
    def run(*words: object, **environment: str) -> Said:
        done = subprocess.run([sys.executable, "-m", "consult.cli", *map(str, words)], cwd=ROOT, capture_output=True,
                              text=True, timeout=60, check=False, env=surroundings(tmp_path, **environment))
        return Said(done.returncode, done.stdout, done.stderr)
    return run
