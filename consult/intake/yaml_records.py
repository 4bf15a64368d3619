"""Takes typed fields out of one YAML mapping and notes what is missing, wrong or unknown; knows no schema."""

import re
from collections.abc import Collection, Iterable

from consult.domain.texts import clean
from consult.intake.yaml_lines import Fields, Place, Problems, Rows, Scalar

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_TRUE = frozenset({"true", "yes", "on"})


class Record:
    """One mapping of a file; each field is asked for by name, and what nobody asked for is unknown."""

    def __init__(self, place: Place, problems: Problems, name: str = "") -> None:
        """`name` is what the mapping is called in a refusal where `place` is no mapping at all."""
        self.problems = problems
        self.line = place.line
        self._asked: set[str] = set()
        if isinstance(place, Fields):
            self._fields = place
        else:
            problems.add(place.line, "wrong-type", name)
            self._fields = Fields(place.line, {}, {})
        self.is_mapping = isinstance(place, Fields)

    def names(self) -> tuple[str, ...]:
        """The names of the fields, in the order of the file."""
        return tuple(self._fields.values)

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty (null)."""
        value = self._fields.values.get(name)
        return value is not None and not (isinstance(value, Scalar) and value.kind == "null")

    def line_of(self, name: str) -> int:
        """The line of a field's name, else of the mapping."""
        return self._fields.key_lines.get(name, self.line)

    def wrong(self, name: str, code: str, about: str | None = None) -> None:
        """Note a problem on the line of a field; `about` is what a reader needs to find it, else the field's name."""
        self.problems.add(self.line_of(name), code, name if about is None else about)

    def take(self, name: str, is_required: bool = False) -> Place | None:
        """The value as it stands; None where it is absent or null."""
        self._asked.add(name)
        if self.has(name):
            return self._fields.values[name]
        if is_required and self.is_mapping:
            self.wrong(name, "missing", name)
        return None

    def text(self, name: str, is_required: bool = False) -> str | None:
        """A text with something in it, cleaned; None where it is absent, null or wrong."""
        value = self.take(name, is_required)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.kind != "text":
            self.wrong(name, "wrong-type")
            return None
        words = clean(value.text).strip()
        if not words:
            self.wrong(name, "empty")
        return words or None

    def reference(self, name: str, longest: int) -> str | None:
        """A short mark such as 5.10, read as it is written and never as a number."""
        value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, Scalar):
            self.wrong(name, "wrong-type")
            return None
        words = clean(value.text).strip()
        if len(words) > longest:
            self.wrong(name, "too-long")
        return words or None

    def slug(self, name: str, longest: int, is_required: bool = False) -> str | None:
        """A lower-case key such as knife-crime; None where it is absent or wrong."""
        value = self.take(name, is_required)
        return None if value is None else slug_of(value, self.problems, name, longest)

    def whole(self, name: str, lowest: int, highest: int, code: str = "out-of-range") -> int | None:
        """A whole number between two bounds, both included."""
        value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.kind != "int" or not _WHOLE.fullmatch(value.text):
            self.wrong(name, "wrong-type")
            return None
        number = int(value.text)
        if not lowest <= number <= highest:
            self.wrong(name, code)
            return None
        return number

    def flag(self, name: str) -> bool:
        """True or false; false where it is absent."""
        value = self.take(name)
        if value is None:
            return False
        if not isinstance(value, Scalar) or value.kind != "bool":
            self.wrong(name, "wrong-type")
            return False
        return value.text.lower() in _TRUE

    def rows(self, name: str, is_required: bool = False, if_empty: str = "missing") -> tuple[Place, ...]:
        """The items of a list; none where it is absent or wrong. A required list with nothing in it is `if_empty`."""
        value = self.take(name, is_required)
        if value is None:
            return ()
        if not isinstance(value, Rows):
            self.wrong(name, "wrong-type")
            return ()
        if is_required and not value.items:
            self.wrong(name, if_empty)
        return value.items

    def slugs(self, name: str, longest: int, is_required: bool = False) -> tuple[str, ...]:
        """A list of lower-case keys without repeats."""
        found: dict[str, None] = {}
        for item in self.rows(name, is_required):
            key = slug_of(item, self.problems, name, longest)
            if key is not None and key in found:
                self.problems.add(item.line, "repeated-value", key)
            elif key is not None:
                found[key] = None
        return tuple(found)

    def known_slugs(
        self, name: str, longest: int, known: Collection[str], code: str, is_required: bool = False
    ) -> tuple[str, ...]:
        """A list of keys, each of them in `known`; the others are noted under `code` on their own line."""
        for item in self.rows(name):
            if isinstance(item, Scalar) and is_slug(item.text, longest) and item.text not in known:
                self.problems.add(item.line, code, item.text)
        return self.slugs(name, longest, is_required)

    def words(self, name: str, languages: Iterable[str], is_required: bool = False) -> dict[str, str] | None:
        """The same words in every one of `languages` and in no other; None where the field is absent."""
        value = self.take(name, is_required)
        if value is None:
            return None
        record = Record(value, self.problems, name)
        found = {}
        for language in languages if record.is_mapping else ():
            if not record.has(language):
                record._asked.add(language)
                record.problems.add(self.line_of(name), "missing-language", f"{name} {language}")
                continue
            found[language] = record.text(language) or ""
        record.refuse_others("unknown-language")
        return found

    def refuse_others(self, code: str = "unknown-field") -> None:
        """Note every field that nobody asked for."""
        for name in self.names():
            if name not in self._asked:
                self.problems.add(self._fields.key_lines[name], code, name)


def slug_of(place: Place, problems: Problems, name: str, longest: int) -> str | None:
    """A lower-case key, read as it is written (`no` and `2025` are keys too); None where it is not one."""
    if not isinstance(place, Scalar):
        problems.add(place.line, "wrong-type", name)
        return None
    if not is_slug(place.text, longest):
        problems.add(place.line, "not-a-key", place.text)
        return None
    return place.text


def is_slug(word: str, longest: int) -> bool:
    """Whether a word is lower-case letters and digits with single hyphens between them, and no longer than allowed."""
    return len(word) <= longest and _SLUG.fullmatch(word) is not None


def plain(place: Place) -> object:
    """Lists, dicts, texts, numbers and truths as JSON holds them; a date or an odd number stays as it is written."""
    if isinstance(place, Rows):
        return [plain(item) for item in place.items]
    if isinstance(place, Fields):
        return {name: plain(value) for name, value in place.values.items()}
    if place.kind == "null":
        return None
    if place.kind == "bool":
        return place.text.lower() in _TRUE
    if place.kind == "int" and _WHOLE.fullmatch(place.text):
        return int(place.text)
    if place.kind == "float" and _DECIMAL.fullmatch(place.text):
        return float(place.text)
    return clean(place.text)
