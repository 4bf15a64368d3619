"""The floors of the house hold: import-linter's contracts, run as a test so that a plain pytest shows a break."""

import tomllib

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from consult.config import ROOT


def test_every_contract_about_imports_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_kind_of_contract_that_the_design_asks_for_is_there() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    kinds = {contract["type"] for contract in settings["contracts"]}
    assert kinds == {"layers", "forbidden", "protected", "independence", "acyclic_siblings"}
    assert next(c for c in settings["contracts"] if c["type"] == "layers")["exhaustive"] is True


def test_the_package_root_stays_empty() -> None:
    assert (ROOT / "consult" / "__init__.py").read_text(encoding="utf-8") == ""
