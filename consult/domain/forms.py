"""A survey as it stands on paper: which sheet asks what, under which number; no words of ours and no file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from consult.domain.conditions import Rule, holds, questions_in
from consult.domain.form_rules import Clause, told
from consult.domain.routing import is_old_enough, sections_for
from consult.domain.surveys import NOTE, Page, Question, Section, Survey, Text, companions_of, options_of

# What a sheet holds, as in the table of codes.
FORM, EQUALITY = "form", "equality"
# Whom a form is for: people under 16 get a short one of their own (practice 3.1), so nobody is asked too much.
AGES = ("adult", "13-15")
SHORT_AGE = "13-15"
# What stands before the survey's own questions: under whose age, in whose name and with whose help it was filled in.
OPENING = {"adult": ("age", "behalf", "help"), SHORT_AGE: ("help",)}
# Where one tick at most is made, so that a tick can lead on.
ONE_TICK_KINDS = frozenset({"one-choice", "agree-scale", "yes-no-unsure"})
MOST_FORMS = 200

# Paragraphs in each language, by BCP 47 tag.
Paragraphs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Codes:
    """What is printed on one form and on its equality sheet (empty where there is none), in groups of letters."""

    form: str
    equality: str


@dataclass(frozen=True)
class Around:
    """What a form says of its consultation; `closes_on` is an ISO date in London."""

    title: Text
    closes_on: str
    contact_email: str
    privacy: Paragraphs
    before_writing: Paragraphs
    is_example: bool = False


@dataclass(frozen=True)
class PaperQuestion:
    """One question; `number` is 0 for a note. `about` names the part of the plan that a comment is on.

    `leads` says, by option code, which question comes next where that is not the one below: 0 for the end of the sheet.
    """

    number: int
    question: Question
    clause: Clause | None = None
    about: Text | None = None
    leads: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperPage:
    """Questions under one heading and introduction, where the survey gives them one."""

    title: Text | None
    intro: Text | None
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True)
class PaperPart:
    """Pages on one subject."""

    title: Text
    intro: Text | None
    pages: tuple[PaperPage, ...]


@dataclass(frozen=True)
class Sheet:
    """What is kept together on paper; `opening` are the fixed questions before the survey's own, with their numbers."""

    kind: str
    opening: tuple[tuple[int, str], ...]
    parts: tuple[PaperPart, ...]


@dataclass(frozen=True)
class Place:
    """Where a question is found again: its number and its sheet."""

    number: int
    kind: str
    question: Question


@dataclass(frozen=True)
class PaperForm:
    """One form for people of one age; `equality` is None where the survey asks nothing of the kind.

    `places` finds every question by key, the text beside an option under the question that holds it.
    """

    around: Around
    age: str
    main: Sheet
    equality: Sheet | None
    places: Mapping[str, Place]
    has_short_form: bool

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in the order in which they are printed."""
        return (self.main,) if self.equality is None else (self.main, self.equality)


def has_equality_sheet(survey: Survey) -> bool:
    """Say whether forms of this survey have a sheet to tear off."""
    return any(section.stores == "characteristics" for section in survey.sections)


def ages_of(survey: Survey) -> tuple[str, ...]:
    """Return for whom there is a form of this survey: the short one only where it asks people under 16 something."""
    return tuple(age for age in AGES if sections_for(survey, age, stores="answers"))


def build(survey: Survey, around: Around, *, age: str = "adult", node_names: Mapping[str, Text] | None = None
          ) -> PaperForm:
    """Return the form of a survey for `age`, one of AGES; `node_names` are the names of the parts of the plan.

    Questions are numbered straight through on each sheet. One that could never be asked of people of this age, or
    that only follows such a question, is left out.
    """
    builder = _Builder(survey, age, node_names or {})
    main = builder.sheet(FORM, "answers", OPENING[age])
    equality = builder.sheet(EQUALITY, "characteristics", ())
    return PaperForm(around, age, main, equality if equality.parts else None, MappingProxyType(builder.places),
                     SHORT_AGE in ages_of(survey))


class _Builder:
    def __init__(self, survey: Survey, age: str, node_names: Mapping[str, Text]) -> None:
        self.survey, self.age, self.node_names = survey, age, node_names
        self.places: dict[str, Place] = {}

    def sheet(self, kind: str, stores: str, opening: Sequence[str]) -> Sheet:
        """Number the questions of one sheet and leave out what is not asked of this age."""
        self.kind, self.number = kind, len(opening)
        parts = [self._part(section) for section in sections_for(self.survey, self.age, stores=stores)]
        whole = tuple(part for part in parts if part.pages)
        return Sheet(kind, tuple(enumerate(opening, 1)), _with_leads(whole))

    def _part(self, section: Section) -> PaperPart:
        pages = [self._page(page) for page in section.pages]
        return PaperPart(section.title, section.intro, tuple(page for page in pages if page.questions))

    def _page(self, page: Page) -> PaperPage:
        return PaperPage(page.title, page.intro, tuple(self._questions(page.questions)))

    def _questions(self, questions: Sequence[Question]) -> Iterator[PaperQuestion]:
        for question in questions:
            clause = told(question.show_if, self.places)
            if clause is False or not is_old_enough(question, self.age):
                continue
            self._place(question)
            named = question.plan_node if question.kind == "plan-comment" else None
            yield PaperQuestion(0 if question.kind == NOTE else self.number, question,
                                None if clause is True else clause, self.node_names.get(named or ""))

    def _place(self, question: Question) -> None:
        if question.kind == NOTE:
            return
        self.number += 1
        for key in (question.key, *(companion.key for companion in companions_of(question))):
            self.places[key] = Place(self.number, self.kind, question)


def _with_leads(parts: tuple[PaperPart, ...]) -> tuple[PaperPart, ...]:
    asked = [found for part in parts for page in part.pages for found in page.questions if found.number]
    leads = {found.number: _leads(found.question, asked[at + 1:]) for at, found in enumerate(asked)}

    def led(page: PaperPage) -> PaperPage:
        return replace(page, questions=tuple(
            replace(found, leads=leads.get(found.number, {})) for found in page.questions))

    return tuple(replace(part, pages=tuple(led(page) for page in part.pages)) for part in parts)


def _leads(question: Question, after: Sequence[PaperQuestion]) -> dict[str, int]:
    """Return where each tick leads that leaves out what stands right below."""
    if question.kind not in ONE_TICK_KINDS:
        return {}
    found = {}
    for option in options_of(question):
        passed = _passed(question.key, option.code, after)
        if passed:
            found[option.code] = after[passed].number if passed < len(after) else 0
    return found


def _passed(key: str, code: str, after: Sequence[PaperQuestion]) -> int:
    """Return how many of the questions below hang on this one alone and are not asked after this tick."""
    for passed, later in enumerate(after):
        if not _hangs_on(later.question.show_if, key) or holds(_rule(later), {key: [code]}):
            return passed
    return len(after)


def _hangs_on(rule: Rule | None, key: str) -> bool:
    return rule is not None and questions_in(rule) == {key}


def _rule(found: PaperQuestion) -> Rule:
    assert found.question.show_if is not None
    return found.question.show_if
