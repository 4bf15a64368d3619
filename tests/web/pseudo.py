"""A made-up language whose every message is marked, to find words on pages that nobody could translate."""

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from consult.config import ROOT

# A spare locale that Babel knows: Esperanto.
LOCALE = "eo"


def build(folder: Path) -> Path:
    """Write the catalogue of the made-up language under `folder` and return it as a translations folder."""
    for domain, config in (("messages", "babel.cfg"), ("staff", "staff.cfg")):
        _build(folder, domain, config)
    return folder


def _build(folder: Path, domain: str, config: str) -> None:
    template = folder / f"{domain}.pot"
    subprocess.run(
        [str(Path(sys.executable).parent / "pybabel"), "-q", "extract", "-F", f"translations/{config}", "-k", "_l",
         "-k", "N_", "-k", "NN_:1,2", "-k", "translate", "-k", "lazy_gettext", "--no-wrap", "-o", str(template), "."],
        cwd=ROOT, check=True, capture_output=True)
    with open(template, "rb") as source:
        found: Catalog = read_po(source, locale=LOCALE)
    for message in found:
        if message.id:
            message.string = tuple(map(mark, message.id)) if isinstance(message.id, tuple) else mark(message.id)
    target = folder / LOCALE / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with open(target / f"{domain}.mo", "wb") as file:
        write_mo(file, found)


def mark(words: str) -> str:
    """Return a message that can be told from every word that is not one."""
    return f"⟦{words}⟧"
