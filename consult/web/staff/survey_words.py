"""What a survey's rules say in plain words, for whoever checks a survey before people see it."""

from collections.abc import Callable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.answers import text_limit
from consult.domain.surveys import TEXT_KINDS, Question, Survey, Text, options_of, questions_of

KINDS = {
    "one-choice": _l("One answer can be chosen"),
    "several-choices": _l("Several answers can be chosen"),
    "agree-scale": _l("A scale from strongly agree to strongly disagree"),
    "yes-no-unsure": _l("Yes, no or not sure"),
    "borough": _l("A borough from the list"),
    "short-text": _l("A short answer in their own words"),
    "long-text": _l("An answer in their own words"),
}
STATES = {
    "machine-drafted": _l("Drafted by a machine and not checked yet"),
    "checked": _l("Checked by a person"),
}


def facts_of(question: Question) -> list[str]:
    """Return the rules of a question as sentences, without its condition."""
    found = [str(KINDS[question.kind])]
    if question.max_choices:
        found.append(gettext("Up to %(limit)s of them", limit=question.max_choices))
    if question.kind in TEXT_KINDS:
        found.append(gettext("Up to %(limit)s characters", limit=text_limit(question)))
    found.append(gettext("Has to be answered") if question.is_required else gettext("Can be skipped"))
    if question.min_age:
        found.append(gettext("Asked from the age of %(age)s", age=question.min_age))
    if question.plan_node:
        found.append(gettext("About this part of the plan: %(key)s", key=question.plan_node))
    return found


def conditions(survey: Survey) -> Callable[[Question], tuple[Text, list[Text]] | None]:
    """Return what gives a question's condition: the words of the earlier question and of the answers."""
    asked = {question.key: question for question in questions_of(survey)}

    def condition_of(question: Question) -> tuple[Text, list[Text]] | None:
        if question.show_if is None:
            return None
        before = asked[question.show_if.question]
        return before.text, [o.label for o in options_of(before) if o.code in question.show_if.any_of]

    return condition_of
