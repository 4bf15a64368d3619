"""What two typings of a paper form become: differences settled by the paper, then a response, once and whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, Refused
from consult.domain.keyed_answers import Kept, check_typed, kept_answers
from consult.domain.keyings import (
    BODY,
    CONSENT,
    FIRST,
    PART,
    QUOTES,
    SECOND,
    SETTLED_AS,
    SPEAKS_FOR,
    Field,
    Typing,
    agreed,
    check_second,
    fields_of,
    without_text,
)
from consult.domain.submissions import EXCLUDED
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.keyings import Keying
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission
from consult.queries import keyings, plans, surveys
from consult.services import audit, other_worries, rights, submissions
from consult.services import keyings as keyings_of_forms
from consult.services.keyings import Finished, Typed, asked_fields, form_of, typing_of, waiting_form
from consult.services.measures import MEASURES
from consult.services.responses import store, store_age_route
from consult.services.transaction import writing


@dataclass(frozen=True)
class Decision:
    """What the paper says where two typings differ: as the `first`, as the `second`, or `other`: then `values`."""

    settled_as: str
    values: Sequence[str] = ()


def settle(*, consultation_id: int, submission_id: str, decisions: Mapping[str, Decision], by_id: int) -> str:
    """Settle every difference of a form, make a response of it, and return the state of its submission.

    `decisions` by field. Raises NotAllowed for who typed it first, Conflict("keying-not-ready", "keying-done"),
    Refused(field, "keying-undecided") where one is missing, Refused as `check_answer` for values that cannot be.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        first, second = _both(session, submission)
        check_second(by_id, first.by_id)
        found = keyings.one(session, consultation_id, submission_id)
        assert found is not None
        fields = {one.key: one for one in asked_fields(session, submission, second)}
        settled: dict[str, Sequence[str]] = {}
        for difference in found.differences:
            decision = decisions.get(difference.question_key, Decision(""))
            settled[difference.question_key] = _decided(fields[difference.question_key], decision, first, second)
            difference.settled_as = decision.settled_as
            difference.settled_by_id, difference.settled_at = by_id, utc_now()
        audit.record(session, Act.FORM_SETTLED, person_id=by_id, kind="submission", object_id=submission.public_id,
                     consultation_id=consultation_id, differences=len(settled))
        return _become(session, submission, settled, by_id)


def finish(*, consultation_id: int, submission_id: str, number: int, typed: Typed, by_id: int) -> Finished:
    """Say that a typing is done; where the second one is like the first, the form becomes a response at once.

    Raises as `keyings.finish` and `settle`.
    """
    with writing() as session:
        done = keyings_of_forms.finish(consultation_id=consultation_id, submission_id=submission_id, number=number,
                                       typed=typed, by_id=by_id)
        if number == SECOND and done.is_agreed:
            submission = waiting_form(session, consultation_id, submission_id)
            _become(session, submission, {}, by_id)
        return done


def _both(session: Session, submission: Submission) -> tuple[Keying, Keying]:
    first, second = (keyings.of(session, submission.id, number) for number in (FIRST, SECOND))
    if first is None or second is None or first.state != "done" or second.state != "done":
        raise Conflict("keying-not-ready")
    return first, second


def _decided(one: Field, decision: Decision, first: Keying, second: Keying) -> Sequence[str]:
    if decision.settled_as not in SETTLED_AS:
        raise Refused(one.key, "keying-undecided")
    if decision.settled_as != "other":
        side = first if decision.settled_as == "first" else second
        return tuple(side.answers.get(one.key, ()))
    checked, problems = check_typed([one], Typing({one.key: decision.values}), MEASURES)
    if problems:
        raise problems[0]
    return checked.values.get(one.key, ())


def _become(session: Session, submission: Submission, settled: Mapping[str, Sequence[str]], by_id: int) -> str:
    first, second = _both(session, submission)
    again = asked_fields(session, submission, second)
    values = agreed(typing_of(first), typing_of(second), again, settled)
    fields = fields_of(form_of(session, submission, first))
    for keying in (first, second):
        keying.answers = without_text(fields, keying.answers)
    if not values.get(CONSENT):
        return _without_consent(session, submission, by_id)
    version = surveys.by_id(session, first.survey_version_id)
    assert version is not None
    age = "16-17" if values.get(":age") == ("16-17",) else first.age_route
    kept = kept_answers(version.survey, fields, _with_known_parts(session, submission, values), age_route=age)
    if not kept.answers:
        raise Refused("answers", "form-blank")
    _store(session, submission, version.id, kept, values, age, by_id)
    return submission.state


def _without_consent(session: Session, submission: Submission, by_id: int) -> str:
    """Keep a form whose writer did not agree to send it, and leave it out: the form says that we cannot use it."""
    submission.state, submission.reason = EXCLUDED, "no-consent"
    submission.decided_by_id, submission.decided_at = by_id, utc_now()
    audit.record(session, Act.SUBMISSION_DECIDED, person_id=by_id, kind="submission", object_id=submission.public_id,
                 consultation_id=submission.consultation_id, state=EXCLUDED, reason="no-consent")
    return submission.state


def _with_known_parts(session: Session, submission: Submission, values: dict[str, tuple[str, ...]]
                      ) -> dict[str, tuple[str, ...]]:
    """Leave out a part of the plan that the plan has not: the comment is kept without it."""
    plan_id = session.get_one(Consultation, submission.consultation_id).plan_version_id
    known = {node.key for node in plans.nodes(session, plan_id)} if plan_id is not None else set()
    return {key: given for key, given in values.items() if not key.endswith(PART) or given[0] in known}


def _store(session: Session, submission: Submission, version_id: int, kept: Kept,
           values: Mapping[str, Sequence[str]], age: str, by_id: int) -> None:
    behalf, body = one_of(values, ":on_behalf_of") or "self", one_of(values, BODY)
    if behalf != "self" and body:
        submission.sender_kind, submission.body = behalf, body
        submission.speaks_for = int(one_of(values, SPEAKS_FOR) or 0) or None
        submission.may_be_named = bool(values.get(":may_be_named"))
    submission.has_quote_consent = bool(values.get(QUOTES))
    response = submissions.response_of(session, submission, survey_version_id=version_id)
    # A form can be of a group that gave no name.
    response.on_behalf_of = behalf
    response.was_helped = bool(values.get(":words_are")) or one_of(values, ":was_helped") == "yes"
    response.words_are = one_of(values, ":words_are") or None
    question_ids = surveys.question_ids(session, version_id)
    store(session, response, kept.answers, question_ids=question_ids)
    # Whoever looks after worries has to know of a child; equality_sheets.py does not count that age again.
    store_age_route(session, response, age, question_ids)
    hand_worries_over(session, submission, response)
    submissions.settle(session, submission, response, by_id=by_id)


def hand_worries_over(session: Session, submission: Submission, response: Response) -> None:
    """Let a worry about a form or a call be about the first words of its response: they stay hidden meanwhile."""
    answer_id = session.scalar(select(Answer.id).where(
        Answer.response_id == response.id, Answer.text.is_not(None)).order_by(Answer.id).limit(1))
    if answer_id is not None:
        other_worries.hand_over(session, submission.id, answer_id)


def one_of(values: Mapping[str, Sequence[str]], key: str) -> str:
    """Return the one value of a field, empty where it has none."""
    return next(iter(values.get(key, ())), "")
