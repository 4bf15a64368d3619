"""Reads a PO file of the interface's words: bytes in, messages out; what is taken of them is not decided here."""

import io
from gettext import c2py

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Found
from babel.messages.pofile import PoFileError, read_po

from consult.domain.catalogue_files import CatalogueFile, Message
from consult.domain.errors import Refused

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
MAX_MESSAGES = 20_000
# How an exported message is marked, in the comments that tools leave alone.
MARK = "consult: "
NUMBERS = range(201)


def read_catalogue(data: bytes) -> CatalogueFile:
    """Return the messages of a PO file in its order.

    Raises Refused("file", …): "catalogue-large" {most}, "catalogue-not-utf-8", "catalogue-broken" {line},
    "catalogue-many" {most}.
    """
    if len(data) > MAX_BYTES:
        raise Refused("file", "catalogue-large", {"most": MAX_BYTES // MEGABYTE})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("file", "catalogue-not-utf-8") from None
    catalogue = _parsed(text)
    messages = tuple(_message(found) for found in catalogue if found.id)
    if len(messages) > MAX_MESSAGES:
        raise Refused("file", "catalogue-many", {"most": f"{MAX_MESSAGES:,}"})
    return CatalogueFile(catalogue.locale_identifier or "", _plurals(catalogue), catalogue.num_plurals, messages)


def _parsed(text: str) -> Catalog:
    try:
        return read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise Refused("file", "catalogue-broken", {"line": error.lineno + 1}) from None
    except (AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError):
        # What the library makes of a file that is no catalogue at all.
        raise Refused("file", "catalogue-broken", {"line": 1}) from None


def _message(found: Found) -> Message:
    said = found.string if isinstance(found.string, (tuple, list)) else (found.string,)
    mark = next((note.removeprefix(MARK).strip() for note in found.auto_comments if note.startswith(MARK)), "")
    return Message(tuple(found.id) if isinstance(found.id, (tuple, list)) else (found.id,),
                   tuple(form or "" for form in said), mark, "fuzzy" in found.flags)


def _plurals(catalogue: Catalog) -> tuple[int, ...]:
    try:
        rule = c2py(catalogue.plural_expr)
        return tuple(int(rule(number)) for number in NUMBERS)
    except (ArithmeticError, RecursionError, ValueError):
        raise Refused("file", "catalogue-broken", {"line": 1}) from None
