"""Reads and changes a mapping column by column, as a person goes through it on a page; not whether it is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.domain.column_guesses import LEFT_OUT, PERSONAL, Column, Guess, value_guesses
from consult.domain.errors import Refused
from consult.domain.imported_rows import FALSE, LANGUAGE, SEPARATOR, TRUE, folded, option_words
from consult.domain.responses import BEHALVES
from consult.domain.surveys import CHOICE_KINDS, Question, Survey, options_of, questions_of

# What a column can be besides an answer: the names that hold a column alone, and those with words for its cells.
PLAIN_USES = ("id", "body", "weight")
FACT_USES = ("language", "on_behalf_of", "consent", "quote_consent")
RECEIVED = "received"
# A question as the value of a list to choose from, with the option behind it where a column is about one alone.
QUESTION = "q:"
NO_ANSWER = "-"
BODIES = {"individual": "self", "organisation": "organisation", "organization": "organisation",
          "company": "organisation", "group": "group", "charity": "organisation"}
# What tools put between several answers in one cell.
SEPARATORS = (";", "|", "\n", ",")


@dataclass(frozen=True)
class Cell:
    """What stands in a column, and the code that it is taken for: empty where nobody said, NO_ANSWER for none."""

    words: str
    code: str


@dataclass(frozen=True)
class Meaning:
    """A column whose cells need words: its name, what it is (a value of `use_of`), its question, and the cells."""

    column: str
    use: str
    question: Question | None
    cells: tuple[Cell, ...]


def use_of(mapping: Mapping[str, Any], name: str) -> str:
    """Return what a mapping says of a column: a name of a fact, QUESTION with its key, or an empty word for nothing."""
    for use in PLAIN_USES:
        if mapping.get(use) == name:
            return use
    for use, given in mapping.items():
        if use != "columns" and isinstance(given, Mapping) and given.get("column") == name:
            return use
    given = mapping.get("columns", {}).get(name)
    if isinstance(given, str):
        return f"{QUESTION}{given}"
    if isinstance(given, Mapping):
        option = given.get("option")
        return f"{QUESTION}{given.get('question', '')}" + (f"/{option}" if option else "")
    return ""


def refuse_misshapen(mapping: Mapping[str, Any]) -> None:
    """Raise Refused("mapping", "mapping-value-wrong") where pages could not even show what a mapping says."""
    columns = mapping.get("columns", {})
    if not isinstance(columns, dict):
        raise Refused("mapping", "mapping-value-wrong", {"name": "columns"})
    for name, given in [*columns.items(), *((use, given) for use, given in mapping.items() if use != "columns")]:
        values = given.get("values", {}) if isinstance(given, dict) else {}
        is_right = isinstance(values, dict) and all(isinstance(code, str | bool | None) for code in values.values())
        if not is_right or not isinstance(given.get("separator", "") if isinstance(given, dict) else "", str):
            raise Refused("mapping", "mapping-value-wrong", {"name": name[:80]})


def guess_of(use: str) -> Guess:
    """Return what was chosen of a list as what a column is."""
    if not use.startswith(QUESTION):
        return Guess(use or LEFT_OUT)
    question, _slash, option = use.removeprefix(QUESTION).partition("/")
    return Guess("question", question, option)


def put(mapping: dict[str, Any], column: Column, guess: Guess, survey: Survey) -> None:
    """Write into a mapping what a column is, in place of what it said of it; a fact has one column at a time."""
    remove(mapping, column.name)
    if guess.use == "question":
        mapping["columns"][column.name] = _answer(column, guess, survey)
    elif guess.use == RECEIVED:
        mapping[RECEIVED] = {"column": column.name, **({"format": column.form} if column.form else {})}
    elif guess.use in PLAIN_USES:
        mapping[guess.use] = column.name
    elif guess.use in FACT_USES:
        mapping[guess.use] = {"column": column.name, "values": _facts(guess.use, column, survey)}
    else:
        mapping["columns"][column.name] = None


def remove(mapping: dict[str, Any], name: str) -> None:
    """Take out of a mapping all that it says of a column."""
    mapping.setdefault("columns", {}).pop(name, None)
    for use in [use for use, given in mapping.items() if use != "columns" and (
            (use in PLAIN_USES and given == name) or (isinstance(given, dict) and given.get("column") == name))]:
        del mapping[use]


def meanings(mapping: Mapping[str, Any], columns: Sequence[Column], unknown: Mapping[str, Sequence[str]],
             survey: Survey) -> list[Meaning]:
    """Return the columns with cells that a person has to say the meaning of, or has said it.

    `unknown` has cells that only the check of all rows met, by column. What stands word for word in the survey is
    known by itself and not asked for.
    """
    questions = {question.key: question for question in questions_of(survey)}
    found = []
    for column in columns:
        use = use_of(mapping, column.name)
        question = questions.get(guess_of(use).question) if use.startswith(QUESTION) else None
        cells = [cell for cell, _count in column.values] + [
            cell for cell in unknown.get(column.name, ()) if cell not in dict(column.values)]
        if question is not None and question.kind in CHOICE_KINDS | {"ranking"} and not guess_of(use).option:
            said = _cells(mapping["columns"][column.name], cells, question)
        elif use in FACT_USES:
            said = _fact_cells(use, mapping[use].get("values", {}), cells)
        else:
            said = []
        if said:
            found.append(Meaning(column.name, use, question, tuple(said)))
    return found


def say(mapping: dict[str, Any], meaning: Meaning, words: str, code: str) -> None:
    """Write into a mapping what a cell of a column means; an empty code takes back what was said of it."""
    if meaning.question is None:
        values = mapping[meaning.use].setdefault("values", {})
    else:
        given = mapping["columns"][meaning.column]
        if isinstance(given, str):
            given = mapping["columns"][meaning.column] = {"question": given}
        values = given.setdefault("values", {})
    for known in [known for known in values if folded(known) == folded(words)]:
        del values[known]
    if code:
        values[words] = None if code == NO_ANSWER else code


def codes_of(meaning: Meaning, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that a cell of a column can mean; `languages` are those that an answer may be in."""
    if meaning.question is not None:
        return (*(option.code for option in options_of(meaning.question)), NO_ANSWER)
    return {"language": tuple(languages), "on_behalf_of": BEHALVES}.get(meaning.use, ("yes", "no"))


def _cells(given: Any, cells: Sequence[str], question: Question) -> list[Cell]:
    said: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    values = {folded(cell): code for cell, code in said.get("values", {}).items()}
    separator = said.get("separator") or SEPARATOR
    known = option_words(question)
    found: list[Cell] = []
    is_many = question.kind in ("several-choices", "ranking")
    for cell in cells:
        is_whole = not is_many or folded(cell) in known or folded(cell) in values
        for part in [cell] if is_whole else cell.split(separator):
            word = folded(part)
            code = values.get(word, "")
            if word and word not in {folded(one.words) for one in found} and (
                    word not in known or (word in values and code != known[word])):
                found.append(Cell(part.strip(), NO_ANSWER if code is None else code))
    return found


def _fact_cells(use: str, values: Mapping[str, Any], cells: Sequence[str]) -> list[Cell]:
    said = {folded(cell): code for cell, code in values.items()}
    if use in ("consent", "quote_consent"):
        said = {cell: "yes" if code in (True, "1", "yes") else "no" for cell, code in said.items()}
        return [Cell(cell, said.get(folded(cell), "")) for cell in cells
                if folded(cell) not in TRUE | FALSE or folded(cell) in said]
    by_itself = (lambda cell: LANGUAGE.fullmatch(cell.strip())) if use == "language" else (
        lambda cell: folded(cell) in BEHALVES)
    return [Cell(cell, str(said.get(folded(cell), ""))) for cell in cells
            if folded(cell) in said or not by_itself(cell)]


def _answer(column: Column, guess: Guess, survey: Survey) -> Any:
    """Return what a mapping says of a column that answers a question."""
    question = next((one for one in questions_of(survey) if one.key == guess.question), None)
    if question is None:
        return guess.question
    if guess.option:
        return {"question": guess.question, "option": guess.option}
    if question.kind == "date" and column.form:
        return {"question": guess.question, "format": column.form}
    if question.kind not in CHOICE_KINDS | {"ranking"}:
        return guess.question
    separator = _separator(column) if question.kind in ("several-choices", "ranking") else ""
    return {"question": guess.question, **({"separator": separator} if separator else {}),
            "values": value_guesses(column, question)}


def _separator(column: Column) -> str:
    """Return what stands between several answers in one cell: what most cells hold of what tools use."""
    counts = {mark: sum(count for cell, count in column.values if mark in cell) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: counts[mark])
    return best if counts[best] else ""


def _facts(use: str, column: Column, survey: Survey) -> dict[str, str]:
    """Return what the cells of a column say of a response beside its answers, as far as their words tell."""
    if use == "language":
        return {cell: tag for cell, _count in column.values for tag in survey.languages
                if folded(cell)[:2] == tag[:2].casefold()}
    if use == "on_behalf_of":
        return {cell: BODIES[folded(cell)] for cell, _count in column.values if folded(cell) in BODIES}
    return {}


__all__ = ["FACT_USES", "LEFT_OUT", "NO_ANSWER", "PERSONAL", "PLAIN_USES", "QUESTION", "RECEIVED", "Cell", "Meaning",
           "codes_of", "guess_of", "meanings", "put", "refuse_misshapen", "remove", "say", "use_of"]
