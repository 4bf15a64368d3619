"""What the words in the column `type` of an XLSForm mean here; the names that older tools write are known too."""

import re
from dataclasses import dataclass

BEGIN, END, SELECT, QUESTION, LEFT_OUT, ROW = "begin", "end", "select", "question", "left-out", "row"


@dataclass(frozen=True)
class Type:
    """What a row is: `what` is one of the names above, `kind` our kind of question or the flavour of a group.

    `list_name` is the list of a select, `has_other` its `or_other`; `reason` says why a kind is not the same or why
    the row is left out.
    """

    what: str
    kind: str = ""
    list_name: str = ""
    has_other: bool = False
    reason: str = ""
    is_decimal: bool = False


_SELECTS = {
    "one-choice": ("select one from", "select one", "select1", "add select one prompt using", "q select1"),
    "several-choices": ("select multiple from", "select multiple", "select all that apply from",
                        "select all that apply", "add select multiple prompt using", "q select"),
    "ranking": ("odk:rank", "rank"),
}
_PREFIXES = tuple(
    (re.compile(r"[\s_-]+".join(map(re.escape, words.split())) + r"(?:\s+|$)", re.I), kind)
    for words, kind in sorted(((words, kind) for kind, names in _SELECTS.items() for words in names),
                              key=lambda pair: -len(pair[0])))
_ELSEWHERE = ("select one from file", "select multiple from file", "select one external", "select multiple external",
              "rank from file")
_QUESTIONS = {
    "text": ("short-text", ""), "string": ("short-text", ""), "add text prompt": ("short-text", ""),
    "q string": ("short-text", ""), "integer": ("number", ""), "int": ("number", ""),
    "add integer prompt": ("number", ""), "q int": ("number", ""), "decimal": ("number", ""),
    "add decimal prompt": ("number", ""), "q decimal": ("number", ""), "range": ("number", "type-range"),
    "date": ("date", ""), "add date prompt": ("date", ""), "q date": ("date", ""),
    "time": ("short-text", "type-as-text"), "add time prompt": ("short-text", "type-as-text"),
    "q time": ("short-text", "type-as-text"),
    "datetime": ("short-text", "type-as-text"), "date time": ("short-text", "type-as-text"),
    "add date time prompt": ("short-text", "type-as-text"), "q datetime": ("short-text", "type-as-text"),
    "barcode": ("short-text", "type-as-text"), "add barcode prompt": ("short-text", "type-as-text"),
    "q barcode": ("short-text", "type-as-text"), "acknowledge": ("consent", ""), "trigger": ("consent", ""),
    "add acknowledge prompt": ("consent", ""), "note": ("note", ""), "add note prompt": ("note", ""),
    "q note": ("note", ""), "image": ("file", "type-as-file"), "photo": ("file", "type-as-file"),
    "picture": ("file", "type-as-file"), "add image prompt": ("file", "type-as-file"),
    "q image": ("file", "type-as-file"), "q picture": ("file", "type-as-file"), "file": ("file", ""),
    "add file prompt": ("file", ""), "audio": ("audio", ""), "add audio prompt": ("audio", ""),
    "q audio": ("audio", ""),
    "background audio": ("audio", "type-background-audio"), "video": ("video", ""), "add video prompt": ("video", ""),
    "q video": ("video", ""),
}
_LEFT_OUT = {
    "type-calculated": ("calculate", "calculation", "q calculate", "add calculate prompt", "hidden"),
    "type-place": ("geopoint", "geotrace", "geoshape", "gps", "location", "q location", "q geopoint",
                   "add location prompt", "start geopoint", "background geopoint"),
    "type-device": ("start", "end", "today", "deviceid", "device id", "imei", "subscriberid", "subscriber id",
                    "simserial", "sim id", "phonenumber", "phone number", "username", "email", "audit", "start time",
                    "end time", "get start time", "get end time", "get today", "get device id", "get subscriber id",
                    "get sim id", "get phone number", "get username", "get email", "uri:deviceid", "uri:subscriberid",
                    "uri:simserial", "uri:phonenumber", "uri:username", "uri:email"),
    "type-list-elsewhere": ("xml external", "csv external", "osm", "entity"),
}
_ROWS_LEFT_OUT = {name: reason for reason, names in _LEFT_OUT.items() for name in names}
_GROUPS = {"group": "group", "lgroup": "group", "repeat": "repeat", "looped group": "repeat", "loop": "repeat",
           "score": "score", "rank": "rank", "kobomatrix": "matrix"}
# KoboToolbox writes the rows of its own groups with two lines.
_KOBO = {"score__row": Type(ROW, "one-choice"), "rank__level": Type(LEFT_OUT, reason="type-rank-level")}
_OTHER = re.compile(r"\s+(?:or[_ ]other|or[_ ]specify[_ ]other)\s*$", re.I)


def read_type(words: str) -> Type | None:
    """Return what the words mean, or None where nobody knows them."""
    rest, other = _OTHER.subn("", words.strip())
    if rest.casefold() in _KOBO:
        return _KOBO[rest.casefold()]
    plain = " ".join(re.sub(r"[_-]", " ", rest.casefold()).split())
    if (found := _group(plain)) is not None:
        return found
    if plain.startswith(_ELSEWHERE):
        return Type(LEFT_OUT, reason="type-list-elsewhere")
    for prefix, kind in _PREFIXES:
        if match := prefix.match(rest):
            return Type(SELECT, kind, rest[match.end():].strip(), has_other=bool(other))
    if plain in _QUESTIONS:
        kind, reason = _QUESTIONS[plain]
        return Type(QUESTION, kind, reason=reason, is_decimal="decimal" in plain)
    return Type(LEFT_OUT, reason=_ROWS_LEFT_OUT[plain]) if plain in _ROWS_LEFT_OUT else None


def _group(words: str) -> Type | None:
    for start, what in (("begin ", BEGIN), ("end ", END)):
        name = words.removeprefix(start)
        # "end time" is a moment and no group.
        if words.startswith(start) and (flavour := _GROUPS.get(name) or _GROUPS.get(name.split(" ")[0])):
            return Type(what, flavour)
    return None
