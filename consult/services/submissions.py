"""What comes by other ways than the web, from the moment it is taken in until a person has decided on it.

It becomes a response, is left out with a reason, or was sent twice; nothing is dropped. From its response on, the
response's own columns say whether it counts (services/responses.py, same_people.py).
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import submissions as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.channels import CHANNELS, PANEL
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.submissions import (
    ACCEPTED,
    DUPLICATE,
    EXCLUDED,
    PETITION,
    UNREADABLE,
    WAITING,
    WITHDRAWN,
    Facts,
    Letter,
)
from consult.domain.texts import clean
from consult.models.base import new_public_id, utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.submissions import Submission
from consult.queries import closings
from consult.services import (
    audit,
    letters,
    other_worries,
    rights,
    same_person_proposals,
    submission_duplicates,
    submission_erasures,
    taking_back,
)
from consult.services.clock import now
from consult.services.secrets import keyed_hash, new_token, receipt_code, shuffle_number
from consult.services.transaction import writing


def take_in(session: Session, *, consultation_id: int, facts: Facts, by_id: int | None) -> Submission:
    """Store something that was sent to us, inside the caller's transaction; it waits for a person.

    `by_id` None is a run of ours (a mailbox), and is not asked for rights. Raises NotAllowed, Refused as
    rules.check_facts and check_arrival, Conflict("submission-known", {"public_id"}) where it came in before.
    """
    if by_id is not None:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
    rules.check_facts(facts)
    _check_channel(facts.channel)
    if facts.source_hash is not None:
        _refuse_known(session, consultation_id, facts.source_hash)
    received_at = facts.received_at or now(session)
    rules.check_arrival(received_at, facts.postmarked_on, now(session))
    submission = Submission(
        consultation_id=consultation_id, public_id=new_public_id(), channel=facts.channel, format=facts.format,
        language=facts.language, received_at=received_at, postmarked_on=facts.postmarked_on,
        label=clean(facts.label).strip(), text=clean(facts.text), parts=rules.stored_parts(facts.parts),
        needs_typing=facts.needs_typing, sender_kind=facts.sender_kind, body=clean(facts.body).strip(),
        may_be_named=facts.may_be_named, speaks_for=facts.speaks_for, signatures=facts.signatures,
        has_quote_consent=facts.has_quote_consent, proposal=facts.proposal, signs=list(facts.signs),
        source_hash=facts.source_hash, thread_hash=facts.thread_hash, taken_in_by_id=by_id)
    submission.is_late = _is_late(session, submission)
    session.add(submission)
    session.flush()
    _record(session, Act.SUBMISSION_TAKEN_IN, submission, by_id, channel=facts.channel, form=facts.format)
    other_worries.look_at_submission(session, submission)
    return submission


def describe(*, consultation_id: int, public_id: str, facts: Facts, by_id: int) -> None:
    """Put right what is told of something that waits: channel, form, language, days, who it speaks for, its words.

    Words are taken where `facts.text` holds some: a person typed them, and they take the place of those that were
    read from a file. Raises NotAllowed, NotFound, Conflict as `accept`, Refused as `take_in`.
    """
    rules.check_facts(facts)
    _check_channel(facts.channel)
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = _held(session, consultation_id, public_id)
        if submission.state != WAITING:
            raise Conflict("submission-decided")
        if other_worries.is_held_back(session, submission.id):
            # What somebody worries about is looked at as it came.
            raise Conflict("submission-withheld")
        received_at = facts.received_at or submission.received_at
        rules.check_arrival(received_at, facts.postmarked_on, now(session))
        submission.channel, submission.format, submission.language = facts.channel, facts.format, facts.language
        submission.received_at, submission.postmarked_on = received_at, facts.postmarked_on
        submission.label, submission.has_quote_consent = clean(facts.label).strip(), facts.has_quote_consent
        submission.sender_kind, submission.body = facts.sender_kind, clean(facts.body).strip()
        submission.may_be_named, submission.speaks_for = facts.may_be_named, facts.speaks_for
        submission.signatures = facts.signatures
        typed = clean(facts.text).strip()
        if typed:
            submission.text, submission.needs_typing = typed, False
            submission.parts = [part for part in submission.parts if part.get("kind") in rules.BESIDE]
        submission.is_late = _is_late(session, submission)
        _record(session, Act.SUBMISSION_CHANGED, submission, by_id, typed=bool(typed))
        other_worries.look_at_submission(session, submission)


def accept(*, consultation_id: int, public_id: str, by_id: int, note: str = "") -> Response | None:
    """Make a response of a letter, e-mail or document that waits: the whole is one answer; None for a petition.

    Who sent it late is late, and counts or not as the consultation says. Raises NotAllowed, NotFound,
    Conflict("submission-decided", "submission-is-response", "submission-withheld"), Refused("text", …) where there is
    no word in it, Refused("format", "submission-is-form") for a form, which is keyed.
    """
    note = rules.check_note(note)
    with writing() as session:
        submission = _to_decide(session, consultation_id, public_id, ACCEPTED, by_id)
        if submission.format == PETITION:
            _settle(submission, ACCEPTED, by_id, note=note)
            _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=ACCEPTED)
            return None
        if submission.format == "form" and not submission.text:
            raise Refused("format", "submission-is-form")
        letter = rules.check_words(letter_of(submission), needs_typing=submission.needs_typing)
        version_id, question_id = letters.question(session, consultation_id)
        response = response_of(session, submission, survey_version_id=version_id)
        session.add(response)
        session.flush()
        answer = Answer(response_id=response.id, question_id=question_id, text=letter.text, public_id=new_public_id(),
                        language=submission.language, shuffle=shuffle_number())
        session.add(answer)
        session.flush()
        settle(session, submission, response, by_id=by_id)
        submission.note = note
        # From here on the answer holds the words, where they can be masked; beside it only their places stay.
        submission.parts, submission.text = rules.stored_places(letter.places), ""
        other_worries.hand_over(session, submission.id, answer.id)
        return response


def letter_of(submission: Submission) -> Letter:
    """Return the sender's own words of something that waits, with the place of each paragraph."""
    return rules.letter_of(rules.parts_from(submission.parts), submission.text)


def response_of(session: Session, submission: Submission, *, survey_version_id: int, code: str = "") -> Response:
    """Return a response for a submission that is about to be accepted, not stored yet; its answers are the caller's.

    `code` is the receipt code to give it where its sender was told one. Late ones are marked, and left out of the
    count where the consultation keeps late answers apart (practice C7).
    """
    response = Response(
        consultation_id=submission.consultation_id, survey_version_id=survey_version_id, channel=submission.channel,
        language=submission.language, received_at=submission.received_at, is_late=submission.is_late,
        submission_hash=keyed_hash("submission", f"taken-in {submission.public_id}"),
        receipt_hash=keyed_hash("receipt", code or receipt_code(new_token())),
        has_quote_consent=submission.has_quote_consent, is_example=False,
        on_behalf_of="self" if submission.sender_kind == "person" else submission.sender_kind)
    consultation = session.get_one(Consultation, submission.consultation_id)
    if submission.is_late and consultation.late_answers == "kept":
        response.excluded_reason, response.excluded_at = "out-of-time", utc_now()
    return response


def settle(session: Session, submission: Submission, response: Response, *, by_id: int) -> None:
    """Say that a stored response is what a submission became, inside the caller's transaction.

    For whoever stores the answers by another way than `accept`: a keyed form, a call. Raises Conflict as `accept`.
    """
    rules.check_step(submission.state, ACCEPTED, has_response=submission.response_id is not None)
    submission.response_id = response.id
    _settle(submission, ACCEPTED, by_id)
    if submission.sender_kind != "person":
        session.add(RespondingBody(response_id=response.id, name=submission.body, speaks_for=submission.speaks_for,
                                   may_be_named=submission.may_be_named))
    session.flush()
    _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=ACCEPTED, response=response.public_id)
    same_person_proposals.look_for(session, submission.consultation_id, response.id)


def mark_duplicate(*, consultation_id: int, public_id: str, of: str, by_id: int, note: str = "") -> None:
    """Say that something that waits is the same thing sent again: `of` is the public id of a submission or response.

    It points to the first of its kind, and what pointed to it goes along. Two answers of one person that are not the
    same are accepted and linked instead (same_people.py). Raises as `accept`, Refused("of", …).
    """
    note = rules.check_note(note)
    with writing() as session:
        submission = _to_decide(session, consultation_id, public_id, DUPLICATE, by_id)
        first = submission_duplicates.first_of(session, submission, of.strip())
        submission_duplicates.point(session, submission, first)
        _settle(submission, DUPLICATE, by_id, note=note)
        _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=DUPLICATE)


def exclude(*, consultation_id: int, public_id: str, reason: str, by_id: int, note: str = "") -> None:
    """Leave something that waits out, for a reason that the report counts; it is kept. Raises as `accept`,
    Refused("reason", "reason-unknown")."""
    reason, note = rules.check_exclusion(reason), rules.check_note(note)
    _decide(consultation_id, public_id, EXCLUDED, by_id, reason=reason, note=note)


def exclude_all(*, consultation_id: int, public_ids: Sequence[str], reason: str, by_id: int) -> int:
    """Leave several things out that wait, which a person has looked at in a list; return how many.

    What was decided on meanwhile, or is held back, is left as it is. Raises NotAllowed, Refused("reason", …).
    """
    left_out = 0
    with writing():
        for public_id in dict.fromkeys(public_ids):
            try:
                exclude(consultation_id=consultation_id, public_id=public_id, reason=reason, by_id=by_id)
            except (Conflict, NotFound):
                continue
            left_out += 1
    return left_out


def mark_unreadable(*, consultation_id: int, public_id: str, by_id: int, note: str = "") -> None:
    """Say that nobody can read something that came; it is kept, and counted as that. Raises as `accept`."""
    _decide(consultation_id, public_id, UNREADABLE, by_id, note=rules.check_note(note))


def withdraw(*, consultation_id: int, public_id: str, by_id: int, note: str = "") -> None:
    """Take something back for the person who sent it and asked us to: its words, files and sender are deleted.

    Its row stays for the count; where it had become a response, that one is taken back and emptied too. Raises
    NotAllowed, NotFound, Conflict("submission-decided").
    """
    note = rules.check_note(note)
    with writing() as session:
        rights.require(session, by_id, Permission.DECIDE_SUBMISSIONS, consultation_id)
        # A response before what it came from, as its sender takes it back: each would else wait for the other.
        response_id = session.scalar(select(Submission.response_id).where(
            Submission.consultation_id == consultation_id, Submission.public_id == public_id))
        if response_id is not None:
            taking_back.withdraw_when_asked(session, response_id, by_id=by_id)
        submission = _held(session, consultation_id, public_id)
        if response_id is None:
            rules.check_step(submission.state, WITHDRAWN, has_response=submission.response_id is not None)
            submission.duplicate_of_id = submission.same_as_response_id = None
            _settle(submission, WITHDRAWN, by_id)
        submission_erasures.forget(session, submission)
        submission.note = note
        _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=WITHDRAWN)


def reopen(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Put something back before a person that was decided on and is no response. Raises NotAllowed, NotFound,
    Conflict("submission-decided", "submission-is-response")."""
    with writing() as session:
        rights.require(session, by_id, Permission.DECIDE_SUBMISSIONS, consultation_id)
        submission = _held(session, consultation_id, public_id)
        rules.check_step(submission.state, WAITING, has_response=submission.response_id is not None)
        before = submission.state
        submission.state, submission.reason, submission.note = WAITING, "", ""
        submission.decided_at = submission.decided_by_id = None
        submission.duplicate_of_id = submission.same_as_response_id = None
        submission.checked_at = submission.checked_by_id = None
        _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=WAITING, before=before)


def second_check(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Say that another person looked at what was decided and found it right; twice is once.

    Raises NotAllowed, NotFound, Conflict("submission-waits"), Refused("", "own-submission").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.DECIDE_SUBMISSIONS, consultation_id)
        submission = _held(session, consultation_id, public_id)
        if submission.state == WAITING:
            raise Conflict("submission-waits")
        rules.check_second(submission.taken_in_by_id, submission.decided_by_id, by_id)
        if submission.checked_at is None:
            submission.checked_at, submission.checked_by_id = utc_now(), by_id
            _record(session, Act.SUBMISSION_CHECKED, submission, by_id, state=submission.state)


def _decide(consultation_id: int, public_id: str, state: str, by_id: int, *, reason: str = "", note: str = "") -> None:
    with writing() as session:
        submission = _to_decide(session, consultation_id, public_id, state, by_id)
        _settle(submission, state, by_id, reason=reason, note=note)
        _record(session, Act.SUBMISSION_DECIDED, submission, by_id, state=state, reason=reason)


def _to_decide(session: Session, consultation_id: int, public_id: str, state: str, by_id: int) -> Submission:
    rights.require(session, by_id, Permission.DECIDE_SUBMISSIONS, consultation_id)
    submission = _held(session, consultation_id, public_id)
    rules.check_step(submission.state, state, has_response=submission.response_id is not None)
    if other_worries.is_held_back(session, submission.id):
        raise Conflict("submission-withheld")
    return submission


def _settle(submission: Submission, state: str, by_id: int, *, reason: str = "", note: str = "") -> None:
    submission.state, submission.reason, submission.note = state, reason, note
    submission.decided_by_id, submission.decided_at = by_id, utc_now()


def _held(session: Session, consultation_id: int, public_id: str) -> Submission:
    found = session.scalar(
        select(Submission).where(Submission.consultation_id == consultation_id, Submission.public_id == public_id)
        .with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _refuse_known(session: Session, consultation_id: int, source_hash: str) -> None:
    known = session.scalar(select(Submission.public_id).where(
        Submission.consultation_id == consultation_id, Submission.source_hash == source_hash))
    if known is not None:
        raise Conflict("submission-known", {"public_id": known})


def _check_channel(channel: str) -> None:
    if channel not in CHANNELS or channel in (PANEL, "online"):
        raise Refused("channel", "option-unknown")


def _is_late(session: Session, submission: Submission) -> bool:
    consultation = session.get_one(Consultation, submission.consultation_id)
    closes_at = closings.closes_at_for(session, consultation, submission.channel)
    return rules.is_late(submission.received_at, submission.postmarked_on, closes_at)


def _record(session: Session, act: Act, submission: Submission, by_id: int | None, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="submission", object_id=submission.public_id,
                 consultation_id=submission.consultation_id, **facts)
