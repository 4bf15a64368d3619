"""Latin words inside a text of other letters, marked as English and kept in their own direction (WCAG 3.1.2)."""

import re
from html import escape

from consult.domain.languages import is_latin

# Runs of Latin words, e-mail and web addresses inside a text of another script.
RUNS = re.compile(r"([A-Za-z][A-Za-z0-9.@'’&/-]*(?: [A-Za-z0-9(][A-Za-z0-9.@'’&/()-]*)*)")
LAST_LATIN = "\u024f"


def isolated(words: str, language: str) -> str:
    """Return `words` in `language` (BCP 47) escaped for HTML, their Latin runs between marks of language."""
    if is_latin(language) or not RUNS.search(words):
        return escape(words)
    if not any(letter.isalpha() and letter > LAST_LATIN for letter in words):
        # Whole sentences of English: piece by piece their commas and brackets would change sides.
        return f'<bdi lang="en" dir="ltr">{escape(words)}</bdi>'
    return "".join(f'<bdi lang="en" dir="ltr">{escape(part)}</bdi>' if at % 2 else escape(part)
                   for at, part in enumerate(RUNS.split(words)))
