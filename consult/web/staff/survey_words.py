"""What a survey's rules say in plain words, for whoever checks a survey before people see it; not its conditions."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.answers import text_limit
from consult.domain.surveys import TEXT_KINDS, Question

# In the order in which they are offered: name, and what people do.
CHOICES = {
    "one-choice": (_l("One choice"), _l("One answer can be chosen")),
    "several-choices": (_l("Several choices"), _l("Several answers can be chosen")),
    "agree-scale": (_l("Agree or disagree"), _l("A scale from strongly agree to strongly disagree")),
    "yes-no-unsure": (_l("Yes or no"), _l("Yes, no or not sure")),
    "short-text": (_l("Short text"), _l("A short answer in their own words")),
    "long-text": (_l("Long text"), _l("An answer in their own words")),
    "plan-comment": (_l("Comment on a part of the plan"),
                     _l("An answer in their own words to one part of the plan, or to any part that they choose")),
    "ranking": (_l("Put in order"), _l("The answers are put in order, the most important first")),
    "number": (_l("Number"), _l("A number in digits")),
    "date": (_l("Date"), _l("A day, a month and a year")),
    "borough": (_l("Borough"), _l("A borough from the list")),
    "postcode-district": (_l("Postcode"), _l("A postcode, of which only the first half is kept")),
    "file": (_l("File"), _l("A file, such as a letter or a picture")),
    "audio": (_l("Sound"), _l("A recording of someone speaking")),
    "video": (_l("Video"), _l("A video, for example in sign language")),
    "consent": (_l("Consent"), _l("A box to tick to agree to something")),
    "note": (_l("Words only"), _l("Words between questions. Nothing is answered")),
}
KINDS = {kind: sentence for kind, (_name, sentence) in CHOICES.items()}
STATES = {
    "machine-drafted": _l("Drafted by a machine and not checked yet"),
    "checked": _l("Checked by a person"),
}


def kind_name(kind: str) -> str:
    """Return what a kind of question is called; one that is unknown goes by its own name."""
    return str(CHOICES[kind][0]) if kind in CHOICES else kind


def facts_of(question: Question, parts: Mapping[str, str] | None = None) -> list[str]:
    """Return the rules of a question as sentences without a full stop, without its condition.

    `parts` are the names of the parts of the plan by key.
    """
    found = [str(KINDS.get(question.kind, question.kind)), *_limits(question)]
    if question.kind == "note":
        return found[:1]
    found.append(gettext("Has to be answered") if question.is_required else gettext("Can be skipped"))
    if question.min_age:
        found.append(gettext("Asked from the age of %(age)s", age=question.min_age))
    if question.plan_node:
        part = (parts or {}).get(question.plan_node, question.plan_node)
        found.append(gettext("About this part of the plan: %(key)s", key=part))
    return found


def _limits(question: Question) -> list[str]:
    found = []
    if question.min_choices:
        found.append(gettext("At least %(least)s of them", least=question.min_choices))
    if question.max_choices:
        found.append(gettext("Up to %(limit)s of them", limit=question.max_choices))
    if question.kind in TEXT_KINDS:
        found.append(gettext("Up to %(limit)s characters", limit=text_limit(question)))
    if question.pattern:
        found.append(gettext("Has to fit the pattern %(pattern)s", pattern=question.pattern))
    return [*found, *_bounds(question)]


def _bounds(question: Question) -> list[str]:
    found = []
    if question.minimum is not None:
        found.append(gettext("Not below %(least)s", least=question.minimum))
    if question.maximum is not None:
        found.append(gettext("Not above %(most)s", most=question.maximum))
    if question.kind == "number":
        found.append(gettext("Decimals are allowed") if question.is_decimal else gettext("Whole numbers only"))
    if question.is_dropdown:
        found.append(gettext("Shown as a list that opens"))
    return found
