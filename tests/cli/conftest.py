"""The command as a program would use it: run in this process on a test database, or as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from consult.cli.main import main
from consult.cli.shell import Shell
from consult.config import ROOT


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON: it must hold nothing else."""
        return json.loads(self.out)


Command = Callable[..., Said]


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


def surroundings(data_dir: Path, **others: str) -> dict[str, str]:
    """Return an environment in which only these settings of ours are set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")}
    return {**clean, "CONSULT_DATA_DIR": str(data_dir), **others}
