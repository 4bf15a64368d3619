"""Which columns a file of responses has, and what each response puts in them; never what people are."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from consult.domain.conditions import Condition, Rule, both
from consult.domain.response_rows import AskedVersion, Comment, Given, ResponseRow, Translated
from consult.domain.surveys import (
    MEDIA_KINDS,
    NOTE,
    STORES_ANSWERS,
    Option,
    Question,
    Survey,
    comment_key,
    is_characteristic,
    is_open_comment,
    options_of,
)

FIXED = (
    "response", "received", "channel", "language", "survey_version", "is_late", "on_behalf_of", "body", "was_helped",
    "words_are", "quote_consent", "counted", "excluded_reason", "counted_with", "sample", "weight",
)
SEPARATOR = "|"
MANY = ("several-choices", "ranking")
# What stands beside a text that somebody gave in another language, in this order.
BESIDE = ("english", "language")


class Number(str):
    """A number as it is stored: plain decimal, so that it is no words and needs no guard against formulas."""


Cell = str | int | Number | None


@dataclass(frozen=True)
class Wording:
    """A question as one version asks it: under this condition, None for everyone."""

    version: int
    question: Question
    asked_if: Rule | None


@dataclass(frozen=True)
class Column:
    """One column: of a question, of one option of it, or of a comment on one part of the plan.

    `beside` is "english" or "language" where it stands beside the column of a text and says that of it.
    """

    name: str
    key: str
    option: str | None = None
    node_key: str | None = None
    beside: str = ""

    @property
    def answer(self) -> str:
        """The name of the column of the text that this one stands beside; its own name where it is an answer."""
        return self.name.removesuffix(f"_{self.beside}") if self.beside else self.name


@dataclass
class _Asked:
    """One question through all versions, the newest first."""

    wordings: list[Wording] = field(default_factory=list)
    ids: dict[int, Question] = field(default_factory=dict)

    def options(self) -> list[str]:
        """Return the codes of every option that any version offered, those of the newest first."""
        return list(dict.fromkeys(option.code for wording in self.wordings
                                  if wording.question.kind in MANY for option in options_of(wording.question)))


@dataclass(frozen=True)
class _Spot:
    """Where the answers to one question of one version go."""

    question: Question
    at: int | None
    options: Mapping[str, int]


class Layout:
    """The columns of one consultation's responses, the same through the versions of its survey.

    A question that is kept apart in any version has no column, and neither has what is asked beside it.
    """

    def __init__(self, versions: Sequence[AskedVersion], comments: Sequence[Comment] = (),
                 translated: Sequence[Translated] = ()) -> None:
        """`versions` stand the newest first, `comments` in the order of the plan.

        Where a text of `translated` stands, its English and its language have columns beside it.
        """
        self.apart = frozenset(_apart(versions))
        self._asked = _asked(versions, self.apart)
        self._comments = [comment for comment in comments if comment.key in self._asked]
        self._translated = {(text.key, text.node_key) for text in translated}
        self.columns = tuple(self._columns())

    @property
    def header(self) -> list[str]:
        """The names of all columns in order, the fixed ones first."""
        return [*FIXED, *(column.name for column in self.columns)]

    def wordings(self, key: str) -> Sequence[Wording]:
        """Return how each version asks the question, the newest first."""
        return self._asked[key].wordings

    def cells(self, row: ResponseRow) -> list[Cell]:
        """Return what the response puts in each column: None where there is nothing.

        An option holds 1 or 0 where its question was answered, or its place in a ranking. A file is named by its
        kind and number alone.
        """
        cells: list[Cell] = [*_fixed(row), *([None] * len(self.columns))]
        many: dict[int, list[Given]] = {}
        for given in row.answers:
            spot = self._spots.get(given.question_id)
            if spot is None:
                continue
            if spot.question.kind in MANY:
                many.setdefault(given.question_id, []).append(given)
                continue
            at = self._nodes.get((given.question_id, given.node_key)) if given.node_key else spot.at
            if at is not None:
                cells[at] = _after(cells[at], _cell(spot.question.kind, given))
                self._put_beside(cells, at, given)
        for question_id, chosen in many.items():
            _put_many(cells, self._spots[question_id], chosen)
        return cells

    def _columns(self) -> Iterator[Column]:
        for key, asked in self._asked.items():
            name = f"{key} (question)" if key in FIXED else key
            if not all(is_open_comment(wording.question) for wording in asked.wordings):
                yield from self._with_english(Column(name, key))
            yield from (Column(f"{name}/{code}", key, option=code) for code in asked.options())
            for comment in self._comments:
                if comment.key == key:
                    named = comment_key(asked.wordings[0].question, comment.node_key)
                    yield from self._with_english(Column(named, key, node_key=comment.node_key))

    def _with_english(self, column: Column) -> Iterator[Column]:
        yield column
        if (column.key, column.node_key or "") in self._translated:
            yield from (replace(column, name=f"{column.name}_{beside}", beside=beside) for beside in BESIDE)

    def _put_beside(self, cells: list[Cell], at: int, given: Given) -> None:
        column = self.columns[at - len(FIXED)]
        if given.text is not None and (column.key, column.node_key or "") in self._translated:
            english, language = cells[at + 1:at + 1 + len(BESIDE)]
            tags = [tag for tag in (language, given.language) if tag]
            cells[at + 1] = _after(english, given.english) if given.english else english
            cells[at + 2] = ", ".join(dict.fromkeys(map(str, tags))) or None

    @cached_property
    def _places(self) -> dict[tuple[str, str | None, str | None], int]:
        return {(column.key, column.option, column.node_key): at
                for at, column in enumerate(self.columns, len(FIXED)) if not column.beside}

    @cached_property
    def _spots(self) -> dict[int, _Spot]:
        return {question_id: self._spot(key, question)
                for key, asked in self._asked.items() for question_id, question in asked.ids.items()}

    def _spot(self, key: str, question: Question) -> _Spot:
        options = {} if question.kind not in MANY else {
            option.code: self._places[key, option.code, None] for option in options_of(question)}
        return _Spot(question, self._places.get((key, None, None)), options)

    @cached_property
    def _nodes(self) -> dict[tuple[int, str], int]:
        return {(question_id, comment.node_key): self._places[comment.key, None, comment.node_key]
                for comment in self._comments for question_id in self._asked[comment.key].ids}


def asked_in(survey: Survey) -> Iterator[tuple[str, Question, Question | None, Option | None]]:
    """Give every question that is answered: its section's store, itself, and for a companion what it stands beside."""
    for section in survey.sections:
        for page in section.pages:
            for question in page.questions:
                if question.kind == NOTE:
                    continue
                yield section.stores, question, None, None
                for option in question.options:
                    if option.asks is not None:
                        yield section.stores, option.asks, question, option


def _apart(versions: Iterable[AskedVersion]) -> Iterator[str]:
    """Give the keys of what says what a person is in any version, with what is asked beside it."""
    for version in versions:
        for stores, question, parent, _option in asked_in(version.survey):
            if stores != STORES_ANSWERS or is_characteristic(question) or (parent and is_characteristic(parent)):
                yield question.key


def _asked(versions: Iterable[AskedVersion], apart: Collection[str]) -> dict[str, _Asked]:
    found: dict[str, _Asked] = {}
    for version in versions:
        for _stores, question, parent, option in asked_in(version.survey):
            if question.key in apart:
                continue
            asked = found.setdefault(question.key, _Asked())
            asked.wordings.append(Wording(version.number, question, _asked_if(question, parent, option)))
            if question.key in version.question_ids:
                asked.ids[version.question_ids[question.key]] = question
    return found


def _asked_if(question: Question, parent: Question | None, option: Option | None) -> Rule | None:
    if parent is None or option is None:
        return question.show_if
    return both(parent.show_if, Condition(parent.key, (option.code,)))


def _fixed(row: ResponseRow) -> tuple[Cell, ...]:
    is_counted = row.excluded_reason is None and row.counted_with is None
    return (row.public_id, row.received_at.date().isoformat(), row.channel, row.language, row.version,
            int(row.is_late), row.on_behalf_of, row.body, int(row.was_helped), row.words_are,
            int(row.has_quote_consent), int(is_counted), row.excluded_reason, row.counted_with, row.sample,
            Number(repr(row.weight)) if row.weight is not None else None)


def _cell(kind: str, given: Given) -> Cell:
    if given.text is not None:
        return given.text
    if given.value is None:
        return given.choice
    if kind in MEDIA_KINDS:
        return f"{kind}: 1"
    return Number(given.value) if kind == "number" else given.value


def _after(before: Cell, cell: Cell) -> Cell:
    """Return what a cell holds: words that were signed to a question stand after those that were typed to it."""
    is_text = isinstance(before, str) and isinstance(cell, str) and not isinstance(cell, Number)
    return f"{before}\n\n{cell}" if is_text else cell


def _put_many(cells: list[Cell], spot: _Spot, chosen: Sequence[Given]) -> None:
    """Put a several-choices answer as 1 and 0 and a ranking as places, and both joined in the order they have."""
    is_ranking = spot.question.kind == "ranking"
    order = {code: at for at, code in enumerate(spot.options)}
    codes = [(given.choice or "", given.place or 0) for given in chosen]
    codes.sort(key=lambda found: found[1] if is_ranking else order.get(found[0], len(order)))
    if not is_ranking:
        for at in spot.options.values():
            cells[at] = 0
    for code, place in codes:
        if code in spot.options:
            cells[spot.options[code]] = place if is_ranking else 1
    if spot.at is not None:
        cells[spot.at] = SEPARATOR.join(code for code, _place in codes)
