"""Answers that staff type while somebody tells them: begun, saved page by page, read back, stored as a response."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import routing
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import WORDS_ARE, check_submission, still_asked
from consult.domain.responses import Submission as Sent
from consult.domain.submissions import EXCLUDED, Facts
from consult.models.base import utc_now
from consult.models.keyings import Keying
from consult.models.responses import Response
from consult.models.submissions import Submission
from consult.queries import keyings, surveys
from consult.services import audit, rights, submissions
from consult.services.keyed_forms import hand_worries_over
from consult.services.measures import MEASURES
from consult.services.responses import store, store_age_route
from consult.services.secrets import keyed_hash, receipt_code
from consult.services.transaction import writing

# By telephone or face to face.
CHANNELS = ("phone", "workshop-card")


def begin(*, consultation_id: int, age_route: str, language: str, channel: str, about: Mapping[str, Any], by_id: int
          ) -> str:
    """Begin to take down what somebody says and return the public id of the submission, which waits until the end.

    `about` is who answers and with whose help, as a draft keeps it: on_behalf_of, body, speaks_for, may_be_named,
    was_helped, words_are. Raises NotAllowed, Refused("age", …), Refused("channel", "language" or "words_are", …),
    Refused as `submissions.take_in`, NotFound where the consultation has no survey.
    """
    if age_route not in routing.AGE_ROUTES:
        raise Refused("age", "age-missing")
    if not routing.may_answer(age_route):
        raise Refused("age", "age-too-young")
    if channel not in CHANNELS:
        raise Refused("channel", "option-unknown")
    if about.get("words_are", WORDS_ARE[0]) not in WORDS_ARE:
        raise Refused("words_are", "option-unknown")
    behalf = str(about.get("on_behalf_of", "self"))
    facts = Facts(channel=channel, format="call", language=language,
                  sender_kind="person" if behalf == "self" else behalf, body=str(about.get("body", "")),
                  speaks_for=about.get("speaks_for"), may_be_named=bool(about.get("may_be_named")))
    with writing() as session:
        version = surveys.current(session, consultation_id)
        if version is None:
            raise NotFound()
        if language not in version.survey.languages:
            raise Refused("language", "option-unknown")
        submission = submissions.take_in(session, consultation_id=consultation_id, facts=facts, by_id=by_id)
        session.add(Keying(submission_id=submission.id, survey_version_id=version.id, number=1, age_route=age_route,
                           about={key: value for key, value in about.items() if value not in (None, "", False)},
                           by_id=by_id))
        return submission.public_id


def save_page(*, consultation_id: int, submission_id: str, values: Mapping[str, Sequence[str]], by_id: int) -> None:
    """Keep the checked answers of one page; an empty answer takes the earlier one away.

    Raises NotAllowed, NotFound, Conflict("call-taken") where another person takes the call, Conflict("call-ended").
    """
    with writing() as session:
        _submission, keying = _held(session, consultation_id, submission_id, by_id)
        answers = {**keying.answers, **{key: list(given) for key, given in values.items()}}
        keying.answers = {key: given for key, given in answers.items() if given}
        keying.revision += 1


def finish(*, consultation_id: int, submission_id: str, submission_token: str, has_consent: bool,
           has_quote_consent: bool, by_id: int) -> None:
    """Store what was said as a response, once it was read back and agreed to; its receipt code is that of the token.

    Twice with one token is once. Raises as `save_page`, and Refused as check_submission.
    """
    with writing() as session:
        if _is_stored(session, consultation_id, submission_id, submission_token):
            return
        submission, keying = _held(session, consultation_id, submission_id, by_id)
        version = surveys.by_id(session, keying.survey_version_id)
        assert version is not None
        answers = still_asked(version.survey, keying.age_route, keying.answers)
        checked = check_submission(
            version.survey, Sent(keying.age_route, answers, has_consent, has_quote_consent), MEASURES)
        submission.has_quote_consent = has_quote_consent
        response = submissions.response_of(session, submission, survey_version_id=version.id,
                                           code=receipt_code(submission_token))
        response.was_helped = bool(keying.about.get("was_helped"))
        response.words_are = keying.about.get("words_are") if response.was_helped else None
        question_ids = surveys.question_ids(session, version.id)
        store(session, response, checked, question_ids=question_ids)
        store_age_route(session, response, keying.age_route, question_ids)
        hand_worries_over(session, submission, response)
        submissions.settle(session, submission, response, by_id=by_id)
        # The response holds the answers now; a second copy would be left where they are masked or taken back.
        keying.answers, keying.state, keying.done_at = {}, "done", utc_now()


def drop(*, consultation_id: int, submission_id: str, by_id: int) -> None:
    """Delete what was said by someone who did not agree to send it; that there was a call stays in the register.

    Raises as `save_page`.
    """
    with writing() as session:
        submission, keying = _held(session, consultation_id, submission_id, by_id)
        keying.answers, keying.about = {}, {}
        keying.state, keying.done_at = "done", utc_now()
        submission.state, submission.reason, submission.body = EXCLUDED, "no-consent", ""
        submission.sender_kind, submission.speaks_for, submission.may_be_named = "person", None, False
        submission.decided_by_id, submission.decided_at = by_id, utc_now()
        audit.record(session, Act.SUBMISSION_DECIDED, person_id=by_id, kind="submission",
                     object_id=submission.public_id, consultation_id=consultation_id, state=EXCLUDED,
                     reason="no-consent")


def _is_stored(session: Session, consultation_id: int, submission_id: str, submission_token: str) -> bool:
    """Say whether this very end of the call came before."""
    receipt = keyed_hash("receipt", receipt_code(submission_token))
    return session.scalar(
        select(Response.id).join(Submission, Submission.response_id == Response.id)
        .where(Submission.consultation_id == consultation_id, Submission.public_id == submission_id,
               Response.receipt_hash == receipt)) is not None


def _held(session: Session, consultation_id: int, submission_id: str, by_id: int) -> tuple[Submission, Keying]:
    rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
    submission = session.scalar(select(Submission).where(
        Submission.consultation_id == consultation_id, Submission.public_id == submission_id,
        Submission.format == "call").with_for_update())
    keying = keyings.of(session, submission.id, 1) if submission is not None else None
    if submission is None or keying is None:
        raise NotFound()
    if submission.state != "waiting" or keying.state == "done":
        raise Conflict("call-ended")
    if keying.by_id != by_id:
        raise Conflict("call-taken")
    return submission, keying
