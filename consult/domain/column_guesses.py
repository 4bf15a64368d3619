"""What a column of someone else's file may be, by its name and its cells: proposals for a person, never a decision."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.imported_rows import FALSE, TRUE, WEIGHT, folded, option_words
from consult.domain.surveys import (
    CHOICE_KINDS,
    MEDIA_KINDS,
    NOTE,
    TEXT_KINDS,
    Question,
    Survey,
    is_open_comment,
    options_of,
    questions_of,
)

# Kinds of cells. The words for them are the page's.
EMPTY, NUMBER, DAY, CHOICE, TEXT = "empty", "number", "day", "choice", "text"
# What a column can be besides an answer: a name of the mapping, or LEFT_OUT.
LEFT_OUT, PERSONAL = "left-out", "personal"
# With more different cells than these, nobody chose from a list.
MOST_VALUES = 40
LONGEST_VALUE = 80
# Answers to choose from are shorter than sentences, on average.
USUAL_VALUE = 45
# In so few rows, cells that all differ can still be answers to choose from.
FEW = 10
# Half of what is said must agree before a person is shown a proposal.
LEAST = 0.5
# Headers as tools and people write them; the first that is found counts.
NAMES: Mapping[str, re.Pattern[str]] = {
    "id": re.compile(r"(?:.*\b)?(?:respondent|response|record|recipient|case|participant|submission)[ _-]?"
                     r"(?:id|no|number|ref|reference|serial|identity)?|id|ref|reference|identity|serial|recordno|uuid"),
    "weight": re.compile(r"w\d{0,3}|wt|weight(?:ing)?s?(?:[ _].*)?|.*[ _]weight"),
    "received": re.compile(r"(?:end|recorded|submitted|completed?|received|response)[ _]?(?:date|time|at|on)?"
                           r"(?:[ _].*)?|date(?:[ _](?:submitted|received|recorded|completed))?|timestamp|completed"),
    "language": re.compile(r"(?:user ?)?language|locale|lang"),
    "on_behalf_of": re.compile(r".*\b(?:responding as|respondent type|responding as an individual|on behalf of)\b.*"),
    "body": re.compile(r".*\b(?:organi[sz]ation name|name of (?:your |the )?organi[sz]ation)\b.*|organi[sz]ation"),
}
# Who somebody is has no place among answers.
IDENTITY = re.compile(r".*\b(?:e-?mail|ip ?address|(?:first|last|full|sur|your|recipient) ?name|phone|telephone|mobile"
                      r"|address line|latitude|longitude|date of birth)\b.*|name|recipientlastname|recipientfirstname"
                      r"|recipientemail|ipaddress|locationlatitude|locationlongitude")
WORD = re.compile(r"\w+")
# Words that stand in every question say nothing about which it is.
COMMON = frozenset("a an and are as at be by do does for from how in is it of on or our that the this to we what which "
                   "with you your please".split())
NUMBERED = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d+[a-z]?\s*[.:)\-–]\s*", re.IGNORECASE)
DAY_SHAPES = ((re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"), None),
              (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "%d/%m/%Y"),
              (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}"), "%d/%m/%Y %H:%M"),
              (re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2}"), "%d/%m/%Y %H:%M:%S"),
              (re.compile(r"\d{1,2} [A-Za-z]{3} \d{4}"), "%d %b %Y"),
              (re.compile(r"\d{1,2} [A-Za-z]{4,9} \d{4}"), "%d %B %Y"))


@dataclass(frozen=True)
class Column:
    """What a column of a file shows: what a mapping calls it, the words over it, and its cells in the rows looked at.

    `values` are its different cells with how often each stands there, the most frequent first; none where there are
    more than MOST_VALUES, or where they are too long to be answers to choose from. `form` is the shape of its days.
    """

    name: str
    title: str
    label: str
    filled: int
    values: tuple[tuple[str, int], ...]
    kind: str
    form: str | None = None


@dataclass(frozen=True)
class Guess:
    """What a column may be: a name of the mapping, LEFT_OUT or PERSONAL, or the question (and option) it answers."""

    use: str
    question: str = ""
    option: str = ""


def kind_of(cells: Iterable[tuple[str, int]], filled: int, is_whole: bool) -> tuple[str, str | None]:
    """Return the kind of cells, and the form of their days.

    `cells` are the different ones with their counts, `is_whole` says that these are all.
    """
    words = [cell.strip() for cell, _count in cells if cell.strip()]
    if not words:
        return EMPTY, None
    for shape, form in DAY_SHAPES:
        if all(shape.fullmatch(word) for word in words):
            return DAY, form
    few = (is_whole and len(words) <= MOST_VALUES and max(map(len, words)) <= LONGEST_VALUE
           and sum(map(len, words)) <= USUAL_VALUE * len(words))
    if few and (len(words) * 2 <= filled or len(words) <= 2):
        return CHOICE, None
    if all(WEIGHT.fullmatch(word.lstrip("-")) for word in words):
        return NUMBER, None
    return (CHOICE if few and (len(words) < filled or filled <= FEW) else TEXT), None


def guesses(columns: Sequence[Column], survey: Survey) -> list[Guess]:
    """Return what each column may be: each name and each question only once, the surest first."""
    found = [_by_name(column) for column in columns]
    taken: set[str] = set()
    for at, guess in enumerate(found):
        if guess is not None and guess.use in NAMES:
            found[at] = guess if guess.use not in taken else None
            taken.add(guess.use)
    scores = sorted(_scores(columns, found, survey), key=lambda one: (-one[0], one[1]))
    for _score, at, guess in scores:
        key = f"{guess.question}/{guess.option}"
        if found[at] is None and key not in taken and (not guess.option or f"{guess.question}/" not in taken):
            found[at] = guess
            taken.add(key)
    return [guess if guess is not None else Guess(LEFT_OUT) for guess in found]


def value_guesses(column: Column, question: Question) -> dict[str, str]:
    """Return the code of the option that each cell of a column may stand for; none where nothing is known of it."""
    known = option_words(question)
    return {cell: known[folded(cell)] for cell, _count in column.values if folded(cell) in known}


def _by_name(column: Column) -> Guess | None:
    for words in (folded(column.title), folded(column.label)):
        if words and IDENTITY.fullmatch(words):
            return Guess(PERSONAL)
        for use, names in NAMES.items():
            if words and names.fullmatch(words) and _may_be(use, column):
                return Guess(use)
    return Guess(LEFT_OUT) if column.kind == EMPTY else None


def _may_be(use: str, column: Column) -> bool:
    """Say whether the cells of a column can be what its name says."""
    if use == "weight":
        return column.kind in (NUMBER, CHOICE) and all(WEIGHT.fullmatch(cell) for cell, _count in column.values)
    return {"received": column.kind == DAY, "language": column.kind == CHOICE,
            "on_behalf_of": column.kind == CHOICE}.get(use, column.kind != EMPTY)


def _scores(columns: Sequence[Column], found: Sequence[Guess | None], survey: Survey
            ) -> Iterator[tuple[float, int, Guess]]:
    questions = [(question, _said(question)) for question in questions_of(survey)
                 if question.kind != NOTE and question.kind not in MEDIA_KINDS and not is_open_comment(question)]
    for at, column in enumerate(columns):
        if found[at] is not None:
            continue
        titles = [words for words in (column.title, column.label, f"{column.title} {column.label}") if words.strip()]
        for question, said in questions:
            for guess, score in _fits(column, titles, question, said):
                if score >= LEAST:
                    yield score, at, guess


def _said(question: Question) -> list[str]:
    return [question.key, *question.text.values()]


def _fits(column: Column, titles: Sequence[str], question: Question, said: Sequence[str]
          ) -> Iterator[tuple[Guess, float]]:
    """Give how well a column fits a question as a whole, and each of its options that it may be about."""
    words = max((_likeness(title, one) for title in titles for one in said), default=0.0)
    if question.kind in CHOICE_KINDS | {"ranking"}:
        if question.kind in ("several-choices", "ranking"):
            yield from _options(column, titles, question, said)
        yield Guess("question", question.key), (words + _known_share(column, question)) / 2
    elif question.kind in TEXT_KINDS:
        yield Guess("question", question.key), words if column.kind in (TEXT, CHOICE) else words / 2
    else:
        yield Guess("question", question.key), words if column.kind in (NUMBER, DAY, CHOICE) else words / 2


def _known_share(column: Column, question: Question) -> float:
    known = option_words(question)
    count = sum(count for _cell, count in column.values)
    return sum(count for cell, count in column.values if folded(cell) in known) / count if count else 0.0


def _options(column: Column, titles: Sequence[str], question: Question, said: Sequence[str]
             ) -> Iterator[tuple[Guess, float]]:
    """Give the options that the name of a column ends with, where its cells say yes or no to one."""
    for option in options_of(question):
        labels = {folded(words) for words in option.label.values()} | {folded(option.code)}
        if not all(folded(cell) in TRUE | FALSE | labels for cell, _count in column.values) or not column.values:
            continue
        for title in titles:
            ending = next((label for label in labels if folded(title).endswith(label)), "")
            rest = folded(title)[:-len(ending)].strip(" -–:[]()") if ending else ""
            if ending:
                like = max((_likeness(rest, one) for one in said), default=0.0) if rest else 0.0
                yield Guess("question", question.key, option.code), 0.5 + like / 2


def _likeness(title: str, words: str) -> float:
    """Return from 0 to 1 how much two texts share: 1 where they are the same, else by their words."""
    left, right = folded(NUMBERED.sub("", title)), folded(NUMBERED.sub("", words))
    if left == right:
        return 1.0
    one, other = (set(WORD.findall(text)) - COMMON for text in (left, right))
    return len(one & other) / len(one | other) if one and other else 0.0
