"""A question's new key taken up by everything in the survey that named the old one: conditions and pipes."""

import re
from dataclasses import replace

from consult.domain.conditions import All, AnyOf, Not, Rule
from consult.domain.surveys import Option, Page, Question, Section, Survey, Text


def renamed(survey: Survey, old: str, new: str) -> Survey:
    """Return the survey in which every condition and every `${key}` names the question by its new key."""
    return replace(survey, sections=tuple(_section(section, old, new) for section in survey.sections))


def _section(section: Section, old: str, new: str) -> Section:
    pages = tuple(_page(page, old, new) for page in section.pages)
    return replace(section, title=_words(section.title, old, new) or {}, intro=_words(section.intro, old, new),
                   pages=pages)


def _page(page: Page, old: str, new: str) -> Page:
    questions = tuple(_question(question, old, new) for question in page.questions)
    return replace(page, title=_words(page.title, old, new), intro=_words(page.intro, old, new), questions=questions)


def _question(question: Question, old: str, new: str) -> Question:
    return replace(
        question, text=_words(question.text, old, new) or {}, hint=_words(question.hint, old, new),
        error=_words(question.error, old, new), options=tuple(_option(option, old, new) for option in question.options),
        show_if=None if question.show_if is None else with_name(question.show_if, old, new))


def _option(option: Option, old: str, new: str) -> Option:
    asks = None if option.asks is None else _question(option.asks, old, new)
    return replace(option, label=_words(option.label, old, new) or {}, hint=_words(option.hint, old, new), asks=asks)


def _words(text: Text | None, old: str, new: str) -> Text | None:
    if text is None:
        return None
    pipe = re.compile(r"\$\{[ \t]*" + re.escape(old) + r"[ \t]*\}")
    return {tag: pipe.sub(lambda _found: f"${{{new}}}", words) for tag, words in text.items()}


def with_name(rule: Rule, old: str, new: str) -> Rule:
    """Return the rule in which a question goes by its new key."""
    if isinstance(rule, All | AnyOf):
        return replace(rule, rules=tuple(with_name(part, old, new) for part in rule.rules))
    if isinstance(rule, Not):
        return Not(with_name(rule.rule, old, new))
    return replace(rule, question=new) if rule.question == old else rule
