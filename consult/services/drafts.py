"""Keeps a response while it is being written, so that no answer is lost; sending it is responses.py's."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import routing
from consult.domain.errors import NotFound, Refused
from consult.domain.responses import ANSWERED_AS, BEHALVES, WORDS_ARE
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Draft
from consult.queries import drafts, surveys
from consult.services import attachments
from consult.services.draft_lives import hash_of, touch
from consult.services.secrets import new_token
from consult.services.transaction import writing

# What is kept of a page that was left unfinished; the real limits are checked when it is saved.
MOST_KEPT = 20_000
# Drafts deleted in one statement.
STEP = 5_000


class DraftGone(NotFound):
    """The draft of this browser was sent, deleted, or taken over by another device while its writer was on a page."""


def begin(*, consultation_id: int, age_route: str, token: str | None = None,
          about: Mapping[str, Any] | None = None) -> str:
    """Start a draft for someone of that age and return its token; an existing draft keeps its answers.

    One that holds answers keeps the version of the survey that they were given to. `about` is who answers (see
    `tell_about`), None leaves it as it is. Raises Refused("age", "age-missing" or "age-too-young"), NotFound where the
    consultation has no survey.
    """
    if age_route not in routing.AGE_ROUTES:
        raise Refused("age", "age-missing")
    if not routing.may_answer(age_route):
        raise Refused("age", "age-too-young")
    with writing() as session:
        version = surveys.current(session, consultation_id)
        if version is None:
            raise NotFound()
        draft = drafts.locked(session, hash_of(token), consultation_id) if token else None
        if draft is None or token is None:
            token = new_token()
            draft = Draft(token_hash=hash_of(token), consultation_id=consultation_id, about={})
            session.add(draft)
        if not draft.answers and not draft.unsaved:
            draft.survey_version_id = version.id
        draft.age_route = age_route
        draft.about = {**_wording(draft), **_about(age_route, draft.about if about is None else about)}
        touch(draft)
        return token


def tell_about(*, token: str, consultation_id: int, about: Mapping[str, Any]) -> None:
    """Keep for whom the person answers and whose words these are; raises Refused for an unknown choice, DraftGone.

    Keys: `on_behalf_of`, `body`, `speaks_for` (int), `may_be_named`, `was_helped`, `words_are`.
    """
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        draft.about = {**_wording(draft), **_about(draft.age_route, about)}
        touch(draft)


def choose_wording(*, token: str, consultation_id: int, answered_as: str) -> None:
    """Keep which wording of the survey the person answers from now on; the answers stay. Raises DraftGone."""
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        if answered_as not in ANSWERED_AS:
            raise Refused("answered_as", "option-unknown")
        draft.about = {**draft.about, "answered_as": answered_as}
        touch(draft)


def _wording(draft: Draft) -> dict[str, str]:
    return {name: kept for name, kept in draft.about.items() if name == "answered_as"}


def _about(age_route: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return who answers in its known parts; of someone under 16 nothing is asked and nothing kept."""
    if age_route == "13-15":
        return {}
    if about.get("on_behalf_of", "self") not in BEHALVES or about.get("words_are", WORDS_ARE[0]) not in WORDS_ARE:
        raise Refused("who", "option-unknown")
    return {key: value for key, value in about.items() if value not in (None, "", False)}


def choose_sections(*, token: str, consultation_id: int, sections: Sequence[str]) -> None:
    """Keep which parts the person wants to answer; none at all means the whole survey.

    Raises Refused("topics", "topic-unknown"), DraftGone.
    """
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        version = surveys.by_id(session, draft.survey_version_id)
        assert version is not None
        known = {s.key for s in routing.sections_for(version.survey, draft.age_route, stores="answers")}
        if not set(sections) <= known:
            raise Refused("topics", "topic-unknown")
        draft.sections = list(sections)
        touch(draft)


def save_page(*, token: str, consultation_id: int, page_key: str, values: Mapping[str, Sequence[str]]) -> None:
    """Keep the checked answers of one page; an empty answer takes the earlier one away."""
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        answers = {**draft.answers, **{key: list(given) for key, given in values.items()}}
        draft.answers = {key: given for key, given in answers.items() if given}
        draft.unsaved = {key: kept for key, kept in draft.unsaved.items() if key != page_key}
        touch(draft)


def keep_unsaved(*, token: str, consultation_id: int, page_key: str, values: Mapping[str, Sequence[str]]) -> None:
    """Keep a page as it was typed, right or wrong, when its reader changes the language in the middle of it."""
    kept = {key[:250]: [clean(value)[:MOST_KEPT] for value in given[:50]] for key, given in values.items()}
    with writing() as session:
        draft = _draft(session, token, consultation_id)
        draft.unsaved = {**draft.unsaved, page_key: kept}
        touch(draft)


def leave(*, token: str, consultation_id: int) -> None:
    """Delete the draft of a browser that lets go of it, unless a code can bring its writer back to it."""
    with writing() as session:
        draft = drafts.locked(session, hash_of(token), consultation_id)
        if draft is not None and draft.return_hash is None:
            _delete(session, [draft.id])


def forget_expired() -> int:
    """Delete drafts past their time, or past the time in which they could be sent, and return how many there were."""
    now = utc_now()
    with writing() as session:
        past = list(session.scalars(select(Draft.id).where(Draft.expires_at <= now)))
        for consultation in session.scalars(select(Consultation).where(Consultation.closes_at < now)):
            if last_moment(consultation) < now:
                past += session.scalars(select(Draft.id).where(Draft.consultation_id == consultation.id))
        return _delete(session, sorted(set(past)))


def last_moment(consultation: Consultation) -> datetime:
    """Return the last instant at which answers begun in time can be sent: the close and the grace after it."""
    return consultation.closes_at + timedelta(minutes=consultation.grace_minutes)


def _delete(session: Session, draft_ids: Sequence[int]) -> int:
    gone = 0
    # In steps: a database takes only so many values in one statement, and at the close all drafts go at once.
    for first in range(0, len(draft_ids), STEP):
        ids = draft_ids[first:first + STEP]
        attachments.forget(session, ids)
        gone += session.execute(delete(Draft).where(Draft.id.in_(ids))).rowcount  # type: ignore[attr-defined]
    return gone


def _draft(session: Session, token: str, consultation_id: int) -> Draft:
    # Held: two pages saved at once would each write back the answers without the other's.
    draft = drafts.locked(session, hash_of(token), consultation_id)
    if draft is None:
        raise DraftGone()
    return draft
