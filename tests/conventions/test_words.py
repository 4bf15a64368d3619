"""Nothing is left unsaid: every refusal that the code can make has its sentence, and nothing waits to be done."""

import ast
import re

import pytest

from consult.config import ROOT
from consult.web import file_problems
from consult.web.sentences import COUNTED, SENTENCES
from tests.conventions.sources import EVERYTHING, PRODUCT, calls, name_of, python_files, tree_of

# Put together so that this file does not find itself.
UNDONE = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
PLACES = (*EVERYTHING, "templates", "translations", "docs", ".ci")
WRITTEN = {".py", ".html", ".js", ".css", ".md", ".toml", ".po", ".yaml", ".txt", ""}
# Codes that are put together from a state, and what they can become.
COMPOSED = {"consultation-{state}": {"consultation-upcoming", "consultation-closed"}}
# Which argument of a call holds the code of a refusal, and of a problem in a file.
REFUSALS = {"Refused": 1, "Conflict": 0}
PROBLEMS = {"add": 1, "stop": 1, "wrong": 1}


def test_nothing_waits_to_be_done() -> None:
    files = [path for place in PLACES for path in sorted((ROOT / place).rglob("*"))
             if path.is_file() and path.suffix in WRITTEN and not {"node_modules", "built"} & set(path.parts)]
    assert [name_of(path) for path in files if UNDONE.search(path.read_text(encoding="utf-8"))] == []


def test_every_refusal_has_a_sentence() -> None:
    missing = {code for tree in trees("consult/") for code in codes(tree, REFUSALS)} - set(SENTENCES) - set(COUNTED)
    # A refusal of a file carries its problems, and those have sentences of their own.
    assert missing - set(file_problems.SENTENCES) == set()


def test_every_sentence_asked_for_by_its_code_is_there() -> None:
    asked = {code for tree in trees("consult/web/") for code in codes(tree, {"words_for": 0})}
    assert asked - set(SENTENCES) - set(COUNTED) == set()


def test_every_problem_of_a_file_has_a_sentence() -> None:
    found = {code for tree in trees("consult/intake/") for code in codes(tree, PROBLEMS)}
    assert found and found - set(file_problems.SENTENCES) == set()


def test_no_sentence_is_kept_that_nothing_says() -> None:
    said = {node.value for path in python_files(PRODUCT) if name_of(path) != "consult/web/sentences.py"
            for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said = said.union(*COMPOSED.values())
    assert sorted({*SENTENCES, *COUNTED} - said) == []


@pytest.mark.parametrize(("source", "expected"), [
    ("Refused('age', 'age-missing')", {"age-missing"}),
    ("Conflict('a' if x else 'b')", {"a", "b"}),
    ("Refused('x', f'consultation-{state}')", {"consultation-upcoming", "consultation-closed"}),
    ("Refused('x', other.code)", set()),
])
def test_the_codes_of_a_planted_refusal_are_found(source: str, expected: set[str]) -> None:
    assert codes(ast.parse(source), REFUSALS) == expected


def trees(folder: str) -> list[ast.Module]:
    """Return the syntax trees of a folder of the product."""
    return [tree_of(path) for path in python_files(PRODUCT) if name_of(path).startswith(folder)]


def codes(tree: ast.Module, places: dict[str, int]) -> set[str]:
    """Return the codes that stand in these calls, each at its place among the arguments."""
    found: set[str] = set()
    for call in calls(tree, *places):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if len(call.args) > places[name]:
            found |= possible(call.args[places[name]])
    return found


def possible(node: ast.expr) -> set[str]:
    """Return what an argument can be; nothing for a value that is passed on from another refusal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return possible(node.body) | possible(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return COMPOSED[ast.unparse(node)[2:-1]]
    return set()
