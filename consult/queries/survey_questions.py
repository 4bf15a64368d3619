"""Every question that a consultation has asked, across the versions of its survey; answers are counted elsewhere."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.survey_json import from_json
from consult.domain.surveys import CHOICE_KINDS, TEXT_KINDS, Option, Question, options_of
from consult.models.surveys import SurveyVersion


@dataclass(frozen=True)
class AskedQuestion:
    """A question in its newest wording, with the options of all versions, and which survey versions asked it."""

    question: Question
    stores: str
    options: tuple[Option, ...]
    version_ids: frozenset[int]

    @property
    def key(self) -> str:
        """The key that the question keeps through all versions."""
        return self.question.key

    @property
    def is_text(self) -> bool:
        """Whether people answer in own words."""
        return self.question.kind in TEXT_KINDS

    @property
    def is_closed(self) -> bool:
        """Whether people choose from options."""
        return self.question.kind in CHOICE_KINDS


def asked(session: Session, consultation_id: int) -> list[AskedQuestion]:
    """Return the questions in the order of the newest version; those that only older ones asked come last."""
    rows = session.execute(
        select(SurveyVersion.id, SurveyVersion.definition)
        .where(SurveyVersion.consultation_id == consultation_id).order_by(SurveyVersion.number.desc())
    )
    found: dict[str, AskedQuestion] = {}
    for version_id, definition in rows:
        for section in from_json(definition).sections:
            for page in section.pages:
                for question in page.questions:
                    newer = found.get(question.key)
                    found[question.key] = _with(newer, question, section.stores, version_id)
    return list(found.values())


def _with(newer: AskedQuestion | None, question: Question, stores: str, version_id: int) -> AskedQuestion:
    if newer is None:
        return AskedQuestion(question, stores, options_of(question), frozenset({version_id}))
    known = {option.code for option in newer.options}
    options = newer.options + tuple(option for option in options_of(question) if option.code not in known)
    return AskedQuestion(newer.question, newer.stores, options, newer.version_ids | {version_id})
