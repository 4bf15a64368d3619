"""Every question that a consultation has asked, across the versions of its survey; answers are counted elsewhere."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.conditions import questions_in
from consult.domain.survey_json import from_json
from consult.domain.surveys import (
    ANSWERED_KINDS,
    CHOICE_KINDS,
    TEXT_KINDS,
    Option,
    Question,
    options_of,
    placed_questions,
)
from consult.models.surveys import SurveyVersion


@dataclass(frozen=True)
class AskedQuestion:
    """A question in its newest wording, with the options of all versions, and which survey versions asked it."""

    question: Question
    stores: str
    options: tuple[Option, ...]
    version_ids: frozenset[int]
    # Those of them that asked it in other words, or with other answers to choose from, than the newest.
    reworded_ids: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """The key that the question keeps through all versions."""
        return self.question.key

    @property
    def depends_on(self) -> frozenset[str]:
        """The keys of the questions whose answers decide who is asked this one."""
        return frozenset() if self.question.show_if is None else questions_in(self.question.show_if)

    @property
    def is_text(self) -> bool:
        """Whether people answer in own words."""
        return self.question.kind in TEXT_KINDS

    @property
    def is_closed(self) -> bool:
        """Whether people choose from options that stand beside each other: no ranking, no agreement to a notice."""
        return self.question.kind in CHOICE_KINDS - {"consent"}


def asked(session: Session, consultation_id: int) -> list[AskedQuestion]:
    """Return the questions in the order of the newest version; those that only older ones asked come last."""
    rows = session.execute(
        select(SurveyVersion.id, SurveyVersion.definition)
        .where(SurveyVersion.consultation_id == consultation_id).order_by(SurveyVersion.number.desc())
    )
    found: dict[str, AskedQuestion] = {}
    for version_id, definition in rows:
        for section, _page, question in placed_questions(from_json(definition)):
            if question.kind in ANSWERED_KINDS:
                found[question.key] = _with(found.get(question.key), question, section.stores, version_id)
    return list(found.values())


def _with(newer: AskedQuestion | None, question: Question, stores: str, version_id: int) -> AskedQuestion:
    if newer is None:
        return AskedQuestion(question, stores, options_of(question), frozenset({version_id}))
    known = {option.code for option in newer.options}
    options = newer.options + tuple(option for option in options_of(question) if option.code not in known)
    is_same = (question.text, options_of(question)) == (newer.question.text, options_of(newer.question))
    return AskedQuestion(newer.question, newer.stores, options, newer.version_ids | {version_id},
                         newer.reworded_ids | (frozenset() if is_same else {version_id}))
