"""A survey being written as Londoners will see it, page by page; what is answered here travels along, and goes."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import g, render_template, request
from flask_babel import force_locale
from markupsafe import Markup

from consult.domain.access import Permission
from consult.domain.languages import Language, direction
from consult.domain.page_answers import check_page
from consult.domain.responses import still_asked
from consult.domain.routing import AGE_ROUTES, Step, may_answer, neighbours, step_named, walk
from consult.domain.surveys import Survey
from consult.queries.survey_drafts import Written
from consult.services.measures import MEASURES
from consult.web import locale
from consult.web.access import staff
from consult.web.fields import add_error
from consult.web.piping import piped_step
from consult.web.question_forms import page_form, posted
from consult.web.sentences import sentence
from consult.web.staff.survey_condition_words import condition_words
from consult.web.staff.survey_languages import own_name
from consult.web.staff.survey_writing import BODY_LIMIT, current, shown

AGES = tuple(age for age in AGE_ROUTES if may_answer(age))
# Behind a colon, which no key of a question holds: names of the preview's own fields.
LANGUAGE, AGE, PAGE, ANSWERS, DO = "p:language", "p:age", "p:page", "p:answers", "p:do"


@dataclass(frozen=True)
class Walk:
    """Whom the preview plays: their age and language, what they answered so far, and the page they are on."""

    survey: Survey
    language: str
    age: str
    answers: dict[str, list[str]]
    page: str

    @property
    def path(self) -> tuple[Step, ...]:
        """The pages that this person is asked."""
        return tuple(walk(self.survey, self.age, self.answers))

    @property
    def step(self) -> Step | None:
        """The page they are on, also where they would not be asked it; None at the end."""
        found = step_named(self.path, self.page)
        whole = (Step(section, page, page.questions) for section in self.survey.sections for page in section.pages
                 if page.key == self.page and page.questions)
        return found or next(whole, None)

    def after(self) -> "Walk":
        """Return the walk on its next page; without one, at the end."""
        _before, after = neighbours(self.path, self.page)
        return replace(self, page=after.page.key if after else "")

    def before(self) -> "Walk":
        """Return the walk one page back; from the end, on the last page."""
        before, _after = neighbours(self.path, self.page)
        last = self.path[-1] if self.path and not self.page else None
        found = before or last
        return replace(self, page=found.page.key if found else self.page)


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def preview(slug: str, draft_id: str) -> Any:
    """Show a page of the survey in one of its languages, and go on as someone of that age who answers so."""
    draft = current(draft_id)
    now, do = _begun(draft.survey), request.form.get(DO, "")
    if do == "back":
        now = now.before()
    step = now.step
    typed = posted(step, request.form) if step is not None and do == "next" else None
    if typed is not None and step is not None:
        checked = check_page(step.questions, typed, MEASURES)
        if checked.refusals:
            return _page(draft, now, step, typed, checked.refusals), 422
        now = replace(now, answers={**now.answers, **{key: list(given) for key, given in checked.answers.items()}})
        now = now.after()
    return _page(draft, now, now.step, None, ())


def _begun(survey: Survey) -> Walk:
    """Return the walk that the request is about; the first page of an adult where it says nothing."""
    language, age = request.values.get(LANGUAGE, ""), request.values.get(AGE, "")
    begun = Walk(survey, language if language in survey.languages else survey.languages[0],
                 age if age in AGES else "adult", _answers(), "")
    wanted = request.values.get(PAGE)
    if wanted is None:
        return replace(begun, page=begun.path[0].page.key if begun.path else "")
    return replace(begun, page=wanted)


def _answers() -> dict[str, list[str]]:
    """Return the answers that travel along; nothing where they were tampered with."""
    try:
        value = json.loads(request.form.get(ANSWERS) or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {key: given for key, given in value.items()
            if isinstance(given, list) and all(isinstance(one, str) for one in given)}


def _page(draft: Written, now: Walk, step: Step | None, typed: Any, refusals: Sequence[Any]) -> str:
    errors: list[Any] = []
    form = None
    words = ""
    if step is not None:
        with speaking(now.language):
            given = still_asked(now.survey, now.age, now.answers)
            form = page_form(piped_step(step, now.survey, given), typed or now.answers)
            for refused in refusals:
                add_error(form, refused.field, sentence(refused))
            words = render_template("staff/surveys/preview_page.html", consultation=g.consultation, form=form,
                                    step=piped_step(step, now.survey, given))
            errors = [field for field in form if field.errors]
    is_asked = step is not None and step_named(now.path, now.page) is not None
    return shown(draft, "preview", form, walk=now, step=step, words_of_page=words, errors=errors, ages=AGES,
                 is_asked=is_asked, asked={one.page.key for one in now.path}, kept=json.dumps(now.answers),
                 names={tag: own_name(tag) for tag in now.survey.languages}, whole=_whole(now.survey),
                 rules=_rules(now.survey, step))


def _whole(survey: Survey) -> list[tuple[str, Any]]:
    """Return every page by key with the words that it goes by."""
    return [(page.key, page.title or page.questions[0].text) for section in survey.sections
            for page in section.pages if page.questions]


def _rules(survey: Survey, step: Step | None) -> list[Markup]:
    return [condition_words(asked.show_if, survey) for asked in (step.questions if step else ()) if asked.show_if]


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Let everything inside be said in one language of the survey, offered on this site or not."""
    before = locale.language()
    g.language = locale.offered().get(tag) or Language(tag, own_name(tag), direction(tag), "en_GB")
    try:
        with force_locale(g.language.locale):
            yield
    finally:
        g.language = before
