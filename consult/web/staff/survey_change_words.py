"""What differs between two wordings of a survey, each difference as a sentence; finding it is domain's."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from consult.domain.survey_changes import Change
from consult.web.pages import words
from consult.web.staff.survey_languages import language_words

SENTENCES = {
    "question-added": _l("New question: “%(after)s”"),
    "question-removed": _l("Question taken out: “%(before)s”"),
    "question-reworded": _l("Question reworded: “%(before)s” is now “%(after)s”"),
    "kind-changed": _l("Asked in another way: “%(after)s”"),
    "hint-changed": _l("Other words beside the question: “%(after)s”"),
    "option-added": _l("New answer to “%(before)s”: “%(after)s”"),
    "option-removed": _l("Answer taken out of “%(after)s”: “%(before)s”"),
    "option-reworded": _l("Answer reworded: “%(before)s” is now “%(after)s”"),
    "condition-changed": _l("Shown to other people than before: “%(after)s”"),
    "rules-changed": _l("Other rules for the answer: “%(after)s”"),
    "section-added": _l("New section: “%(after)s”"),
    "section-removed": _l("Section taken out: “%(before)s”"),
    "section-reworded": _l("Section reworded: “%(before)s” is now “%(after)s”"),
}


def sentence(change: Change) -> Markup:
    """Return one difference in words; the survey's own words are marked with their language."""
    if change.code == "order-changed":
        return escape(gettext("The questions come in another order"))
    if change.code == "language-added":
        return escape(gettext("New language: %(name)s", name=language_words((change.after or {})["en"])))
    if change.code == "language-removed":
        return escape(gettext("Language taken out: %(name)s", name=language_words((change.before or {})["en"])))
    before, after = change.before, change.after
    return escape(str(SENTENCES[change.code])) % {
        "before": _shown(before, after), "after": _shown(after, before)}


def _shown(text: object, other: object) -> Markup:
    """Return the words in the first language in which the two differ, in the page's where they do not."""
    if isinstance(text, dict) and isinstance(other, dict):
        for tag, said in text.items():
            if said != other.get(tag) and text.get("en") == other.get("en"):
                return words({tag: said}, tag)
    return words(text)
