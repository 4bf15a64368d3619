"""Reads a survey file (schema consult-survey/1) into a survey; not whether the plan nodes that it names exist."""

import re
from dataclasses import replace

from consult.domain.surveys import (
    BUILT_IN_OPTIONS,
    CHOICE_KINDS,
    KINDS,
    SENSITIVE_MIN_AGE,
    STORES,
    STORES_ANSWERS,
    STORES_CHARACTERISTICS,
    TEXT_KINDS,
    TRANSLATION_STATES,
    Condition,
    Option,
    Page,
    Question,
    Section,
    Survey,
    is_characteristic,
    is_sensitive,
    options_of,
)
from consult.intake.yaml_lines import Place, Problems, Scalar, read_yaml
from consult.intake.yaml_records import Record

SCHEMA = "consult-survey/1"
MAX_KEY = 80
# What a stored choice can hold.
MAX_CODE = 60
MAX_NODE_KEY = 120
# The age routes begin at 13 and end at 18: nothing finer is known of a person.
AGES = (13, 18)
MAX_GRAPHEMES = 20_000
NO_QUESTIONS = "no-questions"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_survey(data: bytes) -> Survey:
    """Return the survey in a UTF-8 YAML file; kinds with a list of their own carry its words as they are today.

    Raises Refused("file", code, {"line", "reason", "name", "problems": [{"line", "code", "name"}], "is_cut"}) with the
    highest problem first and up to 50 in all.
    """
    problems = Problems()
    root = Record(read_yaml(data, problems), problems, "file")
    if root.reference("schema", MAX_KEY) != SCHEMA:
        raise problems.stop(root.line_of("schema"), "wrong-schema", SCHEMA)
    reader = _SurveyReader(problems, _languages(root))
    survey = Survey(
        key=root.slug("key", MAX_KEY, is_required=True) or "",
        title=root.words("title", reader.languages, is_required=True) or {},
        languages=reader.languages,
        sections=tuple(reader.section(place) for place in root.rows("sections", True, NO_QUESTIONS)),
        translations=_translations(root, reader.languages),
    )
    root.refuse_others()
    problems.settle()
    return survey


def _languages(root: Record) -> tuple[str, ...]:
    """The languages of the file; without them no text can be judged, so nothing else is read where they are wrong."""
    found: list[str] = []
    for place in root.rows("languages", is_required=True):
        tag = place.text if isinstance(place, Scalar) else ""
        if not _LANGUAGE.fullmatch(tag):
            root.problems.add(place.line, "not-a-language", tag)
        elif tag in found:
            root.problems.add(place.line, "repeated-value", tag)
        found.append(tag)
    root.problems.settle()
    return tuple(found)


def _translations(root: Record, languages: tuple[str, ...]) -> dict[str, str]:
    """How far the words of a language were checked, where the file says so."""
    place = root.take("translations")
    if place is None:
        return {}
    record = Record(place, root.problems, "translations")
    found = {language: record.reference(language, MAX_KEY) for language in languages}
    for language, state in found.items():
        if state is not None and state not in TRANSLATION_STATES:
            record.wrong(language, "unknown-state", state)
    record.refuse_others("unknown-language")
    return {language: state for language, state in found.items() if state is not None}


class _SurveyReader:
    """Reads sections, pages and questions in order, and knows what was asked before."""

    def __init__(self, problems: Problems, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._problems = problems
        self._keys: dict[str, set[str]] = {"section": set(), "page": set(), "question": set()}
        self._before: dict[str, Question] = {}
        self._apart: set[str] = set()

    def section(self, place: Place) -> Section:
        """Read one section with its pages."""
        record = Record(place, self._problems, "sections")
        stores = record.reference("stores", MAX_KEY) or STORES_ANSWERS
        if stores not in STORES:
            record.wrong("stores", "unknown-store", stores)
        section = Section(
            key=self._key(record, "section"),
            title=record.words("title", self.languages, is_required=True) or {},
            intro=record.words("intro", self.languages),
            plan_node=record.slug("plan_node", MAX_NODE_KEY),
            is_for_13_to_15=record.flag("for_13_to_15"),
            stores=stores,
            pages=tuple(self._page(row, stores) for row in record.rows("pages", True, NO_QUESTIONS)),
        )
        record.refuse_others()
        return section

    def _page(self, place: Place, stores: str) -> Page:
        record = Record(place, self._problems, "pages")
        key, title = self._key(record, "page"), record.words("title", self.languages)
        questions = tuple(self._question(row, stores) for row in record.rows("questions", True, NO_QUESTIONS))
        if len(questions) > 1 and not record.has("title"):
            record.wrong("title", "missing")
        record.refuse_others()
        # Only now: a page shows as one, so a question cannot wait for an answer given beside it.
        self._before.update({question.key: question for question in questions})
        if stores == STORES_CHARACTERISTICS:
            self._apart.update(question.key for question in questions)
        return Page(key, title, questions)

    def _question(self, place: Place, stores: str) -> Question:
        record = Record(place, self._problems, "questions")
        question = Question(
            key=self._key(record, "question"),
            kind=self._kind(record),
            text=record.words("text", self.languages, is_required=True) or {},
            hint=record.words("hint", self.languages),
            is_required=record.flag("required"),
            plan_node=record.slug("plan_node", MAX_NODE_KEY),
            min_age=record.whole("min_age", *AGES),
            show_if=self._condition(record, stores),
        )
        question = replace(question, options=self._options(record, question.kind))
        question = replace(
            question,
            max_choices=_max_choices(record, question),
            max_length=record.whole("max_length", 1, MAX_GRAPHEMES),
        )
        if question.max_length is not None and question.kind not in TEXT_KINDS:
            record.wrong("max_length", "not-for-this-kind")
        _check_protection(record, question, stores)
        record.refuse_others()
        return question

    def _key(self, record: Record, what: str) -> str:
        key = record.slug("key", MAX_KEY, is_required=True) or ""
        if key in self._keys[what]:
            record.wrong("key", "duplicate-key", key)
        elif key:
            self._keys[what].add(key)
        return key

    def _kind(self, record: Record) -> str:
        kind = record.reference("kind", MAX_KEY)
        if kind is None:
            record.wrong("kind", "missing")
        elif kind not in KINDS:
            record.wrong("kind", "unknown-kind", kind)
        return kind or ""

    def _condition(self, record: Record, stores: str) -> Condition | None:
        place = record.take("show_if")
        if place is None:
            return None
        rule = Record(place, self._problems, "show_if")
        key = rule.slug("question", MAX_KEY, is_required=True)
        asked = self._before.get(key) if key else None
        if key in self._apart and stores == STORES_ANSWERS:
            # Its exact answers would count the people of a group; what is kept apart is asked last anyway.
            asked = None
        if key and asked is None:
            rule.wrong("question", "not-asked-before", key)
        if asked is None:
            codes = rule.slugs("in", MAX_KEY, is_required=True)
        else:
            known = [option.code for option in options_of(asked)]
            codes = rule.known_slugs("in", MAX_KEY, known, "unknown-code", is_required=True)
        rule.refuse_others()
        return Condition(key or "", codes)

    def _options(self, record: Record, kind: str) -> tuple[Option, ...]:
        place = record.take("options")
        if isinstance(place, Scalar):
            record.wrong("options", "unknown-option-list", place.text)
            return ()
        own = self._own_options(record, kind)
        if kind in BUILT_IN_OPTIONS:
            return self._built_in(record, kind, own)
        if kind in CHOICE_KINDS and len(own) < 2:
            record.wrong("options", "too-few-options")
        elif kind in TEXT_KINDS and place is not None:
            record.wrong("options", "not-for-this-kind")
        return own

    def _own_options(self, record: Record, kind: str) -> tuple[Option, ...]:
        own: dict[str, Option] = {}
        for row in record.rows("options"):
            option = self._option(row)
            if option.code and option.code in own:
                self._problems.add(row.line, "duplicate-option", option.code)
            if option.is_exclusive and kind != "several-choices":
                self._problems.add(row.line, "not-for-this-kind", "exclusive")
            own.setdefault(option.code, option)
        return tuple(own.values())

    def _built_in(self, record: Record, kind: str, own: tuple[Option, ...]) -> tuple[Option, ...]:
        """The list that the kind brings, in the languages of the survey; a file may bring its words, not its codes."""
        listed = BUILT_IN_OPTIONS[kind]
        if record.has("options"):
            if [option.code for option in own] != [option.code for option in listed]:
                record.wrong("options", "codes-of-this-kind-differ", kind)
            return own
        for language in self.languages:
            if language not in listed[0].label:
                record.wrong("kind", "missing-language", f"{kind} {language}")
                return ()
        return tuple(Option(o.code, {tag: o.label[tag] for tag in self.languages}) for o in listed)

    def _option(self, place: Place) -> Option:
        record = Record(place, self._problems, "options")
        option = Option(
            code=record.slug("code", MAX_CODE, is_required=True) or "",
            label=record.words("label", self.languages, is_required=True) or {},
            hint=record.words("hint", self.languages),
            is_exclusive=record.flag("exclusive"),
        )
        record.refuse_others()
        return option


def _max_choices(record: Record, question: Question) -> int | None:
    """From two up to the number of options that can be chosen together."""
    if question.kind != "several-choices":
        if record.take("max_choices") is not None:
            record.wrong("max_choices", "not-for-this-kind")
        return None
    together = sum(not option.is_exclusive for option in question.options)
    return record.whole("max_choices", 2, max(2, together))


def _check_protection(record: Record, question: Question, stores: str) -> None:
    """Note what would ask too young a person, or put a characteristic where rows can be read one by one."""
    if is_sensitive(question) and (question.min_age or 0) < SENSITIVE_MIN_AGE:
        record.wrong("min_age", "sensitive-needs-min-age", question.key)
    if is_characteristic(question) and stores == STORES_ANSWERS:
        record.wrong("key", "sensitive-in-answers", question.key)
    if question.kind in TEXT_KINDS and stores == STORES_CHARACTERISTICS:
        record.wrong("kind", "text-in-characteristics", question.key)
