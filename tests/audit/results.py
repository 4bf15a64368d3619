"""Keeps what the audit saw and, when all of it ran, writes what the accessibility statement is made from."""

import json
import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from consult.web.public.accessibility import RESULTS
from tests.journeys.accessibility import MODULES

# Where the processes of one run leave what they saw.
PARTS = "audit-parts"
CHECKERS = ("axe-core", "accessibility-checker-engine", "html_codesniffer", "html-validate")


@dataclass
class Seen:
    """The pages that were opened, in which languages and widths, and what was wrong with them."""

    pages: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    widths: set[int] = field(default_factory=set)
    looks: int = 0
    failures: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def look(self, name: str, language: str, width: int, found: list[str]) -> None:
        """Remember one look at a page; a failure is kept once a page and rule."""
        self.pages.add(name)
        self.languages.add(language)
        self.widths.add(width)
        self.looks += 1
        for line in found:
            tool, _space, problem = line.rpartition("}: ")[2].partition(" ")
            rule = re.split(r"[:(]", problem)[0].strip()
            self.failures.setdefault((name, rule), {"page": name, "tool": tool, "problem": problem[:200]})


SEEN = Seen()


def folder_of(base: Path) -> Path:
    """Return where the parts of one run stand: a process of several has its own folder below that of the run."""
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / PARTS


def keep(folder: Path, browser: str) -> None:
    """Write down what this process saw."""
    folder.mkdir(exist_ok=True)
    name = os.environ.get("PYTEST_XDIST_WORKER", "one")
    (folder / f"{name}.json").write_text(json.dumps({
        "pages": sorted(SEEN.pages), "languages": sorted(SEEN.languages), "widths": sorted(SEEN.widths),
        "looks": SEEN.looks, "failures": [[*key, failure] for key, failure in SEEN.failures.items()],
        "browser": browser}), encoding="utf-8")


def write(folder: Path) -> None:
    """Put the parts of a whole audit together and write the results beside the code that was tested."""
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    tools = [{"name": name, "version": json.loads((MODULES / name / "package.json").read_text())["version"]}
             for name in CHECKERS]
    failures = {(page, rule): failure for part in parts for page, rule, failure in part["failures"]}
    RESULTS.write_text(json.dumps({
        "tested_on": datetime.now(UTC).date().isoformat(),
        "tools": [*tools, {"name": "Chromium", "version": parts[0]["browser"]}],
        "pages": len(set().union(*(part["pages"] for part in parts))), "looks": sum(part["looks"] for part in parts),
        "languages": sorted(set().union(*(part["languages"] for part in parts))),
        "widths": sorted(set().union(*(part["widths"] for part in parts))), "failures": list(failures.values()),
    }, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
