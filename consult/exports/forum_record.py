"""A group's whole record as one file that needs nobody's computer but its own: pages to read, JSON, films and sound."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from html import escape

from consult.domain.forum_records import Entry, Fact, Record, Section, to_plain
from consult.domain.languages import direction
from consult.exports import forum_record_words as words
from consult.exports.cells import Translate

# The first instant that a zip archive can hold: file dates must not say when somebody took part.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
STYLE = ("body{font:1.2rem/1.5 Arial,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
         "dt{font-weight:bold}dd{margin:0 0 .5rem}article{border-top:2px solid;margin-top:1.5rem}"
         "section section{margin-inline-start:1rem}p{white-space:pre-line}")


def write(record: Record, language: str, translate: Translate) -> bytes:
    """Return a zip archive: `record.html` in `language` (BCP 47), `record.json`, and `files/`; equal for equal records.

    The names inside say nothing of which group it is: they can stand on a shared telephone.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        page = "\n".join(_page(record, language, translate)).encode()
        plain = json.dumps(to_plain(record), ensure_ascii=False, indent=1, sort_keys=True).encode()
        inside = {"record.html": page, "record.json": plain,
                  **{f"files/{name}": content for name, content in sorted(record.files.items())}}
        for name, content in inside.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _page(record: Record, language: str, translate: Translate) -> Iterator[str]:
    title = translate("Record")
    yield f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction(language)}">'
    yield f'<head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>'
    yield f"<h1>{_written(record.name)}</h1>"
    yield from _facts((Fact("made-on", record.made_on), Fact("copyright", record.copyright),
                       Fact("licence", record.licence)), language, translate)
    whose = translate("This record belongs to the group. It is by item, and does not say who is in it.")
    yield f"<p>{escape(whose)}</p>"
    yield from _contents(record.sections, translate)
    for section in record.sections:
        yield from _section(section, language, translate)
    yield "</main></body></html>"


def _contents(sections: Iterable[Section], translate: Translate) -> Iterator[str]:
    yield f'<nav aria-label="{escape(translate("Contents"))}"><ul>'
    for section in sections:
        yield f'<li><a href="#{section.key}">{escape(words.section_words(section.key, translate))}</a></li>'
    yield "</ul></nav>"


def _section(section: Section, language: str, translate: Translate) -> Iterator[str]:
    name = escape(words.section_words(section.key, translate))
    yield f'<section aria-labelledby="{section.key}"><h2 id="{section.key}">{name}</h2>'
    if not section.entries:
        yield f"<p>{escape(translate('Nothing yet.'))}</p>"
    for number, entry in enumerate(section.entries, 1):
        yield f'<article aria-labelledby="{section.key}-{number}">'
        yield f'<h3 id="{section.key}-{number}">{_written(entry.title)}</h3>'
        yield from _inside(entry, language, translate)
        for part in entry.parts:
            yield f"<section><h4>{_written(part.title)}</h4>" if part.title else "<section>"
            yield from _inside(part, language, translate)
            yield "</section>"
        yield "</article>"
    yield "</section>"


def _inside(entry: Entry, language: str, translate: Translate) -> Iterator[str]:
    yield from _facts(entry.facts, language, translate)
    for text in entry.texts:
        yield f'<p dir="auto">{escape(text)}</p>'
    if entry.files:
        yield "<ul>"
        for name in entry.files:
            yield f'<li><a href="files/{escape(name)}">{escape(name)}</a></li>'
        yield "</ul>"


def _facts(facts: Iterable[Fact], language: str, translate: Translate) -> Iterator[str]:
    lines = [f"<dt>{escape(words.label_words(fact.label, translate))}</dt>"
             f"<dd>{_written(words.value_words(fact, language, translate))}</dd>" for fact in facts if fact.value]
    if lines:
        yield "<dl>" + "".join(lines) + "</dl>"


def _written(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
