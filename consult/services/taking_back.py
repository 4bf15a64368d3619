"""What people do with what they sent: correct it or take it back; the row stays for the count, the words go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import STANDARD, TAKEN_BACK_REASONS, check_window
from consult.domain.routing import asked_questions, films_asked
from consult.domain.signed_answers import film_key
from consult.domain.surveys import options_of
from consult.domain.variants import SIGNED
from consult.models.base import utc_now
from consult.models.codebooks import Passage
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Attachment, CharacteristicAnswer, Draft, RespondingBody, Response
from consult.models.surveys import Question
from consult.queries import age_routes, drafts, receipts, response_copies, surveys
from consult.queries import signed_answers as films
from consult.services import answer_traces, attachments, audit, redactions, same_people, signed_answers
from consult.services.clock import now
from consult.services.draft_lives import hash_of, touch
from consult.services.erasures import erase
from consult.services.secrets import keyed_hash, new_token
from consult.services.transaction import writing


def is_open(session: Session, response: Response) -> bool:
    """Say whether a person may still change or take back this response; by the database's clock."""
    if response.excluded_reason in TAKEN_BACK_REASONS:
        return False
    try:
        _check_window(session, response)
    except Refused:
        return False
    return True


def begin_correction(*, public_id: str, token: str | None = None) -> str:
    """Return the token of a draft that holds the answers of a response, to change them and send them again.

    `token` is the browser's draft: where that corrects the same response it goes on. Answers about the person are not
    read back; they stay as they are unless they are answered again. Raises NotFound, Refused("consultation", …) where
    the consultation is not open, Conflict("taken-back").
    """
    with writing() as session:
        # Held: one who takes it back at the same moment must not leave its words behind in this draft.
        response = _locked(session, _standing(session, public_id).id)
        _check_window(session, response)
        held = drafts.living(session, hash_of(token), response.consultation_id) if token else None
        if held is not None and held.corrects_id == response.id and token is not None:
            return token
        token = new_token()
        draft = Draft(
            token_hash=hash_of(token), consultation_id=response.consultation_id,
            survey_version_id=response.survey_version_id, corrects_id=response.id,
            age_route=age_routes.of_response(session, response.id), sections=[],
            answers=_answers(session, response), about=_about(session, response))
        touch(draft)
        session.add(draft)
        return token


def _answers(session: Session, response: Response) -> dict[str, list[str]]:
    """Return what was answered as a draft keeps it, the films among it."""
    signed = {film_key(key): [public_id] for key, public_id in films.kept_by(session, response.id).items()}
    return {**response_copies.values_of(session, response), **signed}


def _about(session: Session, response: Response) -> dict[str, Any]:
    about: dict[str, Any] = {"on_behalf_of": response.on_behalf_of, "was_helped": response.was_helped}
    if response.words_are is not None:
        about["words_are"] = response.words_are
    if response.answered_as != STANDARD:
        about["answered_as"] = response.answered_as
    body = session.get(RespondingBody, response.id)
    if body is not None:
        about |= {"body": body.name, "may_be_named": body.may_be_named}
        about |= {"speaks_for": body.speaks_for} if body.speaks_for else {}
    return about


def withdraw(*, public_id: str, begun_at: datetime | None = None) -> None:
    """Take a response back for the person who sent it: it counts no more, and what they wrote is deleted.

    `begun_at` is when they looked up their code: begun before the close it may be ended in the time of grace. Answers
    that they were changing go too. Raises NotFound, Refused("consultation", …), Conflict("taken-back").
    """
    with writing() as session:
        response = _standing(session, public_id)
        forms = _with_drafts_held(session, response)
        response = _locked(session, response.id)
        _check_window(session, response, begun_at)
        _let_go(session, response, forms)
        _record(session, Act.RESPONSE_WITHDRAWN, response)


def withdraw_when_asked(session: Session, response_id: int, *, by_id: int) -> None:
    """Take a response (row id) back for its sender, who asked a person of the staff to, inside their transaction.

    They may ask at any time. Raises Conflict("taken-back").
    """
    response = _refused_if_taken_back(session.get_one(Response, response_id))
    forms = _with_drafts_held(session, response)
    response = _locked(session, response_id)
    _let_go(session, response, forms)
    _record(session, Act.RESPONSE_WITHDRAWN, response, by_id)


def _with_drafts_held(session: Session, response: Response) -> list[int]:
    """Return the row ids of all forms of a response, their drafts held."""
    forms = [response.id, *(form.id for form in receipts.earlier(session, response))]
    # Drafts before responses, as sending one does: two people who wait for each other would wait for ever.
    session.scalars(select(Draft).where(Draft.corrects_id.in_(forms)).order_by(Draft.id).with_for_update()).all()
    return forms


def _let_go(session: Session, response: Response, forms: Sequence[int]) -> None:
    # Asked again: while we waited for the response, another device may have begun to change it.
    held = session.scalars(select(Draft).where(Draft.corrects_id.in_(forms)).with_for_update()).all()
    attachments.forget(session, [draft.id for draft in held])
    for draft in held:
        session.delete(draft)
    response.excluded_reason, response.excluded_at, response.excluded_by_id = "withdrawn", utc_now(), None
    same_people.follow(session, response)
    erase(session, response)


def give_way(session: Session, old_id: int, new: Response, draft: Draft) -> None:
    """Let a stored response take the place of the one that it corrects: its receipt code, and its place in the count.

    What a person coded in a text that is the same word for word goes over to it, and so do answers about the person
    that were not given again and would still be asked, as `draft` tells; whatever else the old one held is deleted.
    What staff left out stays left out, until they bring it back. Raises Conflict("taken-back") where the old one was
    corrected or taken back meanwhile, Refused where the new one comes too late to count in its place; the caller's
    transaction is then rolled back.
    """
    old = _locked(session, old_id)
    if new.excluded_reason is not None and old.excluded_reason is None:
        raise Refused("consultation", "consultation-closed")
    receipt_hash, old.receipt_hash = old.receipt_hash, keyed_hash("receipt", new_token())
    session.flush()
    new.corrects_id, new.receipt_hash = old.id, receipt_hash
    if old.sample_id is not None:
        # Whoever was chosen to answer stays one of those who were chosen.
        new.channel, new.sample_id, new.weight = old.channel, old.sample_id, old.weight
    if old.excluded_by_id is not None:
        new.excluded_reason, new.excluded_at = old.excluded_reason, old.excluded_at
        new.excluded_by_id = old.excluded_by_id
    old.excluded_reason, old.excluded_at, old.excluded_by_id = "corrected", utc_now(), None
    session.flush()
    same_people.carry(session, old, new)
    _carry_words(session, old, new)
    _carry_characteristics(session, old, new, draft)
    _carry_files(session, old, new)
    _carry_films(session, old, new, draft)
    erase(session, old)
    _record(session, Act.RESPONSE_CORRECTED, old)


def _carry_words(session: Session, old: Response, new: Response) -> None:
    """Give what was read, translated and coded in a text to the same text as it was sent again, and its place in the
    reading."""
    before, after = _texts(session, old.id), _texts(session, new.id)
    for place, answer in after.items():
        same = before.get(place)
        if same is None or redactions.sent_words(session, same) != answer.text:
            continue
        # What was taken out stays out; the words as they were go over beside it.
        answer.text = same.text
        answer.language, answer.shuffle = same.language, same.shuffle
        session.flush()
        session.execute(update(Passage).where(Passage.answer_id == same.id)
                        .values(answer_id=answer.id, response_id=new.id))
        answer_traces.carry(session, same.id, answer.id)


def _texts(session: Session, response_id: int) -> dict[tuple[str, str], Answer]:
    """Return the free-text answers by question key and part of the plan, held against coders until the end."""
    rows = session.execute(
        select(Question.key, Answer).join(Question, Question.id == Answer.question_id)
        .where(Answer.response_id == response_id, Answer.text.is_not(None), Answer.language != SIGNED)
        .order_by(Answer.id)
        .with_for_update(of=Answer))
    return {(key, answer.plan_node_key): answer for key, answer in rows}


def _carry_characteristics(session: Session, old: Response, new: Response, draft: Draft) -> None:
    """Give answers about the person to the newest form, unless they were given again or would not be asked any more:
    someone who turns out to be 13 to 15 is asked less, and so is who changed the answer that a question hung on."""
    version = surveys.by_id(session, new.survey_version_id)
    assert version is not None
    before, again = _about_person(session, old.id), {key for key, _row in _about_person(session, new.id)}
    carried = [(key, row) for key, row in before if key not in again]
    given: dict[str, list[str]] = {key: list(values) for key, values in draft.answers.items()}
    for key, row in carried:
        given.setdefault(key, []).append(row.choice)
    asked = asked_questions(version.survey, draft.age_route, given)
    for key, row in carried:
        options = {option.code for option in options_of(asked[key][1])} if key in asked else set()
        if key in asked and (not options or row.choice in options):
            row.response_id = new.id
    session.flush()


def _about_person(session: Session, response_id: int) -> list[tuple[str, CharacteristicAnswer]]:
    rows = session.execute(
        select(Question.key, CharacteristicAnswer).join(Question, Question.id == CharacteristicAnswer.question_id)
        .where(CharacteristicAnswer.response_id == response_id))
    return [(key, row) for key, row in rows]


def _carry_files(session: Session, old: Response, new: Response) -> None:
    """Give a file to the response that answers with the same one."""
    before, after = (response_copies.values_of(session, response) for response in (old, new))
    same = [key for key, values in after.items() if before.get(key) == values]
    session.execute(update(Attachment).where(Attachment.response_id == old.id, Attachment.question_key.in_(same))
                    .values(response_id=new.id))


def _carry_films(session: Session, old: Response, new: Response, draft: Draft) -> None:
    """Give the films that are still among the answers, and their English, to the newest form."""
    version = surveys.by_id(session, new.survey_version_id)
    assert version is not None
    kept = films_asked(version.survey, draft.age_route, draft.answers)
    signed_answers.carry(session, old, new, set(kept.values()))


def _standing(session: Session, public_id: str) -> Response:
    response = session.scalar(select(Response).where(Response.public_id == public_id))
    if response is None:
        raise NotFound()
    return _refused_if_taken_back(response)


def _locked(session: Session, response_id: int) -> Response:
    same_people.hold(session, response_id)
    return _refused_if_taken_back(session.scalars(
        select(Response).where(Response.id == response_id).with_for_update()
        .execution_options(populate_existing=True)).one())


def _refused_if_taken_back(response: Response) -> Response:
    if response.excluded_reason in TAKEN_BACK_REASONS:
        raise Conflict("taken-back")
    return response


def _check_window(session: Session, response: Response, begun_at: datetime | None = None) -> None:
    consultation = session.get_one(Consultation, response.consultation_id)
    check_window(consultation.opens_at, consultation.closes_at, now(session),
                 grace=timedelta(minutes=consultation.grace_minutes), begun_at=begun_at)


def _record(session: Session, act: Act, response: Response, by_id: int | None = None) -> None:
    audit.record(session, act, person_id=by_id, kind="response", object_id=response.public_id,
                 consultation_id=response.consultation_id)
