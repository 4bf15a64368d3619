"""The accessibility statement, made from the results of the last real test of every page."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template

from consult.config import ROOT
from consult.web.access import Guarded, everyone

blueprint = Guarded("public_accessibility", __name__)
# Written by `make audit`, which opens every page in every language at two widths; kept with the code that it tested.
RESULTS = ROOT / "docs" / "accessibility-results.json"


@dataclass(frozen=True)
class Results:
    """What was tested when, with what, and what failed: each failure is {page, tool, problem}, one a page and rule."""

    tested_on: date
    tools: tuple[tuple[str, str], ...]
    pages: int
    looks: int
    languages: tuple[str, ...]
    widths: tuple[int, ...]
    failures: tuple[dict[str, str], ...]


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: float) -> Results:
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Results(
        date.fromisoformat(facts["tested_on"]), tuple((tool["name"], tool["version"]) for tool in facts["tools"]),
        facts["pages"], facts["looks"], tuple(facts["languages"]), tuple(facts["widths"]), tuple(facts["failures"]))


def last_results(path: Path = RESULTS) -> Results | None:
    """Return the results of the last test of every page, or None where it never ran."""
    return _read(path, path.stat().st_mtime) if path.is_file() else None


@blueprint.get("/<lang>/accessibility")
@everyone()
def show() -> str:
    """Show the accessibility statement."""
    return render_template("public/accessibility.html", results=last_results())
