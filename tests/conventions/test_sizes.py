"""No file, function or handler is larger than a reader can hold; the check itself is tested on what breaks it."""

import ast
import subprocess
import sys

from consult.config import ROOT
from tests.conventions.sources import EVERYTHING, functions, name_of, python_files

MOST_LINES = {"file": 400, "function": 60, "handler": 20}
# A migration is a list of steps that is written once and read from top to bottom.
MIGRATIONS = "migrations/versions/"


def test_no_file_function_or_handler_is_too_long() -> None:
    found = [problem for path in python_files()
             for problem in too_long(name_of(path), path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)


def test_no_function_has_too_many_branches() -> None:
    done = ruff_complexity(*EVERYTHING)
    assert done.returncode == 0, done.stdout


def test_a_file_of_401_lines_is_found() -> None:
    assert too_long("consult/long.py", "x = 1\n" * 400) == []
    assert too_long("consult/long.py", "x = 1\n" * 401) == ["consult/long.py: 401 lines"]


def test_a_function_of_61_lines_is_found() -> None:
    assert too_long("consult/long.py", "def f():\n" + "    x = 1\n" * 59) == []
    assert too_long("consult/long.py", "def f():\n" + "    x = 1\n" * 60) == ["consult/long.py: f has 61 lines"]
    assert too_long(f"{MIGRATIONS}0001_x.py", "def upgrade():\n" + "    x = 1\n" * 60) == []


def test_a_handler_of_21_lines_is_found() -> None:
    handler = '@blueprint.get("/")\n@everyone()\ndef home():\n    """Show it."""\n'
    assert too_long("consult/web/x.py", handler + "    x = 1\n" * 20) == []
    assert too_long("consult/web/x.py", handler + "    x = 1\n" * 21) == [
        "consult/web/x.py: the handler home has 21 lines"]


def test_a_function_of_complexity_9_is_found() -> None:
    def planted(branches: int) -> str:
        return "def f(x):\n" + f"    if x:\n        return {branches}\n" * branches

    assert ruff_complexity("-", given=planted(7)).returncode == 0
    done = ruff_complexity("-", given=planted(8))
    assert done.returncode == 1 and "C901" in done.stdout


def too_long(name: str, text: str) -> list[str]:
    """Return what is too long in a file of that name and text."""
    problems = []
    if (lines := len(text.splitlines())) > MOST_LINES["file"]:
        problems.append(f"{name}: {lines} lines")
    for function in functions(ast.parse(text)):
        if name.startswith(MIGRATIONS) and function.name in ("upgrade", "downgrade"):
            continue
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > MOST_LINES["function"]:
            problems.append(f"{name}: {function.name} has {lines} lines")
        if is_handler(function) and (lines := body_lines(function)) > MOST_LINES["handler"]:
            problems.append(f"{name}: the handler {function.name} has {lines} lines")
    return problems


def is_handler(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether a function is registered on a blueprint."""
    return any(ast.unparse(decorator).startswith("blueprint.") for decorator in function.decorator_list)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its head and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def ruff_complexity(*paths: str, given: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run ruff's complexity rule alone, with the limit of pyproject.toml."""
    return subprocess.run([sys.executable, "-m", "ruff", "check", "--select", "C901", *paths], cwd=ROOT, input=given,
                          capture_output=True, text=True, check=False)
