"""One row of an XLSForm as a question: kind, words, options, limits, condition; where it stands is not known here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from consult.domain.conditions import MAX_DEPTH, Rule, from_value, questions_in
from consult.domain.surveys import (
    CHARACTERISTIC_KINDS,
    CHOICE_KINDS,
    KINDS,
    SENSITIVE_MIN_AGE,
    STORES_ANSWERS,
    Option,
    Question,
    is_characteristic,
    is_sensitive,
    options_of,
)
from consult.intake.workbooks import CellProblems
from consult.intake.xlsform_choices import ChoiceList, with_exclusive
from consult.intake.xlsform_conditions import ALWAYS, NEVER, Asked, Conditions, both_of, depth_of, is_same
from consult.intake.xlsform_constraints import Limits, read_limits
from consult.intake.xlsform_expressions import Unreadable
from consult.intake.xlsform_report import Report
from consult.intake.xlsform_rows import Node, free_key, is_yes
from consult.intake.xlsform_sheets import OURS, Line
from consult.intake.xlsform_texts import OTHER, SAY_OTHER, in_languages, plain_words
from consult.intake.xlsform_types import ROW, SELECT

_TYPED = frozenset({"short-text", "long-text", "plan-comment", "postcode-district"})
_CHOSEN = CHOICE_KINDS - {"several-choices"}
# What one of our own kinds may be written as.
_WRITTEN_AS = {"short-text": _TYPED, "one-choice": _CHOSEN, "consent": frozenset({"consent"})}
_LOST_COLUMNS = {
    "default": "default-not-carried", "calculation": "calculation-not-carried", "choice_filter": "filter-not-carried",
    "guidance_hint": "guidance-not-carried", "required_message": "required-message-not-carried",
    "trigger": "calculation-not-carried", "media::image": "media-not-carried", "media::audio": "media-not-carried",
    "media::video": "media-not-carried", "media::big-image": "media-not-carried",
}
_ALSO: Mapping[str, type] = {
    "is_required": bool, "is_decimal": bool, "is_dropdown": bool, "max_choices": int, "min_choices": int,
    "max_length": int, "minimum": str, "maximum": str, "pattern": str,
}
_DROPDOWN = frozenset({"minimal", "autocomplete", "search"})
_RANGE = re.compile(r"\b(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", re.I)


@dataclass
class Form:
    """What is known of the form while its rows are read; `asked` goes by the names of the file."""

    report: Report
    problems: CellProblems
    languages: tuple[str, ...]
    lists: Mapping[str, ChoiceList]
    keys: dict[str, str]
    is_ours: bool
    asked: dict[str, Asked] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    given_keys: set[str] = field(default_factory=set)

    def text(self, line: Line, column: str) -> dict[str, str]:
        """Return the words of a column in plain text; says so where markup was taken out."""
        words = line.words(column)
        if self.is_ours:
            return words
        plain = {tag: plain_words(said) for tag, said in words.items()}
        if plain != words:
            self.report.changed(line.sheet, line.number, "markup-taken-out")
        return {tag: said for tag, said in plain.items() if said}

    def changed(self, line: Line, code: str, **facts: str) -> None:
        """Say that something of a line is not as it was."""
        self.report.changed(line.sheet, line.number, code, **facts)

    def dropped(self, line: Line, code: str, **facts: str) -> None:
        """Say that a line is not carried over."""
        self.report.dropped(line.sheet, line.number, code, **facts)

    def free(self, name: str) -> str:
        """Return a key like the name that no question has, and keep it."""
        key = free_key(name, {*self.keys.values(), *self.given_keys})
        self.given_keys.add(key)
        return key


@dataclass(frozen=True)
class Around:
    """What groups say of the questions in them: `rule` must hold for each; `is_lost` that one could not be read."""

    rule: Rule | None = None
    is_lost: bool = False
    stores: str = STORES_ANSWERS


def read_question(node: Node, form: Form, around: Around, *, list_name: str = "") -> Question | None:
    """Return the question of a row, or None where it is not carried; the report says why."""
    line = node.line
    kind, is_own = _kind(node, form)
    question = Question(form.keys[node.name], kind, form.text(line, "label"), form.text(line, "hint") or None)
    question = replace(question, is_required=_is_required(line, form, kind), plan_node=node.get("plan_node") or None,
                       min_age=_whole(node, form, "min_age"), is_decimal=node.type.is_decimal,
                       error=form.text(line, "constraint_message") or None)
    if kind == "note" and not (question.text or question.hint):
        form.dropped(line, "note-empty")
        return None
    if node.type.what in (SELECT, ROW):
        question = _with_options(question, node, form, list_name)
    question = _limited(question, node, form)
    question = _protected(_shown_as(question, line, form), line, form, around.stores) if not is_own else question
    question = _also(question, node, form)
    if not is_own and is_characteristic(question) and question.kind not in CHARACTERISTIC_KINDS:
        form.dropped(line, "characteristic-not-choice")
        return None
    return _asked(question, node, form, around, is_own)


def _asked(question: Question, node: Node, form: Form, around: Around, is_own: bool) -> Question | None:
    """Return the question with its condition, and let later conditions know it; None where nobody could see it."""
    line, codes = node.line, _codes(question, node, form)
    is_apart = is_characteristic(question) or around.stores != STORES_ANSWERS
    question = replace(question, show_if=condition(node, form, around, is_apart=is_apart or is_own))
    if question.show_if == NEVER and not node.get("show_if"):
        form.dropped(line, "never-shown")
        return None
    if question.kind != "note":
        form.asked[node.name] = Asked(question.key, question.kind, codes, is_apart)
    if node.type.reason:
        form.changed(line, node.type.reason, type=line.get("type"))
    _note_lost(line, form, question)
    form.lines[question.key] = line
    if node.type.list_name in form.lists:
        form.lists[node.type.list_name].is_used = True
    return question


def _codes(question: Question, node: Node, form: Form) -> dict[str, str]:
    if question.kind not in CHOICE_KINDS and question.kind != "ranking":
        return {}
    ours = {option.code: option.code for option in options_of(question)}
    listed = form.lists[node.type.list_name].codes if node.type.list_name in form.lists and question.options else {}
    # XLSForm's acknowledge has one answer, OK.
    return {**ours, **listed, **({"OK": "yes"} if "yes" in ours and node.type.kind == "consent" else {})}


def _kind(node: Node, form: Form) -> tuple[str, bool]:
    """Return the kind, and whether the file names one of our own that fits the type."""
    kind, own = node.type.kind, node.get("kind")
    if own in KINDS and (own == kind or own in _WRITTEN_AS.get(kind, ())):
        return own, True
    if own:
        form.changed(node.line, "column-ignored", column=f"{OURS}kind", value=own)
    looks = node.line.get("appearance").casefold().split()
    if kind == "short-text" and is_yes(node.line.get("readonly")):
        form.changed(node.line, "read-only")
        return "note", False
    return ("long-text" if kind == "short-text" and {"multiline", "multi-line"} & set(looks) else kind), False


def _is_required(line: Line, form: Form, kind: str) -> bool:
    said = line.get("required").casefold()
    if not said or said in ("no", "false", "false()", "0", "n") or kind == "note":
        return False
    if not is_yes(said):
        form.changed(line, "required-sometimes", value=said)
        return False
    return True


def _whole(node: Node, form: Form, column: str) -> int | None:
    said = node.get(column)
    if said and not (said.isdecimal() and len(said) < 4):
        form.changed(node.line, "column-ignored", column=f"{OURS}{column}", value=said)
        return None
    return int(said) if said else None


def _with_options(question: Question, node: Node, form: Form, list_name: str) -> Question:
    line, name = node.line, list_name or node.type.list_name
    found = form.lists.get(name)
    if found is None:
        # A question of our own whose options are still to be written has a list without a row.
        if not (form.is_ours and node.get("kind")):
            form.problems.add(line.cell("type"), "unknown-list", name)
        return question
    found.is_used = True
    if node.get("options") == "built-in":
        return question
    options = tuple(found.options)
    if node.type.has_other and question.kind != "ranking":
        form.changed(line, "other-added")
        options = _with_other(options, form, Question(
            form.free(f"{question.key[:70]}_other"), "short-text", in_languages(SAY_OTHER, form.languages)))
    elif node.type.has_other:
        form.changed(line, "other-after")
        options = _with_other(options, form, None)
    return replace(question, options=options)


def _with_other(options: tuple[Option, ...], form: Form, asks: Question | None) -> tuple[Option, ...]:
    if not any(option.code == "other" for option in options):
        options = (*options, Option("other", in_languages(OTHER, form.languages)))
    return tuple(replace(option, asks=asks) if option.code == "other" else option for option in options)


def _limited(question: Question, node: Node, form: Form) -> Question:
    said = node.line.get("constraint")
    limits = read_limits(said, question.kind, is_decimal=question.is_decimal) if said else Limits()
    if limits.lost:
        form.changed(node.line, "constraint-lost", part="; ".join(limits.lost)[:120])
    if parameters := node.line.get("parameters"):
        _take_range(question, parameters, limits, node.line, form)
    question = replace(
        question, minimum=limits.minimum, maximum=limits.maximum, min_choices=limits.min_choices,
        max_choices=limits.max_choices, max_length=limits.max_length, pattern=limits.pattern,
        is_decimal=question.is_decimal or (question.kind == "number" and "." in parameters))
    if not limits.exclusive:
        return question
    codes = form.lists[node.type.list_name].codes if node.type.list_name in form.lists else {}
    alone = {codes.get(code, code) for code in limits.exclusive}
    return replace(question, options=with_exclusive(question.options, alone))


def _take_range(question: Question, said: str, limits: Limits, line: Line, form: Form) -> None:
    found = {name.casefold(): value for name, value in _RANGE.findall(said)}
    if question.kind != "number" or not found:
        form.changed(line, "parameters-not-carried", value=said[:80])
        return
    limits.minimum = limits.minimum or found.get("start")
    limits.maximum = limits.maximum or found.get("end")


def _shown_as(question: Question, line: Line, form: Form) -> Question:
    """Take from `appearance` what has a meaning here, and say what has none."""
    known = {"likert", "label", "list-nolabel", "multiline", "multi-line", "field-list"}
    looks = [look for look in line.get("appearance").casefold().split() if look not in known]
    if question.kind in ("one-choice", "borough") and _DROPDOWN & set(looks):
        question = replace(question, is_dropdown=True)
        looks = [look for look in looks if look not in _DROPDOWN]
    if looks:
        form.changed(line, "appearance-not-carried", value=" ".join(looks)[:80])
    together = sum(not option.is_exclusive for option in question.options)
    if question.max_choices is not None and question.max_choices > together > 0:
        # A limit that nobody can reach is none.
        question = replace(question, max_choices=None)
    return question


def _protected(question: Question, line: Line, form: Form, stores: str) -> Question:
    """What a person is may only be counted: no text beside an option, never required, the sensitive two from 16 on."""
    if not is_characteristic(question) and stores == STORES_ANSWERS:
        return question
    options = tuple(replace(option, asks=None) for option in question.options)
    if options != question.options:
        form.changed(line, "other-without-words")
    if question.is_required and is_characteristic(question):
        form.changed(line, "never-required")
        question = replace(question, is_required=False)
    if is_sensitive(question) and (question.min_age or 0) < SENSITIVE_MIN_AGE:
        form.changed(line, "only-from-16")
        question = replace(question, min_age=SENSITIVE_MIN_AGE)
    return replace(question, options=options)


def _also(question: Question, node: Node, form: Form) -> Question:
    """Take what XLSForm cannot say of this kind of question from our own column."""
    if node.get("kind") and _DROPDOWN & set(node.line.get("appearance").casefold().split()):
        question = replace(question, is_dropdown=True)
    if not (said := node.get("also")):
        return question
    try:
        found: Any = json.loads(said)
        fields: dict[str, Any] = {name: value for name, value in found.items() if type(value) is _ALSO[name]}
        for name in ("minimum", "maximum") if question.kind == "number" else ():
            Decimal(fields.get(name, "0"))
    except (ValueError, ArithmeticError, AttributeError, KeyError, RecursionError):
        form.changed(node.line, "column-ignored", column=f"{OURS}also", value=said[:80])
        return question
    return replace(question, **fields)


def condition(node: Node, form: Form, around: Around, *, is_apart: bool) -> Rule | None:
    """Return when the question of a row shows, its groups' conditions included; None for always.

    A condition that cannot be kept is never guessed: the report says that the question is asked of everyone.
    """
    line, said = node.line, node.line.get("relevant")
    if around.is_lost:
        form.changed(line, "condition-of-group-lost")
    own = _own_rule(node, form)
    if own is None:
        own = read_condition(line, form, said) if said else ALWAYS
    rule = around.rule if own is None or own == ALWAYS and not node.get("show_if") else both_of(around.rule, own)
    if rule is None:
        return None
    apart = {asked.key for asked in form.asked.values() if asked.is_apart}
    if not is_apart and questions_in(rule) & apart:
        form.changed(line, "condition-on-characteristic", name=", ".join(sorted(questions_in(rule) & apart)))
        return None
    if depth_of(rule) > MAX_DEPTH:
        form.changed(line, "condition-lost", part=said[:60])
        return None
    return rule


def read_condition(line: Line, form: Form, said: str) -> Rule | None:
    """Return the rule of `relevant`, or None where it cannot be read; the report says what was lost."""
    reader = Conditions(form.asked)
    try:
        rule = reader.read(said)
    except Unreadable as unreadable:
        form.changed(line, "condition-lost", part=unreadable.name[:60])
        return None
    for code in dict.fromkeys(reader.missing):
        form.changed(line, "condition-unknown-choice", name=code[:60])
    return rule


def _own_rule(node: Node, form: Form) -> Rule | None:
    """Return the rule of our own column where `relevant` still says the same: it keeps how the rule was written."""
    said = node.get("show_if")
    if not said:
        return None
    try:
        rule = from_value(json.loads(said))
        reader = Conditions(form.asked)
        same = is_same(rule, reader.read(node.line.get("relevant")), {a.key: a for a in form.asked.values()})
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, Unreadable):
        return None
    return rule if same else None


def _note_lost(line: Line, form: Form, question: Question) -> None:
    for column, code in _LOST_COLUMNS.items():
        if line.words(column):
            form.changed(line, code, column=column)
    if not question.text and question.kind != "note" and not form.is_ours:
        form.changed(line, "label-missing")
