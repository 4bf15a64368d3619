"""From what was typed off a paper form to answers that are stored: as written, by the limits that paper has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.answers import Measures, check_answer
from consult.domain.bodies import check_body
from consult.domain.errors import Refused
from consult.domain.keyings import BODY, CLOSED, PART, SPEAKS_FOR, TICKS, UNCLEAR, Field, Typing
from consult.domain.responses import CheckedAnswer
from consult.domain.routing import asked_questions
from consult.domain.surveys import TEXT_KINDS, VALUE_KINDS, Question, Survey, comment_key, is_open_comment

# In graphemes: handwriting on further sheets goes past what a page on a screen takes.
LONGEST = 20_000


@dataclass(frozen=True)
class Kept:
    """The answers of a form to store, and the keys of boxes that were ticked where the form asked nothing."""

    answers: tuple[CheckedAnswer, ...]
    not_asked: tuple[str, ...] = ()


def as_on_paper(question: Question) -> Question:
    """Return a question by the rules of paper: nobody is sent back for leaving it out or for writing much."""
    return replace(question, is_required=False, min_choices=None, pattern=None, show_if=None,
                   max_length=LONGEST if question.kind in TEXT_KINDS else question.max_length)


def check_typed(fields: Iterable[Field], typing: Typing, measures: Measures) -> tuple[Typing, tuple[Refused, ...]]:
    """Return a typing with its values as they are kept, and what cannot be an answer.

    An answer marked as unclear may hold anything or nothing: it is a guess until somebody settles it, and what cannot
    be an answer is left out of it. Otherwise two ticks where one was asked, or a date that is none, are refused with
    the codes of `check_answer`.
    """
    values: dict[str, tuple[str, ...]] = {}
    refusals: list[Refused] = []
    for one in fields:
        given = [value for value in typing.values.get(one.key, ()) if value.strip()]
        if not given:
            continue
        try:
            values[one.key] = (_checked_opening(one.key, given) if one.question is None
                               else check_answer(as_on_paper(one.question), given, measures))
        except Refused as refused:
            if one.key not in typing.unclear:
                refusals.append(Refused(one.key, refused.code, refused.facts))
    kept = {key: found for key, found in values.items() if found}
    return Typing(kept, frozenset(typing.unclear) & {one.key for one in fields if one.kind == CLOSED}), tuple(refusals)


def _checked_opening(key: str, given: Sequence[str]) -> tuple[str, ...]:
    """Return what stands beside the questions as it is kept; the part of the plan is for others to know."""
    if key == BODY:
        return (check_body(given[0], "")[0],)
    if key == SPEAKS_FOR:
        return (str(check_body("-", given[0])[1]),)
    if key.endswith(PART):
        return (given[0].strip(),)
    if given[0] not in TICKS[key]:
        raise Refused(key, "option-unknown")
    if len(given) > 1:
        raise Refused(key, "too-many-choices", {"limit": 1})
    return (given[0],)


def kept_answers(survey: Survey, fields: Sequence[Field], values: Mapping[str, Sequence[str]], *, age_route: str
                 ) -> Kept:
    """Return what is stored of a form: every word that was written, and each tick that its questions led to.

    A tick beside a question that did not apply (its number was to be passed over) stays in the typing and is named
    apart: it is no answer. `values` are those of `check_typed`, agreed between both typings.
    """
    routed = asked_questions(survey, age_route, values)
    answers: list[CheckedAnswer] = []
    not_asked: list[str] = []
    for one in fields:
        given = tuple(values.get(one.key, ()))
        if one.question is None or not given:
            continue
        if one.question.kind in TEXT_KINDS:
            answers.append(CheckedAnswer(_placed(one.question, values), "answers", (), given[0]))
        elif one.key not in routed:
            not_asked.append(one.key)
        elif one.question.kind in VALUE_KINDS:
            answers.append(CheckedAnswer(one.question, "answers", (), None, given[0]))
        else:
            answers.append(CheckedAnswer(one.question, "answers", given, None))
    return Kept(tuple(answers), tuple(not_asked))


def _placed(question: Question, values: Mapping[str, Sequence[str]]) -> Question:
    """Return a comment put on the part of the plan that was written beside it; other questions as they are."""
    part = next(iter(values.get(question.key + PART, ())), "")
    if not is_open_comment(question) or not part:
        return question
    return replace(question, key=comment_key(question, part), plan_node=part)


def unclear_words(text: str) -> int:
    """Return how many places of a typed text could not be read."""
    return text.count(UNCLEAR[:-1])
