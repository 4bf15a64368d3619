"""The words of the translators' desk: what standings, texts and places are called; what they are is domain's."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, url_for
from flask_babel import lazy_gettext as _l

from consult.domain.languages import LANGUAGES
from consult.domain.surveys import Survey
from consult.domain.text_places import SECTION, TextPlace, field_of
from consult.domain.variants import AGENCY, APPROVED, CHECKED, DRAFT, FILE, MACHINE, MISSING, STALE
from consult.queries.translation_desk import APPROVE, CHECK, DOUBTED, TRANSLATE, Entry, is_by_machine
from consult.web.pages import words
from consult.web.staff.survey_languages import own_name

# From the worst to the best: name, and the colour of its tag.
STANDINGS = {
    MISSING: (_l("Missing"), "red"), STALE: (_l("English changed"), "orange"), DRAFT: (_l("Draft"), "blue"),
    CHECKED: (_l("Checked"), "turquoise"), APPROVED: (_l("Approved"), "green"),
}
FILTERS = {**{name: words for name, (words, _colour) in STANDINGS.items()}, DOUBTED: _l("In doubt")}
NEXT = {TRANSLATE: _l("Next text to translate"), CHECK: _l("Next text to check"), APPROVE: _l("Next text to approve")}
HEAPS = {
    "words": _l("Words around the survey"), "duties": _l("Duties"), "steps": _l("Steps"),
    "plan": _l("Headings of the plan"), "survey": _l("Title of the survey"),
}
# What a text is of its part, by domain.text_places.field_of.
FIELDS = {
    "title": _l("Title"), "intro": _l("Words before the questions"), "text": _l("Words of the question"),
    "hint": _l("Hint"), "error": _l("Words shown when a limit is broken"), "option-label": _l("Answer to choose"),
    "option-hint": _l("Hint below an answer"), "short_title": _l("Short title"), "short_text": _l("Short text"),
    "summary": _l("Summary"), "what_can_change": _l("What can change"), "what_cannot_change": _l("What cannot change"),
    "before_free_text": _l("Before people write"), "privacy_notice": _l("Privacy notice"),
    "privacy_for_children": _l("Privacy notice for people aged 13 to 15"),
    "under_13": _l("How children under 13 take part"),
}
ORIGINS = {
    MACHINE: _l("Drafted by a machine. No person has checked it yet."),
    AGENCY: _l("Came in a file from a translation agency"),
    FILE: _l("Came with the file of the survey. No writer is named."),
}


def language_name(tag: str) -> str:
    """Return the English name of a language, as staff call it."""
    return LANGUAGES[tag].english_name if tag in LANGUAGES else own_name(tag)


def field_name(key: str) -> str:
    """Return what a text is: a title, a hint, an answer to choose."""
    name = field_of(key)
    if name == "text" and key.startswith("duty/"):
        return str(_l("Text"))
    return str(FIELDS.get(name, name))


def heap_name(heap: str, survey: Survey | None) -> Any:
    """Return what a heap of texts is called: the title of a section of the survey, or what is around it."""
    if heap.startswith(SECTION) and survey is not None:
        section = next((one for one in survey.sections if f"{SECTION}{one.key}" == heap), None)
        return words(section.title, "en") if section is not None else heap
    return HEAPS.get(heap, heap)


def heaps(entries: Sequence[Entry], survey: Survey | None) -> list[tuple[str, Any]]:
    """Return the heaps that there are with their names, in the order shown."""
    return [(heap, heap_name(heap, survey)) for heap in dict.fromkeys(entry.heap for entry in entries)]


def origin(row: Any, language: str, survey: Survey | None) -> tuple[bool, str]:
    """Return whether a machine wrote a text, and what is said of where it came from (empty for a person's)."""
    is_machine = is_by_machine(row.origin, language, survey)
    return is_machine, str(ORIGINS.get(MACHINE if is_machine else row.origin, ""))


def in_place(entry: Entry, language: str, known: Mapping[str, TextPlace]) -> str | None:
    """Return the address of the page that shows a text where it stands; None where no page does."""
    slug, noun = g.consultation.slug, entry.unit.part.partition("/")[0]
    if entry.unit.part in known:
        return url_for("staff_translations.preview", slug=slug, language=language, unit_key=entry.unit.key)
    if not g.consultation.is_visible or language not in LANGUAGES:
        return None
    if noun == "plan":
        return url_for("public_plans.section", slug=slug, key=entry.unit.part.partition("/")[2], lang=language)
    page = "privacy" if entry.unit.key.startswith("consultation/privacy") else "show"
    return url_for(f"public.{page}", slug=slug, lang=language)
