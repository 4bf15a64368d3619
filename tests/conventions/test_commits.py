"""One file commits; whatever else wants to write asks it for a transaction."""

import ast

from tests.conventions.sources import PRODUCT, calls, name_of, python_files, tree_of

TRANSACTION = "consult/services/transaction.py"
# The command keeps two services in one transaction; tests and the worker go through services.
OPENERS = ("consult/services/", "consult/cli/")


def test_only_one_file_commits() -> None:
    assert {name_of(path) for path in python_files(PRODUCT) if any(calls(tree_of(path), "commit"))} == {TRANSACTION}


def test_only_services_and_the_command_open_a_transaction() -> None:
    others = [name_of(path) for path in python_files(PRODUCT) if any(calls(tree_of(path), "writing"))
              and not name_of(path).startswith(OPENERS)]
    assert others == []


def test_a_planted_commit_is_found() -> None:
    assert any(calls(ast.parse("db.session.commit()"), "commit"))
    assert not any(calls(ast.parse("after_commit('x', call)"), "commit"))
