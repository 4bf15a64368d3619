"""Responses as rows of stored values, and the survey versions that asked for them; nothing about the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from consult.domain.surveys import Survey


class Given(NamedTuple):
    """One stored answer: a chosen option (with its place in a ranking), a text, or a short value."""

    response_id: int
    question_id: int
    choice: str | None
    text: str | None
    value: str | None
    place: int | None
    node_key: str
    # Of a text: the English that two people made of it, and the language that it is in.
    english: str | None = None
    language: str | None = None


class ResponseRow(NamedTuple):
    """One response with its answers; `body` is the name of the body it speaks for, None unless it may be named.

    `counted_with` is the public id of the response that its sender is counted with, `sample` the name of a panel.
    """

    public_id: str
    received_at: datetime
    channel: str
    language: str
    version: int
    is_late: bool
    on_behalf_of: str
    was_helped: bool
    words_are: str | None
    has_quote_consent: bool
    excluded_reason: str | None
    body: str | None
    answers: tuple[Given, ...]
    counted_with: str | None = None
    sample: str | None = None
    weight: float | None = None


@dataclass(frozen=True)
class AskedVersion:
    """One version of a consultation's survey by number, with the row id of each question by key."""

    number: int
    survey: Survey
    question_ids: Mapping[str, int]


@dataclass(frozen=True)
class Translated:
    """A text that somebody gave in another language than English: its question's key, the part of the plan or ""."""

    key: str
    node_key: str


@dataclass(frozen=True)
class Comment:
    """A part of the plan that somebody commented on, under the question with this key."""

    key: str
    node_key: str
