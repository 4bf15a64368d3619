"""Where a text of a consultation stands: its section, page and question, and the heap of texts it is worked on with."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.domain.surveys import Option, Page, Question, Section, Survey, companions_of

# The heaps around the survey by the first piece of a key; in the survey each section is one.
AROUND = {"consultation": "words", "duty": "duties", "stage": "steps", "plan": "plan", "survey": "survey"}
SECTION = "section:"
# What stands on a button, a tick box or a heading, where there is little room.
SHORT_FIELDS = frozenset({"label", "title", "short_title"})


@dataclass(frozen=True)
class TextPlace:
    """Where a part of the survey stands; `beside` is the question with the option that asks this one."""

    section: Section | None = None
    page: Page | None = None
    question: Question | None = None
    beside: Question | None = None


NOWHERE = TextPlace()


def places(survey: Survey | None) -> dict[str, TextPlace]:
    """Return the place of each part of a survey, by the part's name (domain/text_units.py)."""
    found: dict[str, TextPlace] = {}
    for section in survey.sections if survey is not None else ():
        first = next((page for page in section.pages if page.questions), None)
        found[f"section/{section.key}"] = TextPlace(section, first)
        for page in section.pages:
            found[f"page/{page.key}"] = TextPlace(section, page)
            for question in page.questions:
                found[f"question/{question.key}"] = TextPlace(section, page, question)
                for companion in companions_of(question):
                    found[f"question/{companion.key}"] = TextPlace(section, page, companion, question)
    return found


def heap_of(part: str, known: Mapping[str, TextPlace]) -> str:
    """Return the heap that a part is worked on with: one of AROUND's, or `section:<key>`."""
    place = known.get(part, NOWHERE)
    if place.section is not None:
        return f"{SECTION}{place.section.key}"
    return AROUND.get(part.partition("/")[0], "survey")


def field_of(key: str) -> str:
    """Return what a text is of its part, as `hint` or `option-label`; the field's own name for a consultation's."""
    pieces = key.split("/")
    return f"option-{pieces[-1]}" if len(pieces) > 3 and pieces[-3] == "option" else pieces[-1]


def option_of(key: str, question: Question | None) -> Option | None:
    """Return the option that a text belongs to, or None."""
    if question is None or "/option/" not in key:
        return None
    code = key.partition("/option/")[2].rpartition("/")[0]
    return next((option for option in question.options if option.code == code), None)


def is_short(key: str) -> bool:
    """Say whether the place of a text has little room."""
    return key.rpartition("/")[2] in SHORT_FIELDS
