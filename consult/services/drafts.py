"""Keeps a response while it is being written, so that no answer is lost; sending it is responses.py's."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.domain import routing
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.responses import Draft
from consult.queries import drafts, surveys
from consult.services.secrets import keyed_hash, new_token
from consult.services.transaction import writing

# A draft is found only by its browser session, so it lives no longer than one left unused does.
LIFETIME = timedelta(hours=12)
# What is kept of a page that was left unfinished; the real limits are checked when it is saved.
MOST_KEPT = 20_000


def hash_of(token: str) -> str:
    """Return the keyed hash under which a draft's token is stored."""
    return keyed_hash("draft", token)


def begin(*, consultation_id: int, age_route: str, token: str | None = None) -> str:
    """Start a draft for someone of that age and return its token; an existing draft keeps its answers.

    Raises Refused("age", "age-missing" or "age-too-young"), NotFound where the consultation has no survey.
    """
    if age_route not in routing.AGE_ROUTES:
        raise Refused("age", "age-missing")
    if not routing.may_answer(age_route):
        raise Refused("age", "age-too-young")
    with writing() as session:
        version = surveys.current(session, consultation_id)
        if version is None:
            raise NotFound()
        draft = drafts.living(session, hash_of(token), consultation_id) if token else None
        if draft is None or token is None:
            token = new_token()
            draft = Draft(token_hash=hash_of(token), consultation_id=consultation_id)
            session.add(draft)
        draft.age_route, draft.survey_version_id = age_route, version.id
        _touch(draft)
        return token


def choose_sections(*, token: str, consultation_id: int, sections: Sequence[str]) -> None:
    """Keep which parts the person wants to answer; none at all means the whole survey.

    Raises Refused("topics", "topic-unknown"), NotFound where the draft is gone.
    """
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        version = surveys.by_id(session, draft.survey_version_id)
        assert version is not None
        known = {s.key for s in routing.sections_for(version.survey, draft.age_route, stores="answers")}
        if not set(sections) <= known:
            raise Refused("topics", "topic-unknown")
        draft.sections = list(sections)
        _touch(draft)


def save_page(*, token: str, consultation_id: int, page_key: str, values: Mapping[str, Sequence[str]]) -> None:
    """Keep the checked answers of one page; an empty answer takes the earlier one away."""
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        answers = {**draft.answers, **{key: list(given) for key, given in values.items()}}
        draft.answers = {key: given for key, given in answers.items() if given}
        draft.unsaved = {key: kept for key, kept in draft.unsaved.items() if key != page_key}
        _touch(draft)


def keep_unsaved(*, token: str, consultation_id: int, page_key: str, values: Mapping[str, Sequence[str]]) -> None:
    """Keep a page as it was typed, right or wrong, when its reader changes the language in the middle of it."""
    kept = {key[:80]: [clean(value)[:MOST_KEPT] for value in given[:50]] for key, given in values.items()}
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        draft.unsaved = {**draft.unsaved, page_key: kept}
        _touch(draft)


def forget_expired() -> int:
    """Delete drafts past their time and return how many there were."""
    with writing() as session:
        return int(session.execute(delete(Draft).where(Draft.expires_at <= utc_now())).rowcount)


def _draft(session: Session, token: str, consultation_id: int) -> Draft:
    # Held: two pages saved at once would each write back the answers without the other's.
    draft = drafts.locked(session, hash_of(token), consultation_id)
    if draft is None:
        raise NotFound()
    return draft


def _touch(draft: Draft) -> None:
    draft.updated_at = utc_now()
    draft.expires_at = draft.updated_at + LIFETIME
