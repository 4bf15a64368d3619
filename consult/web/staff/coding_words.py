"""The words of the coding screen for what is stored as codes: kinds, groups, how they fare, reasons, steps."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.services import coding_steps
from consult.services.coding_steps import Undone

KINDS = {
    "concern": _l("A concern"), "experience": _l("Something that happened"), "suggestion": _l("A suggestion"),
    "question": _l("A question"), "praise": _l("Praise"), "out-of-scope": _l("Not about this plan"),
}
AFFECTED = {
    "children": _l("Children"), "young-people": _l("Young people"), "older-people": _l("Older people"),
    "disabled-people": _l("Disabled people"), "deaf-people": _l("Deaf people"), "black-people": _l("Black people"),
    "asian-people": _l("Asian people"), "mixed-people": _l("People of more than one ethnic group"),
    "gypsy-roma-traveller": _l("Gypsy, Roma and Traveller people"),
    "other-ethnic-groups": _l("People of other ethnic groups"), "women-and-girls": _l("Women and girls"),
    "men-and-boys": _l("Men and boys"), "lgb-people": _l("Lesbian, gay and bisexual people"),
    "trans-people": _l("Trans people"), "religious-groups": _l("People of a religion"),
    "pregnant-people": _l("Pregnant people and new mothers"), "carers": _l("Carers"),
    "people-on-low-incomes": _l("People on low incomes"), "migrants": _l("People who came from other countries"),
    "victims": _l("Victims of crime"),
}
IMPACTS = {
    "unsaid": _l("It does not say how"), "worse": _l("It is or gets worse for them"),
    "better": _l("It is or gets better for them"), "asks": _l("It asks for something for them"),
}
# Why an answer comes up again.
RECHECKS = {
    "merged": _l("A theme of this answer became part of another since it was read."),
    "split": _l("A theme of this answer was split since it was read."),
    "moved": _l("A theme of this answer was moved since it was read."),
    "retired": _l("A theme of this answer was taken out of use since it was read."),
    "words": _l("The words of this answer changed since it was read."),
}
WHY_NOT = {
    coding_steps.THEME_CHANGED: _l("This step cannot be undone: its theme was changed since. Look at the answer."),
    coding_steps.TAKEN_BACK: _l("This step cannot be undone: someone took the coding back before."),
    coding_steps.CODED_SINCE: _l("This step cannot be undone: the same words have this theme again."),
    coding_steps.READ_SINCE: _l("This step cannot be undone: someone else has read the answer since."),
}


def step_words(action: str, themes: Sequence[str]) -> str:
    """Return what a coder did in one step."""
    names = ", ".join(themes)
    if action == "coded":
        return gettext("Coded: %(themes)s", themes=names)
    if action == "withdrew":
        return gettext("Took back: %(themes)s", themes=names)
    return gettext("Read to the end")


def undone_words(undone: Undone) -> str:
    """Return what became of an undoing, in one or two sentences."""
    if undone.why_not:
        return str(WHY_NOT[undone.why_not])
    return gettext("Undone: %(step)s.", step=step_words(undone.action, undone.themes))
