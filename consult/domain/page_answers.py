"""Whether the answers on one page of a survey are right together: each question, and the words beside an option."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.answers import Measures, check_answer, postcode_district
from consult.domain.errors import Refused
from consult.domain.surveys import MEDIA_KINDS, NOTE, Question

# Of what cannot be read as a postcode, no more than a first half is ever kept.
_HALF_POSTCODE = 4


@dataclass(frozen=True)
class CheckedPage:
    """The answers of a page by question key, as they are kept, and what is wrong with the others."""

    answers: dict[str, tuple[str, ...]]
    refusals: tuple[Refused, ...]


def check_page(questions: Iterable[Question], typed: Mapping[str, Sequence[str]], measures: Measures) -> CheckedPage:
    """Check what was typed for the questions of a page and for the companions of their options.

    A companion is asked only where its option is chosen: words beside one that is not are refused
    (`other-not-ticked`), so that nothing is lost in silence. Codes are those of `check_answer`.
    """
    answers: dict[str, tuple[str, ...]] = {}
    refusals: list[Refused] = []
    for question in questions:
        if question.kind == NOTE:
            continue
        for asked in (question, *_companions(question, typed, refusals)):
            try:
                answers[asked.key] = check_answer(asked, typed.get(asked.key, ()), measures)
            except Refused as refused:
                refusals.append(refused)
    return CheckedPage(answers, tuple(refusals))


def _companions(
    question: Question, typed: Mapping[str, Sequence[str]], refusals: list[Refused]
) -> tuple[Question, ...]:
    """Return the companions to check; one that is not asked may be left out, and must hold no words."""
    chosen, found = set(typed.get(question.key, ())), []
    for option in question.options:
        companion = option.asks
        if companion is None:
            continue
        if option.code in chosen:
            found.append(companion)
        elif any(value.strip() for value in typed.get(companion.key, ())):
            refusals.append(Refused(companion.key, "other-not-ticked"))
        else:
            found.append(replace(companion, is_required=False))
    return tuple(found)


def keepable(questions: Iterable[Question], typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was typed as it may be stored unchecked: of a postcode the first half only, and no file."""
    kinds = {question.key: question.kind for question in questions}
    return {
        key: [_first_half(value) for value in values] if kinds.get(key) == "postcode-district" else list(values)
        for key, values in typed.items() if kinds.get(key) not in MEDIA_KINDS
    }


def _first_half(words: str) -> str:
    return postcode_district(words) or "".join(words.split())[:_HALF_POSTCODE]
