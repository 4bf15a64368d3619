"""A member's own copy of everything about them in one forum: a zip of one page, the same as data, and their files.

Neither the name of the file nor the title of the page says what it is of. Frozen values in, bytes out.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

# Every entry carries the same moment: when someone took a copy is not in it.
MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """A part of a copy: `key` for the data, `title` in the reader's language, rows of (label, words)."""

    key: str
    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def zipped(parts: Sequence[Part], *, title: str, language: str, direction: str,
           files: Mapping[str, bytes] | None = None) -> bytes:
    """Return the zip: `copy.html`, `copy.json`, `files/<name>`; `language` is a BCP 47 tag, `direction` ltr or rtl."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        _write(out, "copy.html", page(parts, title=title, language=language, direction=direction).encode())
        data = {part.key: [dict(row) for row in part.rows] for part in parts}
        _write(out, "copy.json", json.dumps(data, ensure_ascii=False, indent=1).encode())
        for name, content in (files or {}).items():
            _write(out, f"files/{name}", content)
    return stream.getvalue()


def page(parts: Sequence[Part], *, title: str, language: str, direction: str) -> str:
    """Return the copy as one page that needs nothing else."""
    shown = "\n".join(_part(part) for part in parts)
    return (f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{escape(direction)}">\n<head><meta charset="utf-8">'
            f'<title>{escape(title)}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>'
            f'\n<body>\n<h1>{escape(title)}</h1>\n{shown}\n</body>\n</html>\n')


def _part(part: Part) -> str:
    rows = "\n".join(f"<dl>{''.join(_pair(*pair) for pair in row)}</dl>" for row in part.rows)
    return f"<section>\n<h2>{escape(part.title)}</h2>\n{rows}\n</section>"


def _pair(label: str, words: str) -> str:
    shown = escape(words).replace("\n", "<br>")
    return f'<dt>{escape(label)}</dt><dd dir="auto">{shown}</dd>'


def _write(out: zipfile.ZipFile, name: str, content: bytes) -> None:
    out.writestr(zipfile.ZipInfo(name, MOMENT), content, compress_type=zipfile.ZIP_DEFLATED)
