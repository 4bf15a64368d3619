"""Takes responses in, and leaves some out of the count with a reason; acknowledged means stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import (
    EXCLUSION_REASONS,
    IMPORTING,
    STANDARD,
    TAKEN_BACK_REASONS,
    CheckedAnswer,
    Submission,
    check_submission,
    check_window,
    still_asked,
)
from consult.domain.routing import films_asked
from consult.models.base import new_public_id, utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Answer, CharacteristicAnswer, Draft, RespondingBody, Response
from consult.queries import drafts, surveys
from consult.services import (
    attachments,
    audit,
    campaign_copies,
    flags,
    rights,
    same_people,
    signed_answers,
    taking_back,
)
from consult.services.clock import now
from consult.services.draft_lives import hash_of
from consult.services.measures import MEASURES
from consult.services.secrets import keyed_hash, receipt_code, shuffle_number
from consult.services.transaction import writing


@dataclass(frozen=True)
class Signals:
    """What a sending shows besides its answers: `network` is where it came from (never stored), `is_trapped` that a
    field which no person sees was filled in."""

    network: str = ""
    is_trapped: bool = False


def submit(
    *, consultation_id: int, draft_token: str, submission_token: str, language: str,
    has_consent: bool, has_quote_consent: bool, signals: Signals = Signals(),  # noqa: B008 (frozen)
) -> str:
    """Store a draft as a response and return its receipt code; sending the same form again returns the same one.

    A draft that corrects an earlier response takes that one's place and its receipt code: then "" is returned. Raises
    Refused where it is not whole or the consultation is not open, and keeps the draft; NotFound where the draft is
    gone and nothing was sent under this submission token.
    """
    code = receipt_code(submission_token)
    submission_hash = keyed_hash("submission", submission_token)
    try:
        with writing() as session:
            if (stored := _stored(session, submission_hash)) is not None:
                return _code_of(stored, code)
            draft = drafts.locked(session, hash_of(draft_token), consultation_id)
            if draft is None:
                # Another copy of this form may have been stored while we waited for the draft.
                if (stored := _stored(session, submission_hash)) is not None:
                    return _code_of(stored, code)
                raise NotFound()
            response = _new_response(session, consultation_id, draft, language)
            response.submission_hash, response.receipt_hash = submission_hash, keyed_hash("receipt", code)
            response.has_quote_consent = has_quote_consent
            checked = _checked(session, draft, has_consent, has_quote_consent)
            question_ids = surveys.question_ids(session, draft.survey_version_id)
            store(session, response, checked, question_ids=question_ids)
            store_age_route(session, response, draft.age_route, question_ids)
            if draft.corrects_id is not None:
                taking_back.give_way(session, draft.corrects_id, response, draft)
            _finish(session, response, draft, signals)
            return _code_of(response, code)
    except IntegrityError:
        # Two copies of the same form arrived at once; the other one was stored.
        with writing() as session:
            if (stored := _stored(session, submission_hash)) is None:
                raise
            return _code_of(stored, code)


def _finish(session: Session, response: Response, draft: Draft, signals: Signals) -> None:
    """Keep what belongs to the response beside its answers, and let go of the draft."""
    about = draft.about
    if about.get("body"):
        session.add(RespondingBody(response_id=response.id, name=about["body"], speaks_for=about.get("speaks_for"),
                                   may_be_named=bool(about.get("may_be_named"))))
    version = surveys.by_id(session, draft.survey_version_id)
    assert version is not None
    signed_answers.hand_over(session, draft, response, version.survey)
    attachments.hand_over(session, draft, response)
    flags.note(session, response, draft, network=signals.network, is_trapped=signals.is_trapped)
    session.execute(delete(Draft).where(Draft.id == draft.id))


def _stored(session: Session, submission_hash: str) -> Response | None:
    return session.scalar(select(Response).where(Response.submission_hash == submission_hash))


def _code_of(response: Response, code: str) -> str:
    """Return the receipt code where it is the response's; "" where it answers to the code of the one it corrects."""
    return code if response.receipt_hash == keyed_hash("receipt", code) else ""


def _new_response(session: Session, consultation_id: int, draft: Draft, language: str) -> Response:
    consultation = session.get_one(Consultation, consultation_id)
    if not consultation.is_visible:
        raise NotFound()
    is_late = check_window(
        consultation.opens_at, consultation.closes_at, now(session),
        grace=timedelta(minutes=consultation.grace_minutes), begun_at=draft.created_at)
    about = draft.about
    response = Response(
        consultation_id=consultation_id, survey_version_id=draft.survey_version_id, channel="online",
        language=language, is_example=False, is_late=is_late, on_behalf_of=about.get("on_behalf_of", "self"),
        was_helped=bool(about.get("was_helped")), words_are=about.get("words_are"),
        answered_as=about.get("answered_as", STANDARD))
    if is_late and consultation.late_answers == "kept":
        _set_exclusion(response, "out-of-time", utc_now(), None)
    return response


def _checked(session: Session, draft: Draft, has_consent: bool, has_quote_consent: bool) -> tuple[CheckedAnswer, ...]:
    version = surveys.by_id(session, draft.survey_version_id)
    assert version is not None
    answers = still_asked(version.survey, draft.age_route, draft.answers)
    films = films_asked(version.survey, draft.age_route, draft.answers)
    return check_submission(
        version.survey, Submission(draft.age_route, answers, has_consent, has_quote_consent, tuple(films)), MEASURES)


def store(
    session: Session, response: Response, checked: Sequence[CheckedAnswer], *, question_ids: dict[str, int],
) -> None:
    """Write a response with its answers, inside the caller's transaction; characteristics go to their own store."""
    session.add(response)
    session.flush()
    for answer in checked:
        key, _at, node_key = answer.question.key.partition("@")
        ids = {"response_id": response.id, "question_id": question_ids[key]}
        if answer.stores == "characteristics":
            session.add_all(CharacteristicAnswer(**ids, choice=choice) for choice in answer.choices)
        elif answer.text is not None:
            session.add(Answer(**ids, text=answer.text, public_id=new_public_id(), language=response.language,
                               shuffle=shuffle_number(), plan_node_key=node_key))
        elif answer.value is not None:
            session.add(Answer(**ids, value=answer.value, language=response.language))
        else:
            is_ranked = answer.question.kind == "ranking"
            session.add_all(Answer(**ids, choice=choice, place=place if is_ranked else None,
                                   language=response.language) for place, choice in enumerate(answer.choices, 1))
    session.flush()


def store_age_route(session: Session, response: Response, age_route: str, question_ids: dict[str, int]) -> None:
    """Keep the age of someone under 18 from the first question of all, where the survey asks adults for theirs."""
    if age_route != "adult" and "age" in question_ids:
        session.add(CharacteristicAnswer(response_id=response.id, question_id=question_ids["age"], choice=age_route))


def exclude(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Leave a response out of the count for a reason that is printed in the report; it stays stored.

    Raises Refused("reason", "reason-unknown"), NotFound, Conflict("already-decided") where it is left out already.
    """
    if reason not in EXCLUSION_REASONS:
        raise Refused("reason", "reason-unknown")
    with writing() as session:
        response = _response(session, consultation_id, public_id, by_id)
        if response.excluded_reason is not None:
            raise Conflict("already-decided")
        _set_exclusion(response, reason, utc_now(), by_id)
        same_people.follow(session, response)
        campaign_copies.follow_count(session, response.id)
        audit.record(session, Act.RESPONSE_EXCLUDED, person_id=by_id, kind="response", object_id=public_id,
                     consultation_id=consultation_id, reason=reason)


def restore(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Bring a response back into the count.

    Raises NotFound, Conflict("already-decided") where it is counted, Conflict("taken-back") where the person who sent
    it took it back or corrected it: that is for nobody else to undo, Conflict("import-going") where the rest of its
    file is still on its way.
    """
    with writing() as session:
        response = _response(session, consultation_id, public_id, by_id)
        if response.excluded_reason is None:
            raise Conflict("already-decided")
        if response.excluded_reason in TAKEN_BACK_REASONS:
            raise Conflict("taken-back")
        if response.excluded_reason == IMPORTING:
            raise Conflict("import-going")
        audit.record(session, Act.RESPONSE_RESTORED, person_id=by_id, kind="response", object_id=public_id,
                     consultation_id=consultation_id, reason=response.excluded_reason)
        _set_exclusion(response, None, None, None)
        same_people.follow(session, response)
        campaign_copies.follow_count(session, response.id)


def _set_exclusion(response: Response, reason: str | None, at: datetime | None, by_id: int | None) -> None:
    response.excluded_reason, response.excluded_at, response.excluded_by_id = reason, at, by_id


def _response(session: Session, consultation_id: int, public_id: str, by_id: int) -> Response:
    rights.require(session, by_id, Permission.EXCLUDE_RESPONSES, consultation_id)
    found = session.scalar(select(Response).where(
        Response.consultation_id == consultation_id, Response.public_id == public_id))
    if found is None:
        raise NotFound()
    # Held, and read again: its sender may take it back at the same moment, and what they emptied is never brought back.
    same_people.hold(session, found.id)
    return found
