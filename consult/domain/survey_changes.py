"""What differs between two wordings of a survey, for whoever puts the newer one into use; neither is judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.domain.surveys import Question, Section, Survey, Text, options_of, placed_questions


@dataclass(frozen=True)
class Change:
    """One difference. `code` is which; `question` its key; `before` and `after` hold the words where words differ.

    Codes: question-added, question-removed, question-reworded, kind-changed, hint-changed, option-added,
    option-removed, option-reworded, condition-changed, rules-changed, section-added, section-removed,
    section-reworded, order-changed, language-added, language-removed.
    """

    code: str
    question: str = ""
    before: Text | None = None
    after: Text | None = None


def differences(before: Survey, after: Survey) -> list[Change]:
    """Return what differs: languages, sections, then questions in the order of the newer survey, then those gone."""
    found = [*_languages(before, after), *_sections(before, after)]
    old = {question.key: (section, question) for section, _page, question in placed_questions(before)}
    new = {question.key: (section, question) for section, _page, question in placed_questions(after)}
    for key, (section, question) in new.items():
        if key not in old:
            found.append(Change("question-added", key, after=question.text))
        else:
            found += _of_question(*old[key], section, question)
    found += [Change("question-removed", key, before=old[key][1].text) for key in old if key not in new]
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(Change("order-changed"))
    return found


def is_reworded(before: Question, after: Question) -> bool:
    """Whether people read other words: in the question, its hint, or the answers to choose from."""
    return (_said(before.text), _said(before.hint), _answers(before)) != (
        _said(after.text), _said(after.hint), _answers(after))


def _said(text: Text | None) -> dict[str, str]:
    return {tag: words for tag, words in (text or {}).items() if words}


def _answers(question: Question) -> list[tuple[str, dict[str, str]]]:
    return [(option.code, _said(option.label)) for option in options_of(question)]


def _languages(before: Survey, after: Survey) -> Iterator[Change]:
    for tag in after.languages:
        if tag not in before.languages:
            yield Change("language-added", after={"en": tag})
    for tag in before.languages:
        if tag not in after.languages:
            yield Change("language-removed", before={"en": tag})


def _sections(before: Survey, after: Survey) -> Iterator[Change]:
    old, new = ({section.key: section for section in survey.sections} for survey in (before, after))
    for key, section in new.items():
        if key not in old:
            yield Change("section-added", after=section.title)
        elif _said(section.title) != _said(old[key].title) or _said(section.intro) != _said(old[key].intro):
            yield Change("section-reworded", before=old[key].title, after=section.title)
    for key, section in old.items():
        if key not in new:
            yield Change("section-removed", before=section.title)


def _of_question(old_section: Section, old: Question, section: Section, question: Question) -> Iterator[Change]:
    if question.kind != old.kind:
        yield Change("kind-changed", question.key, old.text, question.text)
    if _said(question.text) != _said(old.text):
        yield Change("question-reworded", question.key, old.text, question.text)
    if _said(question.hint) != _said(old.hint):
        yield Change("hint-changed", question.key, old.text, question.text)
    yield from _of_options(old, question)
    if question.show_if != old.show_if:
        yield Change("condition-changed", question.key, old.text, question.text)
    if _rules(old_section, old) != _rules(section, question):
        yield Change("rules-changed", question.key, old.text, question.text)


def _of_options(before: Question, after: Question) -> Iterator[Change]:
    old, new = ({option.code: option.label for option in options_of(question)} for question in (before, after))
    for code, label in new.items():
        if code not in old:
            yield Change("option-added", after.key, after.text, label)
        elif _said(label) != _said(old[code]):
            yield Change("option-reworded", after.key, old[code], label)
    for code, label in old.items():
        if code not in new:
            yield Change("option-removed", after.key, label, after.text)


def _rules(section: Section, question: Question) -> tuple[object, ...]:
    """Return what decides who is asked and what may be answered, words apart."""
    return (section.key, section.is_for_13_to_15, section.stores, question.plan_node or section.plan_node,
            question.is_required, question.min_age, question.min_choices, question.max_choices, question.max_length,
            question.minimum, question.maximum, question.is_decimal, question.is_dropdown, question.pattern,
            tuple(option.is_exclusive for option in question.options))
