"""The shape of the builder's smaller forms: the survey's settings, sections, pages, statements; not questions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField

from consult.domain.errors import Refused
from consult.domain.surveys import OWN_OPTION_KINDS, STORES_ANSWERS, STORES_CHARACTERISTICS, Page, Section, Survey, Text
from consult.queries.plan_choices import Group
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain
from consult.web.staff.survey_forms_options import option_data, option_fields, rows_posted
from consult.web.staff.survey_languages import marked, own_name, word_data, word_fields, words_typed

# How the answers of several statements are given: the last brings options of its own.
SCALES = (("agree-scale", _l("Agree or disagree")), ("yes-no-unsure", _l("Yes, no or not sure")),
          ("one-choice", _l("Answers of your own, written below, one in each line")))
NO_NODE = _l("No part of the plan")
ANY_NODE = _l("Any part: people choose it themselves")
MOST_STATEMENTS, EMPTY_STATEMENTS = 60, 2


def made(name: str, fields: dict[str, Any], data: dict[str, Any]) -> Any:
    """Return a form of these fields, filled with `data` or with what was posted."""
    return type(name, (Plain,), fields)(data=data)


def node_field(groups: Sequence[Group], standing: str | None, none: Any = NO_NODE) -> SelectField:
    """Return the list of parts of the plan, a dash for each step down; one that stands and is unknown can be kept."""
    rows = [(choice.key, f"{'– ' * choice.depth}{choice.label}") for group in groups for choice in group.choices]
    if standing and standing not in dict(rows):
        rows.append((standing, standing))
    return SelectField(_l("Part of the plan"), validate_choice=False, choices=choices([("", none), *rows]))


def node_typed(form: Plain) -> str | None:
    """Return the part of the plan that was chosen. Raises Refused("plan_node") for one that is not in the list."""
    chosen = form["plan_node"].data or None
    if chosen and chosen not in {choice.value for choice in form["plan_node"].iter_choices()}:
        raise Refused("plan_node", "node-unknown")
    return chosen


def start_form(own: Sequence[str], tags: Sequence[str]) -> Plain:
    """Return the form that starts an empty survey: a title in the consultation's own languages, and which to be in."""
    form: Plain = made("StartForm", {
        **word_fields("title", _l("Title of the survey"), own), "languages": _languages(tags)},
        {"languages": list(own)})
    return form


def settings_form(survey: Survey, tags: Sequence[str]) -> Plain:
    """Return the form of a survey's title, languages and how far each was checked."""
    checked = SelectMultipleField(
        _l("Languages whose words a person has checked"), validate_choice=False,
        choices=choices((tag, marked(tag)) for tag in tags))
    form: Plain = made("SettingsForm", {
        **word_fields("title", _l("Title of the survey"), survey.languages), "languages": _languages(tags),
        "checked": checked}, {
        **word_data("title", survey.title, survey.languages), "languages": list(survey.languages),
        "checked": [tag for tag, state in survey.translations.items() if state == "checked"]})
    return form


def _languages(tags: Sequence[str]) -> SelectMultipleField:
    return SelectMultipleField(_l("Languages of the survey"), validate_choice=False,
                               choices=choices((tag, marked(tag)) for tag in tags),
                               description=_l("Every question needs words in each of them."))


def languages_typed(form: Plain, tags: Sequence[str]) -> list[str]:
    """Return the languages that were chosen, in the order offered. Raises Refused("languages")."""
    chosen = set(form["languages"].data or ())
    if not chosen or not chosen <= set(tags):
        raise Refused("languages", "language-unknown")
    return [tag for tag in tags if tag in chosen]


def section_form(survey: Survey, section: Section | None, groups: Sequence[Group]) -> Plain:
    """Return the form of a section, empty where it is a new one."""
    tags, standing = survey.languages, section or Section("", {})
    stores = RadioField(_l("What is asked here"), validate_choice=False, choices=choices([
        (STORES_ANSWERS, _l("What people think: answers that are read and counted")),
        (STORES_CHARACTERISTICS, _l("About the person: kept apart from the answers, and only ever shown as totals"))]))
    form: Plain = made("SectionForm", {
        **word_fields("title", _l("Title of the section"), tags),
        **word_fields("intro", _l("Words before the questions"), tags, is_long=True),
        "stores": stores, "plan_node": node_field(groups, standing.plan_node),
        "is_for_13_to_15": BooleanField(_l("Also ask people aged 13 to 15 (the short survey)")),
    }, {**word_data("title", standing.title, tags), **word_data("intro", standing.intro, tags),
        "stores": standing.stores, "plan_node": standing.plan_node or "",
        "is_for_13_to_15": standing.is_for_13_to_15})
    return form


def section_typed(form: Plain, survey: Survey, section: Section | None) -> Section:
    """Return the section as it was typed; its key and pages are those of `section`."""
    standing, tags = section or Section("", {}), survey.languages
    stores = STORES_CHARACTERISTICS if form["stores"].data == STORES_CHARACTERISTICS else STORES_ANSWERS
    return Section(standing.key, words_typed(form, "title", tags, standing.title),
                   words_typed(form, "intro", tags, standing.intro) or None, node_typed(form),
                   bool(form["is_for_13_to_15"].data), stores, standing.pages)


def statements_form(tags: Sequence[str]) -> Plain:
    """Return the form of a page that rates several statements: stem, statements one a line, the scale."""
    each = _l("Statements, one in each line")
    form: Plain = made("StatementsForm", {
        **word_fields("title", _l("Question above the statements"), tags,
                      hint=_l("For example: How far do you agree with each of these?")),
        **word_fields("statements", each, tags, is_long=True,
                      hint=_l("The same order in each language. Each statement is shown as a question of its own.")),
        "scale": RadioField(_l("Answers to choose from"), validate_choice=False, choices=choices(SCALES)),
        **word_fields("answers", _l("Answers of your own, one in each line"), tags, is_long=True),
    }, {"scale": "agree-scale"})
    return form


def lines_typed(form: Plain, name: str, tags: Sequence[str]) -> list[Text]:
    """Return the lines of a box in each language as texts. Raises Refused where one language has more than another."""
    lines = {tag: [line.strip() for line in (form[f"{name}-{tag}"].data or "").splitlines() if line.strip()]
             for tag in tags}
    filled = {tag: found for tag, found in lines.items() if found}
    longest = max((len(found) for found in filled.values()), default=0)
    for tag, found in filled.items():
        if len(found) != longest:
            raise Refused(f"{name}-{tag}", "lines-uneven", {"name": own_name(tag)})
    if longest > MOST_STATEMENTS:
        raise Refused(f"{name}-{tags[0]}", "lines-many", {"limit": MOST_STATEMENTS})
    return [{tag: found[at] for tag, found in filled.items()} for at in range(longest)]


def page_form(page: Page, tags: Sequence[str], is_rating: bool) -> Plain:
    """Return the form of a page: words above its questions and, where it rates statements, each statement."""
    fields = {**word_fields("title", _l("Words above the questions of this page"), tags),
              **word_fields("intro", _l("Words at the start of this page"), tags, is_long=True)}
    data = {**word_data("title", page.title, tags), **word_data("intro", page.intro, tags)}
    if is_rating:
        for number in range(min(len(page.questions) + EMPTY_STATEMENTS, MOST_STATEMENTS)):
            label = _l("Statement %(number)s", number=number + 1)
            fields |= word_fields(f"statement-{number}", label, tags)
            if number < len(page.questions):
                data |= word_data(f"statement-{number}", page.questions[number].text, tags)
        if page.questions[0].kind in OWN_OPTION_KINDS:
            # Neither "stands alone" nor words beside it: each statement takes one of the same answers.
            fields |= option_fields("ranking", tags, rows_posted(len(page.questions[0].options)))
            data |= option_data(page.questions[0], tags)
    form: Plain = made("PageForm", fields, data)
    return form


class RemoveForm(Plain):
    """Taking something out, which has to be said twice."""

    sure = BooleanField(_l("Yes, take it out"))
