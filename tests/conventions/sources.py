"""The project's own Python files as text and as syntax trees, for the tests of our conventions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from consult.config import ROOT

PRODUCT = ("consult",)
EVERYTHING = ("consult", "tests", "migrations", "static")
NOT_OURS = {"node_modules", "built", "built.new", "__pycache__"}


def python_files(folders: tuple[str, ...] = EVERYTHING) -> list[Path]:
    """Return our Python files in these folders, in order, with those at the top where all folders are asked for."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
             if not NOT_OURS & set(path.parts)]
    return [*found, *sorted(ROOT.glob("*.py"))] if folders == EVERYTHING else found


def name_of(path: Path) -> str:
    """Return a file's path as people write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a tree, methods and nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Give every call of something with one of these names, whatever it is an attribute of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
            if called in names:
                yield node
