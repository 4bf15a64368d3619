"""A copy of what somebody sent, for them to keep: questions in the wording they answered; nothing about the person."""

from dataclasses import dataclass
from datetime import date, datetime

from consult.domain.signed_answers import Proof
from consult.domain.surveys import Text


@dataclass(frozen=True)
class CopiedAnswer:
    """One question with what was answered: labels of `choices`, or `text`, or `value` (by kind, as it is kept).

    `stem` is what the statements of one page share; `about` is the part of the plan that a comment was put on.
    `language` (BCP 47) is that of a text. The value of a file is the name that it came with.
    """

    question: Text
    kind: str
    language: str
    choices: tuple[Text, ...] = ()
    text: str | None = None
    value: str | None = None
    stem: Text | None = None
    about: Text | None = None


@dataclass(frozen=True)
class CopiedSection:
    """The answered questions of one section, in the order asked."""

    title: Text
    answers: tuple[CopiedAnswer, ...]


@dataclass(frozen=True)
class CopiedFilm:
    """An answer in sign language: `question` None for the whole survey; its `english` with the question of each part.

    `proof` says what was deleted and when; without one the film is deleted on `delete_on` at the latest.
    """

    question: Text | None
    about: Text | None
    english: tuple[tuple[Text, str], ...]
    delete_on: date
    proof: Proof | None


@dataclass(frozen=True)
class Copy:
    """A whole response as its sender gave it; `on_behalf_of` is a code, `body` who it speaks for where it names one."""

    slug: str
    title: Text
    received_at: datetime
    is_correction: bool
    on_behalf_of: str
    body: str
    speaks_for: int | None
    has_quote_consent: bool
    sections: tuple[CopiedSection, ...]
    films: tuple[CopiedFilm, ...] = ()
