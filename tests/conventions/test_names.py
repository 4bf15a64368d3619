"""Names and notes: no drawers, every module says what it is for, every public thing is described and typed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from consult.config import ROOT
from tests.conventions.sources import EVERYTHING, PRODUCT, functions, name_of, python_files, tree_of

DRAWERS = re.compile(r"(^|[_.-])(utils?|helpers?|common|misc|managers?|stuff)($|[_.-])")
# They say nothing by design: importing the application from the package root tied others into knots.
SILENT = {"consult/__init__.py"}
FEWEST_WORDS = 3


def test_nothing_is_named_like_a_drawer() -> None:
    paths = [path for folder in (*EVERYTHING, "templates", "docs") for path in (ROOT / folder).rglob("*")
             if "node_modules" not in path.parts and "__pycache__" not in path.parts]
    assert [name_of(path) for path in paths if DRAWERS.search(path.stem)] == []
    assert DRAWERS.search("date_utils") and DRAWERS.search("helpers") and not DRAWERS.search("commonplace")


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [name_of(path) for path in python_files() if name_of(path) not in SILENT and not opens_well(path)]
    assert silent == []


def test_every_public_thing_is_described() -> None:
    silent = [f"{name_of(path)}: {node.name}" for path in python_files(PRODUCT) for node in public(tree_of(path))
              if not ast.get_docstring(node)]
    assert silent == []


def test_every_function_is_typed() -> None:
    untyped = [f"{name_of(path)}: {function.name}" for path in python_files(PRODUCT)
               for function in functions(tree_of(path)) if not is_typed(function)]
    assert untyped == []


def test_tests_are_named_as_sentences() -> None:
    short = [f"{name_of(path)}: {function.name}" for path in python_files(("tests",))
             for function in functions(tree_of(path))
             if function.name.startswith("test_") and len(function.name.split("_")) - 1 < FEWEST_WORDS]
    assert short == []


def test_a_planted_function_without_words_or_types_is_found() -> None:
    tree = ast.parse("def f(x, *, y):\n    return x\n\ndef g(self, x: int) -> int:\n    return x\n")
    assert [node.name for node in public(tree)] == ["f", "g"]
    assert [is_typed(function) for function in functions(tree)] == [False, True]


def opens_well(path: Path) -> bool:
    """Say whether a module begins with a docstring whose first line ends a sentence or goes on."""
    return bool((ast.get_docstring(tree_of(path)) or "").strip())


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Give the public functions and classes of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def is_typed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether every parameter and the result have a type; `self` and `cls` need none."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return function.returns is not None and all(
        parameter.annotation is not None for parameter in named
        if parameter is not None and parameter.arg not in ("self", "cls"))
