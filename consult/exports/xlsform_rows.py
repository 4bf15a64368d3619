"""A survey as the rows of an XLSForm's sheets; what XLSForm has no word for stands in columns named consult::."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consult.domain.conditions import Condition, to_value
from consult.domain.survey_renaming import renamed
from consult.domain.surveys import (
    CHOICE_KINDS,
    STORES_ANSWERS,
    Option,
    Page,
    Question,
    Section,
    Survey,
    Text,
    options_of,
    placed_questions,
)
from consult.exports.xlsform_conditions import constraint, relevant

Row = dict[str, str]
# What XML surely takes for a name (NCName, as far as the letters of Latin scripts go).
_LETTERS = r"A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff"
_NAME = re.compile(rf"[{_LETTERS}][{_LETTERS}0-9.-]*")
_TYPES = {
    "short-text": "text", "long-text": "text", "plan-comment": "text", "postcode-district": "text", "date": "date",
    "file": "file", "audio": "audio", "video": "video", "note": "note", "several-choices": "select_multiple",
    "ranking": "rank",
}
_ALSO = {"is_required": False, "is_decimal": False, "is_dropdown": False, "max_choices": None, "min_choices": None,
         "max_length": None, "minimum": None, "maximum": None, "pattern": None}
_LANGUAGE_NAMES = {"en": "English", "ur": "اردو", "de": "Deutsch", "fr": "Français", "es": "Español", "pl": "Polski",
                   "pt": "Português", "ro": "Română", "bn": "বাংলা", "pa": "ਪੰਜਾਬੀ", "ar": "العربية", "so": "Soomaali",
                   "tr": "Türkçe", "it": "Italiano", "cy": "Cymraeg", "gu": "ગુજરાતી", "ta": "தமிழ்", "zh": "中文"}


def language_label(tag: str) -> str:
    """Return a language as XLSForm names it, such as `English (en)`."""
    return f"{_LANGUAGE_NAMES.get(tag, tag)} ({tag})"


@dataclass
class Rows:
    """The rows of the three sheets; each is its cells by header."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    settings: list[Row] = field(default_factory=list)


def rows_of(survey: Survey) -> Rows:
    """Return the rows of a survey, in order."""
    return _Writer(survey).rows()


class _Writer:
    """Writes one survey: names are unique over groups and questions, lists are shared where they are the same."""

    def __init__(self, survey: Survey) -> None:
        questions = [question for _section, _page, question in placed_questions(survey)]
        self._taken = {question.key for question in questions}
        self._names: dict[str, str] = {}
        for question in questions:
            self._names.setdefault(question.key, question.key if _NAME.fullmatch(question.key)
                                   else self._free(question.key))
        # Words go by the names of the file; conditions are written from the survey as it is.
        self._rules = {question.key: question.show_if for question in questions}
        for key, name in self._names.items():
            survey = renamed(survey, key, name) if key != name else survey
        self._survey = survey
        self._kinds = {question.key: question.kind for question in questions}
        self._lists: dict[tuple[tuple[str, str], ...], str] = {}
        self._rows = Rows()

    def _free(self, start: str, end: str = "") -> str:
        """Return a name that nothing in the file has, close to the start."""
        base = re.sub(r"[^A-Za-z0-9_.-]+", "-", start).strip("-.")
        base = (base if _NAME.fullmatch(base) else f"q-{base}") + end
        found, number = base, 2
        while found in self._taken:
            found, number = f"{base}-{number}", number + 1
        self._taken.add(found)
        return found

    def rows(self) -> Rows:
        survey = self._survey
        for section in survey.sections:
            self._section(section)
        first = survey.languages[0] if survey.languages else ""
        self._rows.settings.append({
            "form_title": survey.title.get(first) or next(iter(survey.title.values()), "") or survey.key,
            "form_id": survey.key, "default_language": language_label(first) if first else "",
            "consult::format": "1", "consult::key": survey.key, "consult::languages": " ".join(survey.languages),
            "consult::translations": json.dumps(dict(survey.translations)) if survey.translations else "",
            **{f"consult::title::{tag}": words for tag, words in survey.title.items()}})
        return self._rows

    def _section(self, section: Section) -> None:
        self._begin(self._free(section.key), section.key, "section", section.title, section.intro, {
            "consult::stores": section.stores if section.stores != STORES_ANSWERS else "",
            "consult::plan_node": section.plan_node or "",
            "consult::for_13_to_15": "yes" if section.is_for_13_to_15 else ""})
        for page in section.pages:
            self._page(page)
        self._rows.survey.append({"type": "end_group"})

    def _begin(self, name: str, key: str, part: str, title: Text | None, intro: Text | None, more: Row) -> None:
        self._rows.survey.append({"type": "begin_group", "name": name, **_words("label", title), "consult::part": part,
                                  "consult::key": key if key != name else "", **more})
        if intro:
            self._rows.survey.append({"type": "note", "name": self._free(name, ".intro"), **_words("label", intro),
                                      "consult::part": "intro"})

    def _page(self, page: Page) -> None:
        is_alone = len(page.questions) == 1 and page.title is None and page.intro is None
        if is_alone:
            [question] = page.questions
            self._question(question, {"consult::page": page.key if page.key != question.key else ""})
            return
        self._begin(self._free(page.key, ".page"), page.key, "page", page.title, page.intro,
                    {"appearance": "field-list"})
        for question in page.questions:
            self._question(question, {})
        self._rows.survey.append({"type": "end_group"})

    def _question(self, question: Question, more: Row) -> None:
        name = self._names[question.key]
        self._rows.survey.append({**self._asked(question, name), **more})
        for option in question.options:
            if option.asks is not None:
                beside = self._asked(option.asks, self._names[option.asks.key])
                rule = relevant(Condition(question.key, (option.code,)), self._names, self._kinds)
                self._rows.survey.append({**beside, "relevant": rule, "consult::part": "other",
                                          "consult::option": option.code})

    def _asked(self, question: Question, name: str) -> Row:
        said, fields = constraint(question)
        looks = "multiline" if question.kind in ("long-text", "plan-comment") else ""
        rest = {name: getattr(question, name) for name, usual in _ALSO.items()
                if getattr(question, name) != usual and name not in fields}
        if question.kind in ("one-choice", "borough") and rest.pop("is_dropdown", False):
            looks = "minimal"
        if question.kind == "number":
            rest.pop("is_decimal", None)
        is_required = question.kind != "note" and bool(rest.pop("is_required", False))
        rule = self._rules[question.key]
        return {
            "type": self._type(question), "name": name, **_words("label", question.text),
            **_words("hint", question.hint), "required": "yes" if is_required else "", "appearance": looks,
            "relevant": relevant(rule, self._names, self._kinds) if rule is not None else "", "constraint": said,
            **_words("constraint_message", question.error), "consult::kind": question.kind,
            "consult::key": question.key if question.key != name else "",
            "consult::options": "" if question.options or not options_of(question) else "built-in",
            "consult::plan_node": question.plan_node or "",
            "consult::min_age": "" if question.min_age is None else str(question.min_age),
            "consult::show_if": "" if rule is None or isinstance(rule, Condition) and len(rule.any_of) == 1
            else json.dumps(to_value(rule), ensure_ascii=False),
            "consult::also": json.dumps(rest) if rest else ""}

    def _type(self, question: Question) -> str:
        if question.kind == "number":
            return "decimal" if question.is_decimal else "integer"
        if question.kind == "consent" and not question.options:
            return "acknowledge"
        kind = _TYPES.get(question.kind, "select_one")
        is_chosen = question.kind in CHOICE_KINDS or question.kind == "ranking"
        return f"{kind} {self._list(question)}" if is_chosen else kind

    def _list(self, question: Question) -> str:
        """Return the name of the list of a question's options; the same options are one list."""
        # What a kind brings is in every language of the site; a survey carries its own languages.
        tags = None if question.options else self._survey.languages
        rows = [_choice(option, tags) for option in options_of(question)]
        key = tuple((cell, words) for row in rows for cell, words in sorted(row.items()))
        if key not in self._lists:
            name = f"list-{len(self._lists) + 1}"
            self._lists[key] = name
            self._rows.choices += [{"list_name": name, **row} for row in rows]
        return self._lists[key]


def _choice(option: Option, tags: Sequence[str] | None = None) -> Row:
    """Return a row of choices; its label in these languages only, in all that it has by default."""
    label = {tag: words for tag, words in option.label.items() if tags is None or tag in tags}
    hints = {f"consult.hint.{tag}": words for tag, words in (option.hint or {}).items()}
    return {"name": option.code, **_words("label", label), **hints,
            "consult.exclusive": "yes" if option.is_exclusive else ""}


def _words(column: str, text: Text | None) -> Row:
    return {f"{column}::{language_label(tag)}": words for tag, words in (text or {}).items() if words}


def tags_in(survey: Survey) -> Iterator[str]:
    """Give the tag of every language that any words of the survey are in, those of the survey first."""
    yield from survey.languages
    texts: list[Mapping[str, str] | None] = [survey.title]
    for section in survey.sections:
        texts += [section.title, section.intro, *(text for page in section.pages for text in (page.title, page.intro))]
    for _section, _page, question in placed_questions(survey):
        texts += [question.text, question.hint, question.error]
        texts += [text for option in question.options for text in (option.label, option.hint)]
    for text in texts:
        yield from text or ()
