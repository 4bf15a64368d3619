"""What a survey question says where an answer is not right: its author's words, else ours, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from consult.domain.errors import Refused
from consult.domain.surveys import MEDIA_KINDS, Question, companions_of
from consult.web.pages import kept_day, kept_number, words
from consult.web.sentences import words_for

# Where a limit or a pattern is broken, the words of whoever set it say more than ours.
LIMITS = frozenset({
    "date-early", "date-late", "number-high", "number-low", "pattern-broken", "text-long", "too-few-choices",
    "too-many-choices",
})


def refusal_words(refused: Refused, question: Question | None) -> str:
    """Return the sentence for a refusal of the answer to `question`, or to a companion of one of its options."""
    asked = _asked(question, refused.field) if question is not None else None
    if asked is not None and asked.error and refused.code in LIMITS:
        return words(asked.error).striptags()
    if asked is not None and asked.kind in MEDIA_KINDS:
        return media_words(refused, asked.kind)
    return words_for(refused.code, _shown(refused))


def media_words(refused: Refused, kind: str) -> str:
    """Return the sentence for a refusal of a file for a question of that kind."""
    code = "media-missing" if refused.code == "answer-missing" else refused.code
    return words_for(code, {**refused.facts, "kinds": kinds_of_files(kind)})


def kinds_of_files(kind: str) -> str:
    """Return the forms of file that a question of that kind takes, as people call them."""
    return {
        "file": gettext("PDF, DOCX, ODT, TXT, JPEG or PNG"),
        "audio": gettext("MP3, M4A, OGG, WAV or WebM"),
        "video": gettext("MP4, WebM or MOV"),
    }[kind]


def _asked(question: Question, key: str) -> Question:
    return next((asked for asked in companions_of(question) if asked.key == key), question)


def _shown(refused: Refused) -> Mapping[str, Any]:
    """Return the facts of a refusal as the language writes them: dates as days, limits of numbers as numbers."""
    show = {"date-early": kept_day, "date-late": kept_day, "number-low": kept_number, "number-high": kept_number}
    if refused.code not in show:
        return refused.facts
    return {name: show[refused.code](str(value)) for name, value in refused.facts.items()}
