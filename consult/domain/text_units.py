"""The texts of a survey one by one: a name for each that outlives a change of words; not who translates them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from consult.domain.surveys import Option, Page, Question, Section, Survey, Text

SOURCE_LANGUAGE = "en"
# Consent may never be asked in words that have changed since they were translated, and nobody can set this aside.
_BINDING_KINDS = frozenset({"consent"})

Change = Callable[[str, Text], Text]


@dataclass(frozen=True)
class Unit:
    """One text to be said in other languages.

    `key` names it, as `question/<key>/hint`; `part` is what it belongs to and what a video or an Easy Read page
    stands for, as `question/<key>`; `english` is its words today. A binding one (consent, safety, privacy) can never
    be shown stale.
    """

    key: str
    part: str
    english: str
    is_binding: bool = False


def units_of(survey: Survey) -> tuple[Unit, ...]:
    """Return every text of the survey that has English words, in the order shown."""
    found: list[Unit] = []

    def collect(key: str, text: Text) -> Text:
        if text.get(SOURCE_LANGUAGE):
            found.append(Unit(key, _part(key), text[SOURCE_LANGUAGE], key in binding))
        return text

    binding = _binding_keys(survey)
    changed(survey, collect)
    return tuple(found)


def texts_in(survey: Survey, language: str) -> dict[str, str]:
    """Return the texts of the survey that stand in this language, by the unit's key."""
    found: dict[str, str] = {}

    def collect(key: str, text: Text) -> Text:
        if text.get(language):
            found[key] = text[language]
        return text

    changed(survey, collect)
    return found


def with_texts(survey: Survey, language: str, texts: Mapping[str, str]) -> Survey:
    """Return the survey with these texts in this language; an empty text takes the language away from its unit."""

    def write(key: str, text: Text) -> Text:
        if key not in texts:
            return text
        others = {tag: words for tag, words in text.items() if tag != language}
        return {**others, language: texts[key]} if texts[key] else others

    return changed(survey, write)


def changed(survey: Survey, change: Change) -> Survey:
    """Return the survey with each of its texts put through `change(key, text)`, in the order shown."""
    title = change("survey/title", survey.title)
    return replace(survey, title=title, sections=tuple(_section(section, change) for section in survey.sections))


def _section(section: Section, change: Change) -> Section:
    at = f"section/{section.key}"
    return replace(
        section, title=change(f"{at}/title", section.title), intro=_maybe(f"{at}/intro", section.intro, change),
        pages=tuple(_page(page, change) for page in section.pages),
    )


def _page(page: Page, change: Change) -> Page:
    at = f"page/{page.key}"
    return replace(
        page, title=_maybe(f"{at}/title", page.title, change), intro=_maybe(f"{at}/intro", page.intro, change),
        questions=tuple(_question(question, change) for question in page.questions),
    )


def _question(question: Question, change: Change) -> Question:
    at = f"question/{question.key}"
    return replace(
        question, text=change(f"{at}/text", question.text), hint=_maybe(f"{at}/hint", question.hint, change),
        error=_maybe(f"{at}/error", question.error, change),
        options=tuple(_option(at, option, change) for option in question.options),
    )


def _option(at: str, option: Option, change: Change) -> Option:
    here = f"{at}/option/{option.code}"
    return replace(
        option, label=change(f"{here}/label", option.label), hint=_maybe(f"{here}/hint", option.hint, change),
        asks=_question(option.asks, change) if option.asks is not None else None,
    )


def _maybe(key: str, text: Text | None, change: Change) -> Text | None:
    return change(key, text) if text is not None else None


def _part(key: str) -> str:
    return "/".join(key.split("/")[:2]) if key != "survey/title" else "survey"


def _binding_keys(survey: Survey) -> frozenset[str]:
    return frozenset(
        key for section in survey.sections for page in section.pages for question in page.questions
        if question.kind in _BINDING_KINDS for key in _keys_of(question)
    )


def _keys_of(question: Question) -> tuple[str, ...]:
    keys: list[str] = []

    def collect(key: str, text: Text) -> Text:
        keys.append(key)
        return text

    _question(question, collect)
    return tuple(keys)
