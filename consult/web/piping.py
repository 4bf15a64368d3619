"""Words of a survey with earlier answers put in, escaped and kept in their own direction; which ones is domain's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from babel.lists import format_list
from flask_babel import gettext
from markupsafe import Markup, escape

from consult.domain import piping
from consult.domain.conditions import Answers
from consult.domain.piping import Given
from consult.domain.routing import Step
from consult.domain.surveys import Option, Question, Survey, Text
from consult.web import locale
from consult.web.pages import isolated, kept_day, kept_number, words

# A long answer would push the question out of sight.
MOST = 300


def piped_step(step: Step, survey: Survey, answers: Answers) -> Step:
    """Return a page with earlier answers in all its words; the same page where none is asked for.

    `answers` are those of questions that are still asked (domain/responses.still_asked).
    """
    names = piping.names_on(step)
    if not names:
        return step
    given = piping.given_answers(survey, answers, names)
    questions = tuple(_question(question, given) for question in step.questions)
    section = replace(step.section, title=_text(step.section.title, given), intro=_text(step.section.intro, given))
    page = replace(step.page, title=_text(step.page.title, given), intro=_text(step.page.intro, given))
    return Step(section, page, questions)


def _question(question: Question, given: Mapping[str, Given]) -> Question:
    return replace(
        question, text=_text(question.text, given), hint=_text(question.hint, given),
        error=_text(question.error, given), options=tuple(_option(option, given) for option in question.options))


def _option(option: Option, given: Mapping[str, Given]) -> Option:
    asks = _question(option.asks, given) if option.asks is not None else None
    return replace(option, label=_text(option.label, given), hint=_text(option.hint, given), asks=asks)


def _text(text: Text | None, given: Mapping[str, Given]) -> Any:
    """Return the text with markup in place of names; a text that asks for nothing stays plain."""
    if not text or not any(piping.names_in(words) for words in text.values()):
        return text
    return {tag: Markup("").join(_piece(piece, tag, given) for piece in piping.piped(words, given))
            for tag, words in text.items()}


def _piece(piece: str | Given, tag: str, given: Mapping[str, Given]) -> Markup:
    return isolated(piece, tag) if isinstance(piece, str) else shown(piece)


def shown(answer: Given) -> Markup:
    """Return an answer inside a sentence: labels joined as the language joins them, what was typed in its own way."""
    if answer.labels:
        return _joined([words(label) for label in answer.labels])
    if not answer.typed:
        return escape(gettext("(not answered)"))
    return Markup("<bdi>{}</bdi>").format(plain(answer.kind, answer.typed))


def plain(kind: str, typed: str) -> str:
    """Return a text, number, date or district as the language writes it, on one line."""
    if kind == "date":
        return kept_day(typed)
    if kind == "number":
        return kept_number(typed)
    line = " ".join(typed.split())
    return line if len(line) <= MOST else f"{line[:MOST].rsplit(' ', 1)[0]}…"


def _joined(labels: list[Markup]) -> Markup:
    places = [f"{{{number}}}" for number in range(len(labels))]
    return escape(format_list(places, locale=locale.language().locale)).format(*labels)
