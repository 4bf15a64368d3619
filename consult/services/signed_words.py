"""The English of films in sign language: one writes it, a second person checks it, the one who signed can correct it.

Watching a film is here too, because each time is kept in the trail.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.answer_words import CHECKED, WAITING, WRITTEN, check_second_person
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.responses import TAKEN_BACK_REASONS
from consult.domain.signed_answers import check_english, delete_on
from consult.domain.texts import clean
from consult.domain.variants import SIGNED
from consult.extensions import db
from consult.models.answer_words import SignedAnswer, SignedWords
from consult.models.base import new_public_id
from consult.models.codebooks import Coding, Passage
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Attachment, Response
from consult.queries import signed_answers as stored
from consult.queries import surveys
from consult.services import answer_traces, attachments, audit, rights, runs
from consult.services.secrets import shuffle_number
from consult.services.transaction import after_commit, writing

MOST_NOTE = 1000
# A player asks for a film in many pieces: those within this time of its start belong to one watching.
ONE_WATCHING = timedelta(minutes=30)


def watch(*, consultation_id: int, public_id: str, is_start: bool, by_id: int) -> tuple[Attachment, BinaryIO]:
    """Return a film with its bytes for someone who may watch it, and keep in the trail that they began to.

    `is_start` says that its first byte is asked for; asking only for later ones without a start is kept as well.
    Raises NotFound where it is gone or nobody's, NotAllowed, Conflict("media-unchecked").
    """
    session = db.session()
    began = stored.watched_since(session, public_id, by_id, Act.SIGNED_ANSWER_WATCHED.value, utc_now() - ONE_WATCHING)
    if is_start or not began:
        with writing() as session:
            rights.require(session, by_id, Permission.WATCH_SIGNED_ANSWERS, consultation_id)
            if stored.film_of(session, consultation_id, public_id) is None:
                raise NotFound()
            _record(session, Act.SIGNED_ANSWER_WATCHED, public_id, consultation_id, by_id)
    else:
        rights.require(session, by_id, Permission.WATCH_SIGNED_ANSWERS, consultation_id)
    return attachments.opened(stored.film_of(session, consultation_id, public_id))


def write(*, consultation_id: int, public_id: str, english: Mapping[str, str], note: str, revision: int,
          by_id: int) -> None:
    """Store the English of a film by question key; an empty one is none. It waits for a second person then.

    Raises NotFound, NotAllowed, Conflict("changed-meanwhile") where it changed since `revision`,
    Conflict("corrected-by-sender"), Refused(key, "text-long"), Refused("english", "text-missing") where none is given,
    Refused("note", "words-long").
    """
    given = {key: clean(words) for key, words in english.items() if words.strip()}
    with writing() as session:
        rights.require(session, by_id, Permission.TRANSLATE_ANSWERS, consultation_id)
        signed, response = _locked(session, consultation_id, public_id, revision, (WAITING, WRITTEN))
        ids = _question_ids(session, signed, response)
        if not given.keys() & ids.keys():
            raise Refused("english", "text-missing")
        session.execute(delete(SignedWords).where(SignedWords.signed_answer_id == signed.id))
        session.add_all(
            SignedWords(signed_answer_id=signed.id, question_id=question_id, plan_node_key=key.partition("@")[2],
                        english=check_english(key, given[key]))
            for key, question_id in ids.items() if key in given)
        signed.note = _note(note)
        signed.state, signed.written_by_id, signed.written_at = WRITTEN, by_id, utc_now()
        _record(session, Act.ANSWER_WORDS_WRITTEN, public_id, consultation_id, by_id)


def check(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> None:
    """Say that the English says what the film does: from now on it is an answer that coders read.

    The film is deleted so long after. Raises NotFound, NotAllowed, Conflict("own-words" or "changed-meanwhile").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CHECK_ANSWER_WORDS, consultation_id)
        signed, response = _locked(session, consultation_id, public_id, revision, (WRITTEN,))
        check_second_person(signed.written_by_id, by_id)
        for words in _words(session, signed):
            answer = Answer(response_id=response.id, question_id=words.question_id, text=words.english,
                            public_id=new_public_id(), language=SIGNED, shuffle=shuffle_number(),
                            plan_node_key=words.plan_node_key)
            session.add(answer)
            session.flush()
            words.answer_id = answer.id
        consultation = session.get_one(Consultation, consultation_id)
        signed.state, signed.checked_by_id, signed.checked_at = CHECKED, by_id, utc_now()
        if signed.deleted_at is None:
            signed.delete_on = min(signed.delete_on, delete_on(
                consultation.retention_until, consultation.closes_at.date(), signed.checked_at.date()))
        _record(session, Act.ANSWER_WORDS_CHECKED, public_id, consultation_id, by_id)


def give_back(*, consultation_id: int, public_id: str, note: str, revision: int, by_id: int) -> None:
    """Send the English back to be written again, with a note on what is not right. Raises as `check` does.

    Raises Conflict("corrected-by-sender") where these are the words of the one who signed by now.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CHECK_ANSWER_WORDS, consultation_id)
        signed, _response = _locked(session, consultation_id, public_id, revision, (WRITTEN,))
        check_second_person(signed.written_by_id, by_id)
        if signed.corrected_at is not None:
            raise Conflict("corrected-by-sender")
        if not note.strip():
            raise Refused("note", "reason-missing")
        signed.state, signed.note = WAITING, _note(note)
        _record(session, Act.ANSWER_WORDS_CHECKED, public_id, consultation_id, by_id, outcome="given-back")


def correct(*, response_id: str, public_id: str, english: Mapping[str, str]) -> bool:
    """Put the words of the person who signed in the place of the English that was made, by public id of SignedWords.

    What coders said of the earlier words is withdrawn, and the answer comes up to be read again. Returns whether
    anything changed. Raises NotFound, Conflict("taken-back"), Refused(public id, "text-missing" or "text-long").
    """
    with writing() as session:
        response = session.scalar(select(Response).where(Response.public_id == response_id))
        if response is None:
            raise NotFound()
        if response.excluded_reason in TAKEN_BACK_REASONS:
            raise Conflict("taken-back")
        signed = session.scalar(
            select(SignedAnswer).where(SignedAnswer.public_id == public_id, SignedAnswer.response_id == response.id,
                                       SignedAnswer.state.in_((WRITTEN, CHECKED))).with_for_update())
        if signed is None:
            raise NotFound()
        changed = [words for words in _words(session, signed) if _changes(words, english.get(words.public_id))]
        if not changed:
            return False
        withdrawn = sum(_reword(session, words) for words in changed)
        signed.corrected_at, signed.revision = utc_now(), signed.revision + 1
        _record(session, Act.SIGNED_ANSWER_CORRECTED, public_id, response.consultation_id, None, withdrawn=withdrawn)
        consultation_id = response.consultation_id
        after_commit(("suggestions", consultation_id),
                     lambda: runs.start_suggestions_if_due(consultation_id=consultation_id))
        return True


def _changes(words: SignedWords, typed: str | None) -> bool:
    """Put what was typed into the words, and say whether that changed them."""
    if typed is None:
        return False
    before, words.english = words.english, check_english(words.public_id, clean(typed))
    return before != words.english


def _reword(session: Session, words: SignedWords) -> int:
    """Give the answer its new words; what was said of the old ones goes. Returns how many codings were withdrawn."""
    answer = session.scalar(select(Answer).where(Answer.id == words.answer_id).with_for_update())
    if answer is None:
        return 0
    answer.text = words.english
    passages = select(Passage.id).where(Passage.answer_id == answer.id)
    standing = session.scalars(
        select(Coding).where(Coding.passage_id.in_(passages), Coding.withdrawn_at.is_(None))).all()
    for coding in standing:
        coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), None
    answer_traces.forget(session, [answer.id], with_english=False)
    return len(standing)


def _locked(session: Session, consultation_id: int, public_id: str, revision: int,
            states: tuple[str, ...]) -> tuple[SignedAnswer, Response]:
    """Return a film that is at one of these stages, held until the end, its revision moved on."""
    # Its response first, as taking it back does: an answer that is added needs it, and each would wait for the other.
    session.execute(
        select(Response.id).join(SignedAnswer, SignedAnswer.response_id == Response.id)
        .where(SignedAnswer.public_id == public_id).with_for_update(read=True, key_share=True, of=Response))
    row = session.execute(
        select(SignedAnswer, Response).join(Response, Response.id == SignedAnswer.response_id)
        .where(SignedAnswer.public_id == public_id, Response.consultation_id == consultation_id,
               Response.erased_at.is_(None))
        .with_for_update(of=SignedAnswer).execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound()
    signed, response = row
    if signed.revision != revision or signed.state not in states:
        raise Conflict("changed-meanwhile")
    signed.revision += 1
    return signed, response


def _question_ids(session: Session, signed: SignedAnswer, response: Response) -> dict[str, int]:
    """Return the questions that the English can be put on, by the key under which the page names them."""
    film = stored.one(session, response.consultation_id, signed.public_id)
    if film is None:
        raise NotFound()
    if signed.corrected_at is not None:
        raise Conflict("corrected-by-sender")
    ids = surveys.question_ids(session, response.survey_version_id)
    return {place.key: ids[place.key.partition("@")[0]] for place in film.places}


def _words(session: Session, signed: SignedAnswer) -> list[SignedWords]:
    return list(session.scalars(
        select(SignedWords).where(SignedWords.signed_answer_id == signed.id).order_by(SignedWords.id)))


def _note(words: str) -> str:
    note = clean(words).strip()
    if len(note) > MOST_NOTE:
        raise Refused("note", "words-long", {"limit": MOST_NOTE})
    return note


def _record(session: Session, act: Act, public_id: str, consultation_id: int, by_id: int | None,
            **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="signed-answer", object_id=public_id,
                 consultation_id=consultation_id, **facts)
