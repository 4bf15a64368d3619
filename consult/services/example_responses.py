"""Stores the example responses through the same rules as everyone's; each is marked as an example."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.responses import Submission, check_submission
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Response
from consult.queries import surveys
from consult.services.measures import MEASURES
from consult.services.responses import store, store_age_route
from consult.services.secrets import keyed_hash, new_token, receipt_code
from consult.services.transaction import writing

# (example id, question key) to the stored free-text answer.
Answers = dict[tuple[str, str], Answer]


def load_responses(consultation: Consultation, responses: Iterable[Mapping[str, Any]]) -> Answers:
    """Store example responses and return their free texts; raises Refused where one breaks a rule of the survey."""
    with writing() as session:
        version = surveys.current(session, consultation.id)
        assert version is not None
        question_ids = surveys.question_ids(session, version.id)
        keys = {question_id: key for key, question_id in question_ids.items()}
        found: Answers = {}
        for given in responses:
            checked = check_submission(version.survey, _submission(given), MEASURES)
            response = _response(consultation, version.id, given)
            store(session, response, checked, question_ids=question_ids)
            store_age_route(session, response, given["age_route"], question_ids)
            found |= {(given["id"], keys[answer.question_id]): answer for answer in _texts(session, response)}
        return found


def _submission(given: Mapping[str, Any]) -> Submission:
    answers = {**given["answers"], **given.get("characteristics", {})}
    listed = {key: [str(v) for v in (value if isinstance(value, list) else [value])] for key, value in answers.items()}
    return Submission(given["age_route"], listed, True, bool(given["quote_consent"]))


def _response(consultation: Consultation, version_id: int, given: Mapping[str, Any]) -> Response:
    token = new_token()
    return Response(
        consultation_id=consultation.id, survey_version_id=version_id, channel=given["channel"],
        language=given["language"], has_quote_consent=bool(given["quote_consent"]), is_example=True,
        received_at=consultation.opens_at + timedelta(days=min(int(given["day"]), 39), hours=10),
        submission_hash=keyed_hash("submission", token), receipt_hash=keyed_hash("receipt", receipt_code(token)),
    )


def _texts(session: Session, response: Response) -> list[Answer]:
    return list(session.scalars(
        select(Answer).where(Answer.response_id == response.id, Answer.text.is_not(None))))
