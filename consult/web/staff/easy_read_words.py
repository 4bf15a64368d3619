"""What the parts of a consultation are called where Easy Read is written, and what is said when a step is done."""

from typing import Any

from flask_babel import lazy_gettext as _l

from consult.domain.easy_read import PRIVACY, PRIVACY_OF_CHILDREN, UNDER_13
from consult.domain.surveys import Survey, questions_of
from consult.web.pages import words

AROUND = {
    "consultation/summary": _l("What it is about"), "consultation/what_can_change": _l("What can change"),
    "consultation/what_cannot_change": _l("What cannot change"),
    "consultation/before_free_text": _l("Before the questions: safety"), PRIVACY: _l("What happens with answers"),
    PRIVACY_OF_CHILDREN: _l("What happens with answers of children"), UNDER_13: _l("For children under 13"),
}
STEPS_DONE = {
    "check": _l("Checked. Now a group of people with learning disabilities checks it."),
    "name_group": _l("The group and the day are written down."), "approve": _l("Approved."),
}


def part_name(part: str, survey: Survey | None) -> Any:
    """Return what a part is called: the words of its question, the title of its section or page."""
    if part in AROUND or survey is None:
        return AROUND.get(part, part)
    noun, _slash, key = part.partition("/")
    if noun == "question":
        return next((words(question.text, "en") for question in questions_of(survey) if question.key == key), part)
    for section in survey.sections:
        if noun == "section" and section.key == key:
            return words(section.title, "en")
        for page in section.pages:
            if noun == "page" and page.key == key:
                return words(page.title or section.title, "en")
    return part
