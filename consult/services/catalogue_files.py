"""The interface's words out as PO files and back into the catalogues of this installation; compiles nothing."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from consult.domain import catalogue_files as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.catalogue_files import CatalogueFile
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES, Language
from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.translation_files import TAKEN, Outcome, counted
from consult.exports.catalogues import to_po, with_translations
from consult.intake.catalogues import MAX_BYTES, read_catalogue
from consult.services import audit, rights
from consult.services.transaction import writing

__all__ = ["MAX_BYTES", "Taken", "export", "take_in"]


@dataclass(frozen=True)
class Taken:
    """What became of each message of a file, in its order; `written` says whether the catalogue was changed."""

    language: str
    outcomes: tuple[Outcome, ...]
    is_written: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many messages came to each outcome."""
        return counted(self.outcomes)


def export(*, language: str, consultation_id: int | None = None, by_id: int | None = None) -> bytes:
    """Return the interface's words in a language as PO, each message with the mark of its translation.

    Raises Refused("language", "language-unknown"). `consultation_id` is where the one who asks holds the right.
    """
    data = _path(_language(language)).read_bytes()
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.SEE_VARIANTS, consultation_id)
        audit.record(session, Act.VARIANTS_EXPORTED, person_id=by_id, kind="catalogue", object_id=language)
    return to_po(data)


def take_in(*, data: bytes, is_dry_run: bool = False) -> Taken:
    """Write the changed translations of a PO file into the catalogue of its language, or only say which they are.

    Every line that is about nothing else stays as it is, the header too. Only whoever runs commands on the server can
    do this. Raises what read_catalogue does, Refused("file", "catalogue-language" {name}), "catalogue-plural-rule",
    "catalogue-foreign" where nothing in the file comes from here, "catalogue-read-only".
    """
    found = read_catalogue(data)
    language = next((known for known in LANGUAGES.values()
                     if known.locale == found.locale and known.tag != SOURCE_LANGUAGE), None)
    if language is None:
        raise Refused("file", "catalogue-language", {"name": found.locale[:20] or "?"})
    path = _path(language)
    text = path.read_text(encoding="utf-8")
    now = read_catalogue(text.encode("utf-8"))
    outcomes = _judged(found, now)
    said = {message.ids[0]: (message.ids, message.said) for message in found.messages}
    ids = {message.ids[0]: message.ids for message in now.messages}
    changed = {ids[outcome.key]: said[outcome.key][1] for outcome in outcomes if outcome.outcome == TAKEN}
    taken = Taken(language.tag, outcomes, bool(changed) and not is_dry_run)
    if taken.is_written:
        _replace(path, with_translations(text, changed))
        with writing() as session:
            audit.record(session, Act.VARIANTS_IMPORTED, person_id=None, kind="catalogue", object_id=language.tag,
                         **taken.counts)
    return taken


def _judged(found: CatalogueFile, now: CatalogueFile) -> tuple[Outcome, ...]:
    there = {message.ids[0]: message for message in now.messages}
    if not any(message.mark or message.ids[0] in there for message in found.messages):
        raise Refused("file", "catalogue-foreign")
    if (found.forms, found.plurals) != (now.forms, now.plurals):
        raise Refused("file", "catalogue-plural-rule")
    return tuple(rules.judged(message, there.get(message.ids[0]), now.forms) for message in found.messages)


def _language(tag: str) -> Language:
    found = LANGUAGES.get(tag)
    if found is None or tag == SOURCE_LANGUAGE or not _path(found).is_file():
        raise Refused("language", "language-unknown")
    return found


def _path(language: Language) -> Path:
    folder: Path = current_app.config["CONSULT_SETTINGS"].translations_dir
    return folder / language.locale / "LC_MESSAGES" / "messages.po"


def _replace(path: Path, text: str) -> None:
    """Put the new catalogue in place whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".messages-")
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
        os.replace(name, path)
    except PermissionError:
        raise Refused("file", "catalogue-read-only") from None
