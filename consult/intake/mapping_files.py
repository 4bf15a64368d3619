"""Reads the mapping that stands beside a table of responses, a JSON file; not what its names mean."""

import json
from collections.abc import Iterable
from typing import Any

from consult.domain.errors import Refused

MAX_MAPPING_BYTES = 1024 * 1024


def read_mapping(data: bytes) -> dict[str, Any]:
    """Return the mapping in a JSON file. Raises Refused("mapping", "mapping-not-json", "mapping-name-twice"
    or "mapping-too-large")."""
    if len(data) > MAX_MAPPING_BYTES:
        raise Refused("mapping", "mapping-too-large")
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Refused("mapping", "mapping-not-json", {"line": error.lineno}) from None
    except (UnicodeDecodeError, RecursionError):
        raise Refused("mapping", "mapping-not-json", {"line": 1}) from None
    if not isinstance(found, dict):
        raise Refused("mapping", "mapping-not-json", {"line": 1})
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("mapping", "mapping-name-twice", {"name": name[:80]})
        found[name] = value
    return found
