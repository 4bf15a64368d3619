"""What each column of someone else's file means here: a mapping checked against the file's columns and the survey."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from consult.domain.channels import CHANNELS, PANEL
from consult.domain.errors import Refused
from consult.domain.imported_rows import (
    FALSE,
    LANGUAGE,
    SEPARATOR,
    TRUE,
    Fact,
    Received,
    RowReader,
    Source,
    folded,
    option_words,
)
from consult.domain.responses import BEHALVES, WORDS_ARE
from consult.domain.routing import AGE_ROUTES
from consult.domain.surveys import (
    CHOICE_KINDS,
    MEDIA_KINDS,
    NOTE,
    VALUE_KINDS,
    Question,
    Survey,
    comment_key,
    is_open_comment,
    options_of,
    questions_of,
)

YES_NO = {**dict.fromkeys(TRUE, "1"), **dict.fromkeys(FALSE - {""}, "0")}
# What a response is besides its answers: the words that each may hold, and what stands where the mapping is silent
# or the cell is empty. None: the mapping has to say it.
FACTS: Mapping[str, tuple[Mapping[str, str] | None, str | None]] = {
    "channel": ({word: word for word in CHANNELS if word != PANEL}, None),
    "language": (None, ""),
    "age_route": ({word: word for word in AGE_ROUTES}, "adult"),
    "consent": (YES_NO, None),
    "quote_consent": (YES_NO, "0"),
    "on_behalf_of": ({word: word for word in BEHALVES}, "self"),
    "was_helped": (YES_NO, "0"),
    "words_are": ({word: word for word in WORDS_ARE}, ""),
    "may_be_named": (YES_NO, "0"),
}
COLUMN_NAMES = ("id", "body", "weight")
OF_THE_FILE = ("sheet", "header_row", "data_row", "delimiter", "encoding")
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
MOST_HEADER_ROW = 100
# A column by its letter, where its header cannot name it.
LETTER = re.compile(r"#[A-Z]{1,3}")
MOST_SAMPLE_KEY = 40
# What may be said of one column, and the kind of value of each.
SHAPES: Mapping[str, type] = {
    "question": str, "values": dict, "separator": str, "option": str, "true": list, "format": str,
}


@dataclass(frozen=True)
class FileShape:
    """Where the table stands in its file: the sheet by name (None: the first), the row of its headers (from 1), what
    stands between the cells of a CSV file, the row of the first answers (None: the one after the headers), and the
    encoding as Python names it (None: found out, as what stands between the cells is)."""

    sheet: str | None = None
    header_row: int = 1
    delimiter: str | None = None
    data_row: int | None = None
    encoding: str | None = None

    @property
    def first_row(self) -> int:
        """The number of the first row that can hold answers."""
        return self.data_row or self.header_row + 1


@dataclass
class _Problems:
    found: list[Refused] = field(default_factory=list)

    def note(self, refused: Refused) -> None:
        """Keep one more thing that is wrong."""
        self.found.append(refused)

    def settle(self) -> None:
        """Raise everything that was found together."""
        if self.found:
            raise Refused("mapping", "mapping-wrong", {"found": tuple(self.found)})


def file_shape(mapping: Mapping[str, Any]) -> FileShape:
    """Return where the mapping says that the table stands. Raises Refused("mapping", "mapping-wrong")."""
    problems = _Problems()
    sheet, row, delimiter = mapping.get("sheet"), mapping.get("header_row", 1), mapping.get("delimiter")
    data_row, encoding = mapping.get("data_row"), mapping.get("encoding")
    has_row = type(row) is int and 1 <= row <= MOST_HEADER_ROW
    is_right = {
        "sheet": sheet is None or isinstance(sheet, str),
        "header_row": has_row,
        "data_row": data_row is None or (has_row and type(data_row) is int and row < data_row <= MOST_HEADER_ROW),
        "delimiter": delimiter is None or delimiter in DELIMITERS,
        "encoding": encoding is None or encoding in ENCODINGS,
    }
    for name, is_fine in is_right.items():
        if not is_fine:
            problems.note(Refused(name, "mapping-value-wrong", {"name": name}))
    problems.settle()
    return FileShape(sheet, row, delimiter, data_row, encoding)


def row_reader(mapping: Mapping[str, Any], headers: Sequence[str], survey: Survey, nodes: Collection[str]
               ) -> RowReader:
    """Return what reads the rows of a file with these headers as responses to the survey.

    `nodes` are the keys of the plan. Headers are compared without regard to case and spaces; `#C` is the third column
    whatever stands over it. A file of a `sample` has the channel of panels, and it alone may have weights. Raises
    Refused("mapping", "mapping-wrong", {"found": (Refused, …)}) with everything that is wrong.
    """
    return _Resolver(headers, survey, nodes).reader(mapping)


def column_letter(at: int) -> str:
    """Return how a spreadsheet calls the column at this place (from 0): A to Z, AA and so on."""
    letters, at = "", at + 1
    while at:
        at, left = divmod(at - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def column_name(headers: Sequence[str], at: int) -> str:
    """Return what a mapping calls the column at this place (from 0): its header, or its letter where the header is
    empty or stands over another column too."""
    header = headers[at]
    is_plain = header and not LETTER.fullmatch(header) and sum(
        folded(other) == folded(header) for other in headers) == 1
    return header if is_plain else f"#{column_letter(at)}"


class _Resolver:
    """Ties names in a mapping to columns and questions, and notes all that cannot be tied."""

    def __init__(self, headers: Sequence[str], survey: Survey, nodes: Collection[str]) -> None:
        self._survey, self._nodes, self._headers = survey, nodes, headers
        self._places: dict[str, list[int]] = {}
        self._letters: dict[str, int] = {}
        for at, header in enumerate(headers):
            self._places.setdefault(folded(header), []).append(at)
            self._letters[f"#{column_letter(at)}"] = at
        self._questions = {question.key: question for question in questions_of(survey)
                           if question.kind != NOTE and question.kind not in MEDIA_KINDS}
        self._problems = _Problems()
        self._named: set[int] = set()

    def reader(self, mapping: Mapping[str, Any]) -> RowReader:
        """Return the reader of rows, or raise everything that is wrong."""
        for name in mapping:
            if name not in (*FACTS, *COLUMN_NAMES, *OF_THE_FILE, "received", "columns", "sample"):
                self._note(name, "mapping-unknown-name", name=name)
        mapping = self._of_sample(mapping)
        facts = {name: self._fact(name, mapping) for name in FACTS}
        id_at, body_at, weight_at = (self._optional_column(name, mapping.get(name)) for name in COLUMN_NAMES)
        received = self._received(mapping.get("received"))
        sources = tuple(self._sources(mapping.get("columns")))
        self._refuse_twice(sources)
        self._problems.settle()
        ignored = tuple(header for at, header in enumerate(self._headers) if at not in self._named and header)
        return RowReader(tuple(self._headers), facts, id_at, body_at, received, sources, ignored, weight_at)

    def _of_sample(self, mapping: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the mapping with the channel that the sample decides; noted where it says something else."""
        sample = mapping.get("sample")
        if sample is None:
            if mapping.get("weight") is not None:
                self._note("weight", "mapping-weight-alone")
            return mapping
        if not isinstance(sample, str) or not 0 < len(sample) <= MOST_SAMPLE_KEY:
            self._note("sample", "mapping-value-wrong", name="sample")
        if mapping.get("channel") not in (None, PANEL):
            self._note("channel", "mapping-channel-of-sample")
        return {**mapping, "channel": PANEL}

    def _note(self, place: str, code: str, **facts: object) -> None:
        self._problems.note(Refused(place, code, facts))

    def _column(self, name: object, place: str) -> int | None:
        """Return where the column of that name stands; None, noted, where there is none or more than one."""
        found = self._places.get(folded(name), []) if isinstance(name, str) else []
        if not found and name in self._letters:
            found = [self._letters[str(name)]]
        if len(found) != 1:
            code = "mapping-column-twice" if found else "mapping-unknown-column"
            self._note(place, code, name=str(name))
            return None
        self._named.add(found[0])
        return found[0]

    def _optional_column(self, place: str, name: object) -> int | None:
        return self._column(name, place) if name is not None else None

    def _fact(self, name: str, mapping: Mapping[str, Any]) -> Fact:
        known, default = FACTS[name]
        if name == "channel" and mapping.get("channel") == PANEL and mapping.get("sample") is not None:
            return Fact(name, PANEL, None, {}, known, None)
        default = self._survey.languages[0] if name == "language" else default
        given = mapping.get(name)
        empty = "0" if name == "consent" else default
        if given is None:
            if default is None:
                self._note(name, "mapping-missing", name=name)
            return Fact(name, default or "", None, {}, known, empty)
        if not isinstance(given, Mapping):
            return Fact(name, self._value(name, given, known), None, {}, known, empty)
        self._refuse_others(given, ("column", "values"), name)
        values = {folded(cell): self._value(name, value, known)
                  for cell, value in self._table(given, "values", name).items()}
        return Fact(name, "", self._column(given.get("column"), name), values, known, empty)

    def _value(self, name: str, given: object, known: Mapping[str, str] | None) -> str:
        """Return a value as it is kept; noted where it is none that this fact can have."""
        word = str(int(given)) if isinstance(given, bool) else given if isinstance(given, str) else ""
        found = known.get(word, "") if known is not None else word if LANGUAGE.fullmatch(word) else ""
        if not found:
            self._note(name, "mapping-value-wrong", name=name)
        return found

    def _received(self, given: object) -> Received | None:
        if given is None:
            return None
        if not isinstance(given, Mapping) or not isinstance(given.get("format", ""), str):
            self._note("received", "mapping-value-wrong", name="received")
            return None
        self._refuse_others(given, ("column", "format"), "received")
        at = self._column(given.get("column"), "received")
        return Received(at, given.get("format")) if at is not None else None

    def _sources(self, columns: object) -> Iterator[Source]:
        if not isinstance(columns, Mapping) or not columns:
            self._note("columns", "mapping-missing", name="columns")
            return
        for header, given in columns.items():
            at = self._column(header, header)
            if given is None:
                continue
            source = self._source(header, {"question": given} if isinstance(given, str) else given)
            if source is not None and at is not None:
                yield replace(source, at=at)

    def _source(self, header: str, given: object) -> Source | None:
        if not isinstance(given, Mapping):
            self._note(header, "mapping-value-wrong", name=header)
            return None
        self._refuse_others(given, tuple(SHAPES), header)
        question = self._question(given.get("question"), header)
        if question is None or not self._has_shape(given, header):
            return None
        option, values = given.get("option"), {folded(cell): value for cell, value in given.get("values", {}).items()}
        codes = {known.code for known in options_of(question)}
        for code in [*values.values(), *([option] if option is not None else [])]:
            if codes and code is not None and code not in codes:
                self._note(header, "mapping-unknown-option", name=code, question=question.key)
        self._refuse_for_kind(question, given, header)
        return Source(-1, header, question, option, values, given.get("separator") or SEPARATOR,
                      frozenset(map(folded, given.get("true", ()))) or TRUE, given.get("format"),
                      option_words(question))

    def _has_shape(self, given: Mapping[str, Any], header: str) -> bool:
        """Say whether each name of a column's object holds the kind of value that it can hold; noted where not."""
        wrong = [name for name, shape in SHAPES.items() if name in given and not isinstance(given[name], shape)]
        wrong += [name for name, inside in (("values", lambda table: table.values()), ("true", iter))
                  if name in given and name not in wrong
                  and not all(isinstance(value, str | None) for value in inside(given[name]))]
        for name in wrong:
            self._note(header, "mapping-value-wrong", name=name)
        return not wrong

    def _question(self, key: object, header: str) -> Question | None:
        name, _at, node = str(key).partition("@")
        found = self._questions.get(name)
        is_comment = found is not None and is_open_comment(found)
        if found is None or is_comment != bool(node) or (node and node not in self._nodes):
            self._note(header, "mapping-unknown-question", name=str(key))
            return None
        return replace(found, key=comment_key(found, node), plan_node=node) if is_comment else found

    def _refuse_for_kind(self, question: Question, given: Mapping[str, Any], header: str) -> None:
        """Note what a question of this kind cannot have: options of a text, a separator for one choice, a date form."""
        kind = question.kind
        takes = {"question", "values", *(("option", "true", "separator") if kind in ("several-choices", "ranking")
                                         else ("option", "true") if kind in CHOICE_KINDS else ()),
                 *(("format",) if kind == "date" else ())}
        for name in given:
            if name not in takes:
                self._note(header, "mapping-not-for-kind", name=name, question=question.key)

    def _refuse_twice(self, sources: Sequence[Source]) -> None:
        """Note a question that two columns answer where one of them would go unread."""
        whole: dict[str, set[bool]] = {}
        for source in sources:
            seen = whole.setdefault(source.question.key, set())
            is_part = source.option is not None
            if source.question.kind in VALUE_KINDS | {"ranking"} and (seen - {is_part} or (seen and not is_part)):
                self._note(source.header, "mapping-question-twice", name=source.question.key)
            seen.add(is_part)

    def _table(self, given: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
        found = given.get(name, {})
        is_table = isinstance(found, Mapping) and all(
            value is None or isinstance(value, str | bool) for value in found.values())
        if not is_table:
            self._note(place, "mapping-value-wrong", name=name)
        return found if is_table else {}

    def _refuse_others(self, given: Mapping[str, Any], known: Collection[str], place: str) -> None:
        for name in given:
            if name not in known:
                self._note(place, "mapping-unknown-name", name=name)
