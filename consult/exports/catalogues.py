"""The interface's words as a PO file for translators, and a catalogue with some of its translations written anew."""

import io
from collections.abc import Iterator, Mapping

from babel.messages.pofile import normalize, read_po, unescape, write_po

from consult.domain.catalogue_files import mark_of

MARK = "consult: "


def to_po(data: bytes) -> bytes:
    """Return a catalogue with the mark of each translation in a comment, so that an import knows what it was then."""
    catalogue = read_po(io.BytesIO(data))
    for message in catalogue:
        if message.id:
            said = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            marks = [MARK + mark_of(form or "" for form in said)] if any(said) else []
            message.auto_comments = [*message.auto_comments, *marks]
    target = io.BytesIO()
    write_po(target, catalogue, width=0)
    return target.getvalue()


def with_translations(text: str, changed: Mapping[tuple[str, ...], tuple[str, ...]]) -> str:
    """Return a catalogue in which these messages (English: forms) say something else; every other line stays.

    `text` is a catalogue as it stands in a file, with one line end. The header is a message without English and stays.
    """
    lines = text.split("\n")
    done: list[str] = []
    at = 0
    for start, end, ids in _messages(lines):
        if ids in changed:
            done += [*lines[at:start], *_written(ids, changed[ids])]
            at = end
    return "\n".join([*done, *lines[at:]])


def _messages(lines: list[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give (first line of the translation, the line after it, English) of each message."""
    ids: list[str] = []
    at = 0
    while at < len(lines):
        keyword = lines[at].split(" ", 1)[0]
        if keyword in ("msgid", "msgid_plural"):
            ids = [*(ids if keyword == "msgid_plural" else []), ""]
            end = _end(lines, at)
            ids[-1] = "".join(unescape(line[line.index('"'):]) for line in lines[at:end])
        elif keyword.startswith("msgstr"):
            end = _end(lines, at)
            while end < len(lines) and lines[end].startswith("msgstr"):
                end = _end(lines, end)
            yield at, end, tuple(ids)
        else:
            end = at + 1
        at = end


def _end(lines: list[str], at: int) -> int:
    """Return the line after a text that begins on line `at` and may go on below."""
    at += 1
    while at < len(lines) and lines[at].startswith('"'):
        at += 1
    return at


def _written(ids: tuple[str, ...], said: tuple[str, ...]) -> list[str]:
    names = [f"msgstr[{number}]" for number in range(len(said))] if len(ids) > 1 else ["msgstr"]
    return [line for name, form in zip(names, said, strict=True)
            for line in f"{name} {normalize(form, width=0)}".split("\n")]
