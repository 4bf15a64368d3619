"""Survey versions as domain surveys; a version never changes, so a parsed one is kept."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.letters import NUMBER
from consult.domain.survey_json import from_json
from consult.domain.surveys import Survey
from consult.models.surveys import Question, SurveyVersion


@dataclass(frozen=True)
class Version:
    """A stored survey version: its row's id, its number, and the survey itself."""

    id: int
    number: int
    survey: Survey


MOST_KEPT = 64
# By database and row id: a version never changes, and its definition is long.
_KEPT: dict[tuple[str, int], Version] = {}


@lru_cache(maxsize=64)
def _parsed(digest: str, definition: str) -> Survey:
    return from_json(definition)


def _version(row: SurveyVersion | None) -> Version | None:
    return Version(row.id, row.number, _parsed(row.digest, row.definition)) if row is not None else None


def current(session: Session, consultation_id: int) -> Version | None:
    """Return the newest version of a consultation's survey that people are asked, or None where it has none."""
    return _version(session.scalar(
        select(SurveyVersion).where(SurveyVersion.consultation_id == consultation_id, SurveyVersion.number > NUMBER)
        .order_by(SurveyVersion.number.desc()).limit(1)
    ))


def by_id(session: Session, version_id: int) -> Version | None:
    """Return the version of that row id, or None; one that was read before is not read again."""
    key = (str(session.get_bind().engine.url), version_id)
    if key not in _KEPT:
        found = _version(session.get(SurveyVersion, version_id))
        if found is None:
            return None
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = found
    return _KEPT[key]


def question_ids(session: Session, version_id: int) -> dict[str, int]:
    """Return the row ids of a version's questions by key."""
    rows = session.execute(select(Question.key, Question.id).where(Question.survey_version_id == version_id))
    return {key: question_id for key, question_id in rows}
