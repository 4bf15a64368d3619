"""Answers in sign language: the queue of films for translators, one film, and how a person's own films stand."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED, WAITING, WRITTEN
from consult.domain.responses import TAKEN_BACK_REASONS
from consult.domain.signed_answers import WHOLE
from consult.domain.surveys import STORES_ANSWERS, TEXT_KINDS, Text, is_open_comment
from consult.models.answer_words import SignedAnswer, SignedWords
from consult.models.audit import AuditEvent
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Attachment, Response
from consult.models.surveys import Question
from consult.queries import plan_comments, receipts, surveys

# The longest list of one state; the oldest come first, so that what is done makes room.
MOST_LISTED = 100
# Stages of a film in the queue; a film is gone once it is deleted, whatever its English.
STAGES = (WAITING, WRITTEN, CHECKED)


@dataclass(frozen=True)
class Line:
    """A film in the queue: what it answers (None for the whole survey), its day, length and size; not whose it is."""

    public_id: str
    question: Text | None
    part: Text | None
    received_at: datetime
    seconds: int | None
    size: int
    state: str
    delete_on: date
    deleted_at: datetime | None
    corrected_at: datetime | None


@dataclass(frozen=True)
class Place:
    """A question that the English of a film can be put on: its key, with @ and a node for a comment on the plan."""

    key: str
    question: Text
    part: Text | None = None


@dataclass(frozen=True)
class Words:
    """The English of a film to one question; `public_id` names it, `key` and `question` say to what it answers."""

    public_id: str
    key: str
    question: Text
    part: Text | None
    english: str


@dataclass(frozen=True)
class Film:
    """One film with its English; `places` are the questions that it can answer, `is_gone` that nobody can watch it."""

    line: Line
    places: tuple[Place, ...]
    words: tuple[Words, ...]
    note: str
    revision: int
    written_by_id: int | None
    written_by: str | None
    checked_by: str | None
    is_gone: bool


@dataclass(frozen=True)
class Standing:
    """How one of a person's own films stands: its English, and the day it is deleted or the proof that it is gone."""

    public_id: str
    question: Text | None
    part: Text | None
    state: str
    words: tuple[Words, ...]
    delete_on: date
    deletion_proof: str | None
    corrected_at: datetime | None


def counts(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many films stand at each of STAGES."""
    rows = session.execute(
        select(SignedAnswer.state, func.count()).join(Response, Response.id == SignedAnswer.response_id)
        .where(*_stands(consultation_id)).group_by(SignedAnswer.state))
    return {**dict.fromkeys(STAGES, 0), **{state: count for state, count in rows if state in STAGES}}


def queue(session: Session, consultation_id: int, stage: str) -> list[Line]:
    """Return up to MOST_LISTED films at one of STAGES, the oldest first; of those that are checked the newest."""
    order = SignedAnswer.id.desc() if stage == CHECKED else SignedAnswer.id
    rows = session.execute(
        select(SignedAnswer, Attachment, Response).join(Attachment, Attachment.id == SignedAnswer.attachment_id)
        .join(Response, Response.id == SignedAnswer.response_id)
        .where(*_stands(consultation_id), SignedAnswer.state == stage).order_by(order).limit(MOST_LISTED)).all()
    names = _Names(session, consultation_id)
    return [names.line(signed, film, response) for signed, film, response in rows]


def one(session: Session, consultation_id: int, public_id: str) -> Film | None:
    """Return one film of the consultation that stands, or None."""
    row = session.execute(
        select(SignedAnswer, Attachment, Response).join(Attachment, Attachment.id == SignedAnswer.attachment_id)
        .join(Response, Response.id == SignedAnswer.response_id)
        .where(*_stands(consultation_id), SignedAnswer.public_id == public_id)).one_or_none()
    if row is None:
        return None
    signed, film, response = row
    names = _Names(session, consultation_id)
    people = {person.id: person.name for person in session.scalars(
        select(Person).where(Person.id.in_([signed.written_by_id, signed.checked_by_id])))}
    return Film(
        line=names.line(signed, film, response), places=names.places(signed, response),
        words=names.words(signed, response), note=signed.note, revision=signed.revision,
        written_by_id=signed.written_by_id, written_by=people.get(signed.written_by_id),
        checked_by=people.get(signed.checked_by_id), is_gone=film.state in ("deleted", "refused"))


def of_response(session: Session, response: Response) -> list[Standing]:
    """Return how the films of a response stand, in the order in which they came; those taken back for their proof.

    The films of what it corrects are among these: the proof that they are gone is on the same receipt.
    """
    names = _Names(session, response.consultation_id)
    forms = [response.id, *(form.id for form in receipts.earlier(session, response))]
    rows = session.scalars(
        select(SignedAnswer).where(SignedAnswer.response_id.in_(forms)).order_by(SignedAnswer.id))
    return [
        Standing(signed.public_id, names.question(response, signed.question_key), names.part(signed.question_key),
                 signed.state, names.words(signed, response), signed.delete_on, signed.deletion_proof,
                 signed.corrected_at)
        for signed in rows]


def kept_by(session: Session, response_id: int) -> dict[str, str]:
    """Return the films of a response as a draft names them: public id of the file by question key."""
    rows = session.execute(
        select(SignedAnswer.question_key, Attachment.public_id)
        .join(Attachment, Attachment.id == SignedAnswer.attachment_id)
        .where(SignedAnswer.response_id == response_id).order_by(SignedAnswer.id))
    return {key: public_id for key, public_id in rows}


def due(session: Session, today: date) -> list[int]:
    """Return the row ids of the films that are to be deleted by today, the ones due for longest first."""
    is_over = and_(Consultation.retention_until.is_not(None), Consultation.retention_until <= today)
    return list(session.scalars(
        select(SignedAnswer.id).join(Response, Response.id == SignedAnswer.response_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(SignedAnswer.deleted_at.is_(None), or_(SignedAnswer.delete_on <= today, is_over))
        .order_by(SignedAnswer.delete_on, SignedAnswer.id)))


def stored_as(session: Session, signed_id: int) -> str | None:
    """Return the name in the file store of a film that is not deleted yet, or None."""
    return session.scalar(
        select(Attachment.stored_as).join(SignedAnswer, SignedAnswer.attachment_id == Attachment.id)
        .where(SignedAnswer.id == signed_id, SignedAnswer.deleted_at.is_(None)))


def film_of(session: Session, consultation_id: int, public_id: str) -> Attachment | None:
    """Return the file of a film of the consultation that stands, or None."""
    return session.scalar(
        select(Attachment).join(SignedAnswer, SignedAnswer.attachment_id == Attachment.id)
        .join(Response, Response.id == SignedAnswer.response_id)
        .where(*_stands(consultation_id), SignedAnswer.public_id == public_id))


def watched_since(session: Session, public_id: str, person_id: int, act: str, since: datetime) -> bool:
    """Say whether the trail holds that this person began to watch the film since then."""
    return session.scalar(
        select(AuditEvent.id).where(AuditEvent.action == act, AuditEvent.object_id == public_id,
                                    AuditEvent.person_id == person_id, AuditEvent.at >= since).limit(1)) is not None


def _stands(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Response.consultation_id == consultation_id, SignedAnswer.state.in_(STAGES), or_(
        Response.excluded_reason.is_(None), Response.excluded_reason.not_in(TAKEN_BACK_REASONS)))


class _Names:
    """Finds the words of the questions that films answer."""

    def __init__(self, session: Session, consultation_id: int) -> None:
        self.session = session
        self.plan_version_id = session.get_one(Consultation, consultation_id).plan_version_id

    def line(self, signed: SignedAnswer, film: Attachment, response: Response) -> Line:
        """Return a film as the queue shows it."""
        return Line(signed.public_id, self.question(response, signed.question_key), self.part(signed.question_key),
                    response.received_at, signed.seconds, film.size, signed.state, signed.delete_on,
                    signed.deleted_at, signed.corrected_at)

    def question(self, response: Response, key: str) -> Text | None:
        """Return the words of a question in the version that was answered; None for the whole survey."""
        return None if key == WHOLE else self._of(response.survey_version_id).get(key.partition("@")[0], {"en": key})

    def part(self, key: str) -> Text | None:
        """Return the name of the part of the plan that a comment is on, or None."""
        node = key.partition("@")[2]
        if not node:
            return None
        found = plan_comments.parts(self.session, self.plan_version_id, [node]).get(node)
        return found.label if found is not None else {"en": node}

    def places(self, signed: SignedAnswer, response: Response) -> tuple[Place, ...]:
        """Return what the film can answer: its own question, or for the whole survey each one in own words."""
        question = self.question(response, signed.question_key)
        if question is not None:
            return (Place(signed.question_key, question, self.part(signed.question_key)),)
        return tuple(Place(key, words) for key, words in self._of(response.survey_version_id, open_too=False).items())

    def words(self, signed: SignedAnswer, response: Response) -> tuple[Words, ...]:
        """Return the English of a film, in the order in which it was put on questions."""
        rows = self.session.execute(
            select(SignedWords, Question.key).join(Question, Question.id == SignedWords.question_id)
            .where(SignedWords.signed_answer_id == signed.id).order_by(SignedWords.id))
        found = []
        for words, question_key in rows:
            key = f"{question_key}@{words.plan_node_key}" if words.plan_node_key else question_key
            asked = self.question(response, key)
            found.append(Words(words.public_id, key, asked or {}, self.part(key), words.english))
        return tuple(found)

    def _of(self, version_id: int, *, open_too: bool = True) -> dict[str, Text]:
        """Return the questions that are answered in own words, without the words beside an option."""
        version = surveys.by_id(self.session, version_id)
        assert version is not None
        return {
            question.key: question.text
            for section in version.survey.sections for page in section.pages for question in page.questions
            if section.stores == STORES_ANSWERS and question.kind in TEXT_KINDS
            and (open_too or not is_open_comment(question))}
