"""What tools can see without running anything: style, types on the plain floors, known dangers."""

import subprocess
import sys

import pytest

from consult.config import ROOT

CHECKS = {
    "ruff": ("ruff", "check", "."),
    "mypy": ("mypy",),
    "bandit": ("bandit", "--quiet", "--severity-level", "medium", "--configfile", "pyproject.toml", "--recursive",
               "consult"),
}


@pytest.mark.parametrize("name", CHECKS)
def test_a_checker_finds_nothing(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", *CHECKS[name]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
