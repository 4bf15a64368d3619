"""Letters that no font of this machine can draw: a browser would paint boxes in their place."""

import subprocess
import unicodedata
from functools import cache

from playwright.sync_api import Page

ALL_TEXT = """() => [...new Set([...document.body.innerText,
  ...[...document.querySelectorAll("[aria-label], [alt], [title]")].flatMap(
    e => [...(e.getAttribute("aria-label") || "") + (e.getAttribute("alt") || "") + (e.title || "")])])].join("")"""
# Marks, joiners and spaces are drawn by nobody.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def missing_glyphs(page: Page) -> list[str]:
    """Return the letters of the page that no installed font has, each with its name.

    Chromium falls back to any installed font that has a letter, so a letter is a box exactly where none does.
    """
    letters = {letter for letter in page.evaluate(ALL_TEXT) if unicodedata.category(letter) not in UNSEEN}
    return [f"no glyph for U+{ord(letter):04X} {unicodedata.name(letter, '')}" for letter in sorted(letters)
            if not is_drawn(letter)]


@cache
def is_drawn(letter: str) -> bool:
    """Say whether an installed font has this letter."""
    if letter.isascii():
        return True
    found = subprocess.run(["fc-list", f":charset={ord(letter):x}", "family"], capture_output=True, text=True,
                           check=True)
    return bool(found.stdout.strip())
