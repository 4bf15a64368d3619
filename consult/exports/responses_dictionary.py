"""The data dictionary beside a file of responses: what each column holds, in the words that each version asked."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from consult.domain.conditions import Rule, questions_in, to_value
from consult.domain.surveys import MEDIA_KINDS, Text, options_of
from consult.exports.cells import Translate
from consult.exports.responses_columns import FIXED, MANY, SEPARATOR, Column, Layout, Wording
from consult.exports.responses_files import guarded

HEADER = ("column", "question", "kind", "survey_versions", "language", "wording", "option", "option_label", "asked_if",
          "holds", "empty_means")
# Stands in `asked_if` where the condition looks at an answer that is in no file.
NOT_SHOWN = "not shown"


@dataclass(frozen=True)
class _Line:
    """One row of the dictionary."""

    column: str
    question: str = ""
    kind: str = ""
    versions: str = ""
    language: str = ""
    wording: str = ""
    option: str = ""
    option_label: str = ""
    asked_if: str = ""
    holds: str = ""
    empty_means: str = ""


def write(layout: Layout, file: IO[bytes], translate: Translate, *, taken_back: int) -> int:
    """Write the dictionary as UTF-8 CSV with a byte order mark and return how many rows it has.

    A column has one row for each language and option, and again for each version that asked in other words.
    `taken_back` is how many responses were withdrawn or corrected: the last row says that they are left out.
    `asked_if` is the condition as JSON, empty where everyone who came to that part was asked.
    """
    words = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    lines = csv.writer(words, lineterminator="\r\n")
    lines.writerow(HEADER)
    count = 0
    for line in _lines(layout, translate, taken_back):
        lines.writerow([guarded(cell) for cell in vars(line).values()])
        count += 1
    words.flush()
    words.detach()
    return count


def _lines(layout: Layout, translate: Translate, taken_back: int) -> Iterator[_Line]:
    always, fixed = translate("never empty"), _fixed(translate)
    for name in FIXED:
        holds, empty = fixed[name]
        yield _Line(name, holds=holds, empty_means=empty or always)
    for column in layout.columns:
        yield from _of_column(layout, column, translate)
    yield _Line("", holds=translate("Responses that were withdrawn or corrected are left out of these files: "
                                    "%(number)s", number=taken_back))


def _fixed(translate: Translate) -> dict[str, tuple[str, str]]:
    """Return what each fixed column holds, and what an empty cell of it means; "" where none is ever empty."""
    yes_no = translate("1 for yes, 0 for no")
    return {
        "response": (translate("The response's own number, the same in every export"), ""),
        "received": (translate("The day on which it came (UTC). The hour is left out: it could tell who it was."), ""),
        "channel": (translate("The way in which it came"), ""),
        "language": (translate("The language in which it was answered, as a tag like en"), ""),
        "survey_version": (translate("The version of the survey that was answered"), ""),
        "is_late": (translate("1 where it came after the close, 0 where it did not"), ""),
        "on_behalf_of": (translate("Whom it speaks for: self, group or organisation"), ""),
        "body": (translate("The organisation or group, where it may be named"),
                 translate("no body, or one that may not be named")),
        "was_helped": (translate("1 where someone helped to answer, 0 where nobody did"), ""),
        "words_are": (translate("Whose words a helped answer holds: own, together or helper"),
                      translate("not helped, or not said")),
        "quote_consent": (translate("1 where the person agreed to be quoted, 0 where not"), ""),
        "counted": (f"{translate('Whether it counts in the report')}: {yes_no}", ""),
        "excluded_reason": (translate("Why it does not count"), translate("it counts, here or in another response")),
        "counted_with": (translate("The response of the same person that is counted: this one is kept and read"),
                         translate("it is counted by itself, or does not count")),
        "sample": (translate("The panel that it is from: count each sample by itself"),
                   translate("the open consultation")),
        "weight": (translate("What it weighs in its panel"), translate("no weight, or the open consultation")),
    }


def _beside(column: Column, translate: Translate) -> _Line:
    """Return the one row of a column that is no answer: it names no question, so that nobody takes it for one."""
    if column.beside == "english":
        return _Line(column.name, holds=translate("The English of %(column)s", column=column.answer),
                     empty_means=translate("given in English, or the English was not checked by a second person yet"))
    return _Line(column.name, holds=translate("The language of %(column)s, as a tag like en", column=column.answer),
                 empty_means=translate("not answered"))


def _of_column(layout: Layout, column: Column, translate: Translate) -> Iterator[_Line]:
    if column.beside:
        yield _beside(column, translate)
        return
    groups: dict[tuple[object, ...], list[Wording]] = {}
    for wording in layout.wordings(column.key):
        if column.option is None or column.option in {option.code for option in options_of(wording.question)}:
            groups.setdefault(_content(wording, column), []).append(wording)
    for alike in groups.values():
        wording = alike[0]
        versions = SEPARATOR.join(str(number) for number in sorted(item.version for item in alike))
        for language in wording.question.text:
            for option, label in _options(wording, column):
                yield _Line(
                    column.name, column.key, wording.question.kind, versions, language,
                    wording.question.text[language], option, label.get(language, ""),
                    _asked_if(wording.asked_if, layout), _holds(wording, column, translate),
                    translate("not asked, or not answered"))


def _content(wording: Wording, column: Column) -> tuple[object, ...]:
    """Return what two versions have in common where they need no rows of their own."""
    question = wording.question
    options = [(code, tuple(sorted(label.items()))) for code, label in _options(wording, column)]
    return question.kind, tuple(sorted(question.text.items())), tuple(options), wording.asked_if


def _options(wording: Wording, column: Column) -> Sequence[tuple[str, Text]]:
    """Return the options that the column's rows name; one without a name where it has none."""
    found = [(option.code, option.label) for option in options_of(wording.question)
             if column.option in (None, option.code)]
    return found or [("", {})]


def _asked_if(rule: Rule | None, layout: Layout) -> str:
    if rule is None:
        return ""
    if questions_in(rule) & layout.apart:
        return NOT_SHOWN
    return json.dumps(to_value(rule), ensure_ascii=False, sort_keys=True)


def _holds(wording: Wording, column: Column, translate: Translate) -> str:
    kind = wording.question.kind
    if column.node_key is not None:
        return translate("What was said about this part of the plan: %(part)s", part=column.node_key)
    if column.option is not None:
        return (translate("The place that the option was given, 1 for the first") if kind == "ranking" else
                translate("1 where the option was chosen, 0 where others were"))
    if kind in MANY:
        return translate("Every option that was chosen, with a line between them; a ranking in its order")
    if kind in MEDIA_KINDS:
        return translate("The kind and number of files; the files themselves are not here")
    if options_of(wording.question):
        return translate("The option that was chosen")
    return {"number": translate("A number"), "date": translate("A day, as year-month-day"),
            }.get(kind, translate("The person's own words"))
