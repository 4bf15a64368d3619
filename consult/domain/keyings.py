"""Typing paper forms: which answers are typed twice, where two typings differ, and how often typing goes wrong."""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher

from consult.domain.errors import NotAllowed
from consult.domain.forms import PaperForm, Sheet
from consult.domain.responses import BEHALVES, WORDS_ARE
from consult.domain.surveys import MEDIA_KINDS, NOTE, TEXT_KINDS, Question, companions_of, is_open_comment

FIRST, SECOND = 1, 2
CLOSED, WORDS = "closed", "words"
SETTLED_AS = ("first", "second", "other")
# What is typed where a word cannot be read; the same in every language, so that two typings can be compared.
UNCLEAR = "[unclear]"
# Of every hundred forms so many are typed twice as a whole, and so many of the first that each person types.
WHOLE_SHARE, WHOLE_FIRST = 10, 5
# What stands on a form beside the survey's own questions: no key of a question holds a colon.
ABOUT = (":age", ":on_behalf_of", ":body", ":speaks_for", ":may_be_named", ":was_helped", ":words_are")
CONSENT, QUOTES = ":consent", ":quotes"
_OPENING = {"age": ABOUT[:1], "behalf": ABOUT[1:5], "help": ABOUT[5:]}
# The part of the plan that a comment is about, written beside the comment.
PART = ":part"
BODY, SPEAKS_FOR = ":body", ":speaks_for"
# What can be ticked there.
TICKS: Mapping[str, tuple[str, ...]] = {
    ":age": ("adult", "16-17"), ":on_behalf_of": BEHALVES, ":may_be_named": ("yes",), ":was_helped": ("yes", "no"),
    ":words_are": WORDS_ARE, CONSENT: ("yes",), QUOTES: ("yes",),
}


@dataclass(frozen=True)
class Field:
    """One thing to type: `key` of the question or of ABOUT, `kind` CLOSED or WORDS, `number` as printed, 0 for none."""

    key: str
    kind: str
    number: int = 0
    question: Question | None = None


@dataclass(frozen=True)
class Typing:
    """What one person read on a form: values by field, and the closed ones that they could not make out."""

    values: Mapping[str, Sequence[str]]
    unclear: Collection[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """A field that two people typed differently."""

    field: Field
    first: tuple[str, ...]
    second: tuple[str, ...]
    is_unclear_first: bool = False
    is_unclear_second: bool = False


@dataclass(frozen=True)
class Piece:
    """Words that both typed (`side` ""), or that only the first or the second did."""

    side: str
    text: str


@dataclass(frozen=True)
class Tally:
    """Answers that two people typed; those that differed, and those that the first person had wrong."""

    compared: int = 0
    differed: int = 0
    wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.compared + other.compared, self.differed + other.differed, self.wrong + other.wrong)

    @property
    def rate(self) -> Decimal | None:
        """The share of answers that the first person had wrong, in percent to one place; None of none compared."""
        if not self.compared:
            return None
        return (Decimal(100 * self.wrong) / self.compared).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Quality:
    """How well forms were typed: answers with boxes or numbers, and answers in words."""

    closed: Tally = field(default_factory=Tally)
    words: Tally = field(default_factory=Tally)
    forms: int = 0
    whole_forms: int = 0


def fields_of(form: PaperForm) -> tuple[Field, ...]:
    """Return what is typed from the main sheet of a form, in the order of the paper; recordings and notes are not."""
    return (*_opening(form.main), *_questions(form.main), Field(CONSENT, CLOSED), Field(QUOTES, CLOSED))


def sheet_questions(sheet: Sheet) -> tuple[Question, ...]:
    """Return the questions of a sheet in its order, notes included."""
    return tuple(found.question for part in sheet.parts for page in part.pages for found in page.questions)


def _opening(sheet: Sheet) -> Iterator[Field]:
    for number, code in sheet.opening:
        for key in _OPENING[code]:
            yield Field(key, WORDS if key == BODY else CLOSED, number)


def _questions(sheet: Sheet) -> Iterator[Field]:
    for part in sheet.parts:
        for page in part.pages:
            for found in page.questions:
                yield from _of_question(found.question, found.number)


def _of_question(question: Question, number: int) -> Iterator[Field]:
    if question.kind == NOTE or question.kind in MEDIA_KINDS:
        return
    if is_open_comment(question):
        yield Field(question.key + PART, CLOSED, number)
    yield Field(question.key, WORDS if question.kind in TEXT_KINDS else CLOSED, number, question)
    for companion in companions_of(question):
        yield Field(companion.key, WORDS, number, companion)


def is_whole_twice(public_id: str, forms_before: int) -> bool:
    """Say whether a form is typed twice as a whole, not only its boxes: `forms_before` this person typed before it.

    The first forms of each person are, and a share of all that nobody can foresee from the paper.
    """
    if forms_before < WHOLE_FIRST:
        return True
    return int.from_bytes(hashlib.sha256(public_id.encode()).digest()[:8], "big") % 100 < WHOLE_SHARE


def typed_again(fields: Iterable[Field], first: Typing, *, is_whole: bool) -> tuple[Field, ...]:
    """Return what the second person types: every box, and of the words all or those that were hard to read."""
    return tuple(one for one in fields if is_whole or one.kind == CLOSED or _is_unclear(one, first))


def _is_unclear(one: Field, typing: Typing) -> bool:
    return one.key in typing.unclear or any(UNCLEAR[:-1] in value for value in typing.values.get(one.key, ()))


def check_second(person_id: int, first_by_id: int) -> None:
    """Raise NotAllowed where someone would type a form a second time, or settle it, that they typed first."""
    if person_id == first_by_id:
        raise NotAllowed()


def differences(fields: Iterable[Field], first: Typing, second: Typing) -> tuple[Difference, ...]:
    """Return the fields that were typed differently, in the order of the paper."""
    found = []
    for one in fields:
        sides = [tuple(typing.values.get(one.key, ())) for typing in (first, second)]
        unclear = [one.key in typing.unclear for typing in (first, second)]
        # What both could not make out is settled by a third look at the paper too.
        if _folded(one, sides[0]) != _folded(one, sides[1]) or any(unclear):
            found.append(Difference(one, sides[0], sides[1], unclear[0], unclear[1]))
    return tuple(found)


def _folded(one: Field, values: Sequence[str]) -> tuple[str, ...]:
    if one.kind == WORDS:
        return tuple(words for value in values if (words := " ".join(unicodedata.normalize("NFC", value).split())))
    is_ranked = one.question is not None and one.question.kind == "ranking"
    return tuple(values) if is_ranked else tuple(sorted(values))


def tally(fields: Iterable[Field], first: Typing, second: Typing, settled: Mapping[str, str]) -> dict[str, Tally]:
    """Return how the typing of one form went, by kind; `settled` says as whose each difference was settled.

    Compared are only answers that somebody typed: leaving out what is empty is no feat.
    """
    found = {CLOSED: Tally(), WORDS: Tally()}
    for one in fields:
        is_typed = any(typing.values.get(one.key) or one.key in typing.unclear for typing in (first, second))
        if is_typed:
            has_differed = one.key in settled
            is_wrong = settled.get(one.key) in SETTLED_AS[1:]
            found[one.kind] += Tally(1, int(has_differed), int(is_wrong))
    return found


def agreed(first: Typing, second: Typing, again: Iterable[Field], settled: Mapping[str, Sequence[str]]
           ) -> dict[str, tuple[str, ...]]:
    """Return the values of a form: as settled, else as both typed them, else as the first and only one did.

    `again` are the fields that the second person typed too.
    """
    twice = {one.key for one in again}
    found = {key: tuple((second if key in twice else first).values.get(key, ()))
             for key in dict.fromkeys([*first.values, *second.values])}
    found |= {key: tuple(values) for key, values in settled.items()}
    return {key: values for key, values in found.items() if values}


def without_text(fields: Iterable[Field], values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was typed of a form that became a response: of words only that there were some.

    The words stand in the response then, where they can be masked or taken back; that they were typed is still counted.
    """
    kinds = {one.key: one.kind for one in fields}
    return {key: [""] if kinds.get(key, WORDS) == WORDS else list(given) for key, given in values.items()}


def pieces(first: str, second: str) -> tuple[Piece, ...]:
    """Return two typings of one text laid side by side, word by word, in order."""
    left, right = first.split(), second.split()
    found: list[Piece] = []
    for tag, from_left, to_left, from_right, to_right in SequenceMatcher(None, left, right, False).get_opcodes():
        if tag == "equal":
            found.append(Piece("", " ".join(left[from_left:to_left])))
            continue
        if to_left > from_left:
            found.append(Piece("first", " ".join(left[from_left:to_left])))
        if to_right > from_right:
            found.append(Piece("second", " ".join(right[from_right:to_right])))
    return tuple(found)


def without_words(question: Question) -> Question:
    """Return a question without the words that its options ask beside themselves."""
    if not companions_of(question):
        return question
    return replace(question, options=tuple(replace(option, asks=None) for option in question.options))
