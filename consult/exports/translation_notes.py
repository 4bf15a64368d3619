"""What a translation agency is told beside a text: where it appears, how long it may be, and words of the field."""

from collections.abc import Iterator, Mapping

from consult.domain.text_places import is_short
from consult.domain.text_units import Unit
from consult.domain.translation_aids import ALWAYS_FITS, TIMES_LONGER, terms_in

# In English, the language that agencies translate from here.
PLACES = {
    "title": "A heading", "intro": "Words under a heading", "text": "A question", "hint": "A hint under a question",
    "error": "What is said when an answer is not right", "short_title": "A short heading",
    "short_text": "A short text under a heading",
}
OPTIONS = {"label": "An answer to choose", "hint": "A hint under an answer to choose"}
OF_CONSULTATION = {
    "title": "The title of the consultation", "summary": "The first words about the consultation",
    "what_can_change": "What people's answers can change", "what_cannot_change": "What answers cannot change",
    "before_free_text": "Shown before people write in their own words: safety",
    "privacy_notice": "The privacy notice", "privacy_for_children": "The privacy notice for children",
    "under_13": "For people under 13",
}
NOUNS = {"survey": "the survey", "section": "the section", "page": "the page", "question": "the question",
         "consultation": "the consultation", "duty": "a duty by law, number", "stage": "a step, number",
         "plan": "the plan"}
BINDING = "This is about consent, safety or privacy. It must say exactly what the English says."
PIPED = "${name} stands for an earlier answer. Keep it as it is; put it where your language needs it."
STALE = "The English has changed since this translation was made. The English was then: {english}"
LENGTH = "The English has {length} characters."
LITTLE_ROOM = LENGTH + " There is little room here: use {room} or fewer."
PARAGRAPHS = "An empty line begins a new paragraph. Keep as many paragraphs as the English has."


def notes_for(unit: Unit, english: Mapping[str, str], terms: Mapping[str, str], *, earlier: str = ""
              ) -> tuple[tuple[str, str], ...]:
    """Return the notes of a unit as (category, text).

    `english` is the English of all units by key, `terms` the glossary {English: theirs}, `earlier` the English that a
    stale translation was made from.
    """
    return tuple(_notes(unit, english, terms, earlier))


def _notes(unit: Unit, english: Mapping[str, str], terms: Mapping[str, str], earlier: str) -> Iterator[tuple[str, str]]:
    yield "location", _place(unit.key)
    asked = english.get(f"{unit.part}/text", "")
    if asked and not unit.key.endswith("/text"):
        yield "context", asked
    length = len(unit.english)
    yield "length", (LITTLE_ROOM if is_short(unit.key) else LENGTH).format(
        length=length, room=max(ALWAYS_FITS, round(TIMES_LONGER * length)))
    if "\n\n" in unit.english:
        yield "paragraphs", PARAGRAPHS
    if unit.is_binding:
        yield "binding", BINDING
    if "${" in unit.english:
        yield "placeholders", PIPED
    if earlier:
        yield "stale", STALE.format(english=earlier)
    for term, theirs in terms_in(unit.english, terms):
        yield "glossary", f"{term}: {theirs}"


def _place(key: str) -> str:
    noun, *rest = key.split("/")
    if noun == "consultation":
        return OF_CONSULTATION.get(rest[0], key)
    name = rest[-1]
    if "option" in rest[:-1]:
        return f"{OPTIONS.get(name, name)}, in {NOUNS['question']} {rest[0]}"
    return f"{PLACES.get(name, name)}, in {NOUNS.get(noun, noun)}{f' {rest[0]}' if len(rest) > 1 else ''}"
