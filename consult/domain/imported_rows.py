"""One row of someone else's file read as a response: its facts and its answers, or the cell that cannot be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consult.domain.errors import Refused
from consult.domain.surveys import CHOICE_KINDS, Question, options_of
from consult.domain.texts import clean
from consult.domain.working_days import LONDON

SEPARATOR = "|"
TRUE = frozenset({"1", "yes", "y", "true", "x", "✓"})
FALSE = frozenset({"0", "no", "n", "false", ""})
# A tag as BCP 47 forms it, as far as people use them.
LANGUAGE = re.compile(r"(?=.{2,20}\Z)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
# Of a cell that cannot be read, so much is said again.
MOST_SAID = 80
LONGEST_BODY = 200
# Weights are factors around 1; what is larger is a count of people, an id or a slip.
LARGEST_WEIGHT = 1000.0
WEIGHT = re.compile(r"\d{1,4}(?:[.,]\d{1,20})?(?:[eE]-?\d{1,2})?")


def folded(words: str) -> str:
    """Return words as they are compared: cleaned, without regard to case and to how many spaces stand between."""
    return " ".join(clean(words).split()).casefold()


def option_words(question: Question) -> dict[str, str]:
    """Return the code of each option by its code and by its label in every language, folded.

    A label that two options share stands for neither of them.
    """
    options = options_of(question)
    found: dict[str, set[str]] = {}
    for option in options:
        for words in option.label.values():
            found.setdefault(folded(words), set()).add(option.code)
    by_label = {words: next(iter(codes)) for words, codes in found.items() if len(codes) == 1}
    return {**by_label, **{folded(option.code): option.code for option in options}}


@dataclass(frozen=True)
class Fact:
    """What a response is besides its answers: the same for all rows, or read from a column.

    `known` are the words that need no entry in `values`; None takes any tag of a language. `empty` stands for an
    empty cell, None where it may not be empty.
    """

    name: str
    value: str
    at: int | None
    values: Mapping[str, str]
    known: Mapping[str, str] | None
    empty: str | None

    def read(self, cells: Sequence[str], headers: Sequence[str]) -> str:
        """Return the value in this row. Raises Refused(header, "import-value-unknown")."""
        if self.at is None:
            return self.value
        cell = folded(cells[self.at])
        if cell in self.values:
            return self.values[cell]
        if self.known is not None and cell in self.known:
            return self.known[cell]
        if cell == "" and self.empty is not None:
            return self.empty
        if self.known is None and LANGUAGE.fullmatch(cells[self.at].strip()):
            return cells[self.at].strip()
        raise _unknown(headers[self.at], cells[self.at])


@dataclass(frozen=True)
class Received:
    """The column that says when a response came; `form` is a strptime form, None for ISO."""

    at: int
    form: str | None


@dataclass(frozen=True)
class Source:
    """One column that answers a question, or says of one option whether it was chosen (or its place in a ranking)."""

    at: int
    header: str
    question: Question
    option: str | None
    values: Mapping[str, str | None]
    separator: str
    true: frozenset[str]
    form: str | None
    words: Mapping[str, str]

    def read(self, cell: str) -> list[str]:
        """Return the values that the cell gives; none for an empty one. Raises Refused(header, code)."""
        if not cell.strip():
            return []
        if folded(cell) in self.values:
            value = self.values[folded(cell)]
            return [] if value is None else [value]
        if self.option is not None:
            return self._of_option(cell, self.option)
        if self.question.kind in CHOICE_KINDS | {"ranking"}:
            return self._chosen(cell)
        if self.question.kind == "date":
            return [_moment(cell, self.form, self.header).date().isoformat()]
        return [cell]

    def _of_option(self, cell: str, option: str) -> list[str]:
        if self.question.kind == "ranking":
            return [f"{cell.strip().removesuffix('.0')} {option}"]
        if folded(cell) in self.true or self.words.get(folded(cell)) == option:
            return [option]
        if folded(cell) in FALSE:
            return []
        raise _unknown(self.header, cell)

    def _chosen(self, cell: str) -> list[str]:
        is_one = self.question.kind in CHOICE_KINDS - {"several-choices"}
        found = []
        for part in [cell] if is_one or folded(cell) in self.words else cell.split(self.separator):
            word = folded(part)
            if not word or (word in self.values and self.values[word] is None):
                continue
            code = self.values.get(word) or self.words.get(word)
            if code is None:
                raise _unknown(self.header, part)
            found.append(code)
        return found


@dataclass(frozen=True)
class ImportedRow:
    """One row as a response: facts by name, answers by question key, the column that each answer came from."""

    id: str
    body: str
    received_at: datetime | None
    is_whole_day: bool
    facts: Mapping[str, str]
    answers: Mapping[str, list[str]]
    columns: Mapping[str, str]
    weight: float | None = None


@dataclass(frozen=True)
class RowReader:
    """Reads rows by a checked mapping; `ignored` are the columns that the mapping does not name."""

    headers: tuple[str, ...]
    facts: Mapping[str, Fact]
    id_at: int | None
    body_at: int | None
    received: Received | None
    sources: tuple[Source, ...]
    ignored: tuple[str, ...]
    weight_at: int | None = None

    def read(self, cells: Sequence[str]) -> ImportedRow:
        """Return the row as a response. Raises Refused(header, code) for the first cell that cannot be read."""
        facts = {name: fact.read(cells, self.headers) for name, fact in self.facts.items()}
        answers: dict[str, list[str]] = {}
        columns = {name: self.headers[fact.at] for name, fact in self.facts.items() if fact.at is not None}
        for source in self.sources:
            key = source.question.key
            if values := source.read(cells[source.at]):
                answers.setdefault(key, []).extend(values)
                columns.setdefault(key, source.header)
        id_words = self._words(cells, self.id_at)
        if self.id_at is not None and not id_words:
            raise Refused(self.headers[self.id_at], "import-id-missing")
        moment, is_whole_day = self._moment(cells)
        return ImportedRow(id_words, self._body(cells, facts), moment, is_whole_day, facts, answers, columns,
                           self._weight(cells))

    def column_of(self, row: ImportedRow, name: str) -> str:
        """Return the column that a refusal is about: of the question or fact that it names, empty for the whole row."""
        return row.columns.get({"age": "age_route"}.get(name, name)) or next(
            (source.header for source in self.sources if source.question.key == name), "")

    def _body(self, cells: Sequence[str], facts: Mapping[str, str]) -> str:
        """Return the name of the body; refused where the answers are one person's own, or where it is too long."""
        name = self._words(cells, self.body_at)
        if name and (facts["on_behalf_of"] == "self" or len(name) > LONGEST_BODY):
            code = "import-body-alone" if facts["on_behalf_of"] == "self" else "import-body-long"
            raise Refused(self.headers[self.body_at or 0], code, {"limit": LONGEST_BODY})
        return name

    def _weight(self, cells: Sequence[str]) -> float | None:
        """Return the weight of the row, with a decimal point or comma; None where no column holds weights."""
        if self.weight_at is None:
            return None
        words = cells[self.weight_at].strip()
        weight = float(words.replace(",", ".")) if WEIGHT.fullmatch(words) else 0.0
        if not 0 < weight <= LARGEST_WEIGHT:
            raise Refused(self.headers[self.weight_at], "import-weight-shape", {"name": words[:MOST_SAID]})
        return weight

    def _words(self, cells: Sequence[str], at: int | None) -> str:
        return clean(cells[at]).strip() if at is not None else ""

    def _moment(self, cells: Sequence[str]) -> tuple[datetime | None, bool]:
        if self.received is None or not (cell := cells[self.received.at].strip()):
            return None, False
        moment = _moment(cell, self.received.form, self.headers[self.received.at])
        is_whole_day = moment.time() == time(0) and moment.tzinfo is None
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)), is_whole_day


def arrival(row: ImportedRow, opens_at: datetime, closes_at: datetime, now: datetime, header: str) -> datetime:
    """Return the instant at which the response came: the one in its row, else now.

    A day without an hour is its noon in London, or on the first and last day the opening and the close: what came on
    the last day was in time. Raises Refused(header, code): `import-too-early`, `import-in-future`.
    """
    if row.received_at is None:
        return now
    moment = row.received_at
    if row.is_whole_day:
        moment += timedelta(hours=12)
        day = row.received_at.date()
        if day == _london_day(opens_at):
            moment = max(moment, opens_at)
        if day == _london_day(closes_at):
            moment = min(moment, closes_at)
        if day == _london_day(now):
            moment = min(moment, now)
    if moment < opens_at:
        raise Refused(header, "import-too-early")
    if moment > now:
        raise Refused(header, "import-in-future")
    return moment


def _london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _moment(cell: str, form: str | None, header: str) -> datetime:
    try:
        return datetime.strptime(cell.strip(), form) if form else datetime.fromisoformat(cell.strip())
    except (ValueError, OverflowError, re.error):
        # The form comes from the mapping: one that names the year twice is no pattern at all.
        raise Refused(header, "import-date-shape", {"name": cell.strip()[:MOST_SAID]}) from None


def _unknown(header: str, cell: str) -> Refused:
    return Refused(header, "import-value-unknown", {"name": clean(cell).strip()[:MOST_SAID]})
