"""Personal details in answers: those that wait for a person, one answer with all of its own, and what leaves masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult.analysis import identifiers
from consult.domain.redactions import SUGGESTED, Span, masked
from consult.domain.surveys import Text, questions_of
from consult.models.answer_words import AnswerWords
from consult.models.care import AnswerOriginal, CareLook, Redaction
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import surveys
from consult.queries.coded_words import text_language, with_words
from consult.queries.kept_back import is_withheld

PAGE = 50
# So much of an answer stands in the queue.
BEGINNING = 90
# A text: the row id of its answer, and whether it is the English of it.
Key = tuple[int, bool]


@dataclass(frozen=True)
class Waiting:
    """An answer in which a machine suggests details: how it begins with those masked, and how many there are."""

    answer_id: str
    beginning: str
    language: str
    suggested: int


@dataclass(frozen=True)
class Detail:
    """One detail: where it stands, what it tells, who said so and what became of it."""

    public_id: str
    span: Span
    state: str
    source: str
    of_english: bool


@dataclass(frozen=True)
class Words:
    """One text of an answer as it stands, with its details in order."""

    text: str
    language: str
    of_english: bool
    details: tuple[Detail, ...]
    has_original: bool


@dataclass(frozen=True)
class DetailsView:
    """An answer, its English where there is some, and the details of both; not who gave it."""

    answer_id: str
    question: Text
    question_key: str
    texts: tuple[Words, ...]

    @property
    def undecided(self) -> int:
        """How many details wait for a person."""
        return sum(detail.state == SUGGESTED for words in self.texts for detail in words.details)


@dataclass(frozen=True)
class Unseen:
    """A text in which no machine looked for worries and details: of which answer, and the words."""

    answer_id: int
    of_english: bool
    text: str


def undecided(session: Session, answer_ids: Sequence[int]) -> dict[Key, list[Span]]:
    """Return the suggested details of these answers (row ids) that wait for a person; one statement."""
    found: dict[Key, list[Span]] = {}
    if not answer_ids:
        return found
    for answer_id, of_english, start, end, kind in session.execute(
            select(Redaction.answer_id, Redaction.of_english, Redaction.start, Redaction.end, Redaction.kind)
            .where(Redaction.answer_id.in_(answer_ids), Redaction.state == SUGGESTED)):
        found.setdefault((answer_id, of_english), []).append(Span(start, end, kind))
    return found


def outside(session: Session, texts: Mapping[Key, str]) -> dict[Key, str]:
    """Return stored texts as they may leave the platform: what no person has decided yet is masked too, and a text
    that no machine looked at is looked at now; two statements."""
    spans = undecided(session, [answer_id for answer_id, _of_english in texts])
    seen = looked_at(session, list(texts))
    return {key: masked(text, spans.get(key, ()) if key in seen else (*spans.get(key, ()), *identifiers.suggest(text)))
            for key, text in texts.items()}


def originals(session: Session, response_id: int) -> dict[Key, str]:
    """Return the words as they were sent, and their English, of the answers of a response that something was taken out
    of.

    For the person who sent them, and for nobody else without `services/redactions.open_original`.
    """
    rows = session.execute(
        select(AnswerOriginal.answer_id, AnswerOriginal.of_english, AnswerOriginal.text)
        .join(Answer, Answer.id == AnswerOriginal.answer_id).where(Answer.response_id == response_id))
    return {(answer_id, of_english): text for answer_id, of_english, text in rows}


def waiting(session: Session, consultation_id: int) -> list[Waiting]:
    """Return the next answers whose details wait for a person, in the reading order; two statements."""
    number = func.count()
    rows = session.execute(
        with_words(select(Answer.id, Answer.public_id, Answer.text, text_language(), number)
                   .join(Redaction, Redaction.answer_id == Answer.id)
                   .join(Response, Response.id == Answer.response_id))
        .where(Redaction.consultation_id == consultation_id, Redaction.state == SUGGESTED,
               Response.excluded_reason.is_(None), ~is_withheld())
        .group_by(Answer.id, AnswerWords.id)
        .order_by(Answer.shuffle, Answer.id).limit(PAGE)).all()
    spans = undecided(session, [row[0] for row in rows])
    return [Waiting(public_id or "", masked(text or "", spans.get((answer_id, False), ()))[:BEGINNING], language, count)
            for answer_id, public_id, text, language, count in rows]


def count_waiting(session: Session, consultation_id: int) -> int:
    """Return how many details wait for a person."""
    return session.scalar(select(func.count()).select_from(Redaction).where(
        Redaction.consultation_id == consultation_id, Redaction.state == SUGGESTED)) or 0


def of_answer(session: Session, consultation_id: int, public_id: str, *, with_withheld: bool) -> DetailsView | None:
    """Return an answer with its details, or None; one that is kept back only `with_withheld`."""
    query = (
        with_words(select(Answer, text_language(), AnswerWords.english, Question)
                   .join(Response, Response.id == Answer.response_id).join(Question, Question.id == Answer.question_id))
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id, Answer.text.is_not(None)))
    row = session.execute(query if with_withheld else query.where(~is_withheld())).one_or_none()
    if row is None:
        return None
    answer, language, english, asked = row
    version = surveys.by_id(session, asked.survey_version_id)
    assert version is not None
    question = next(found.text for found in questions_of(version.survey) if found.key == asked.key)
    kept = set(session.scalars(select(AnswerOriginal.of_english).where(AnswerOriginal.answer_id == answer.id)))
    details = _details(session, answer.id)
    texts = [Words(answer.text or "", language, False, details[False], False in kept)]
    if english:
        texts.append(Words(english, "en", True, details[True], True in kept))
    return DetailsView(public_id, question, asked.key, tuple(texts))


def _details(session: Session, answer_id: int) -> dict[bool, tuple[Detail, ...]]:
    found: dict[bool, list[Detail]] = {False: [], True: []}
    for row in session.scalars(
            select(Redaction).where(Redaction.answer_id == answer_id).order_by(Redaction.start, Redaction.end)):
        found[row.of_english].append(Detail(
            row.public_id, Span(row.start, row.end, row.kind), row.state, row.source, row.of_english))
    return {of_english: tuple(details) for of_english, details in found.items()}


def unseen(session: Session, after_id: int, limit: int) -> list[Unseen]:
    """Return the next texts of any consultation that no machine looked at, by the row ids of their answers."""
    looked = select(CareLook.answer_id).where(CareLook.answer_id == Answer.id, ~CareLook.of_english)
    rows = session.execute(
        select(Answer.id, Answer.text).where(Answer.id > after_id, Answer.text.is_not(None), Answer.text != "",
                                             ~looked.exists()).order_by(Answer.id).limit(limit))
    return [Unseen(answer_id, False, text) for answer_id, text in rows]


def unseen_english(session: Session, limit: int) -> list[Unseen]:
    """Return English of answers that no machine looked at."""
    looked = select(CareLook.answer_id).where(CareLook.answer_id == AnswerWords.answer_id, CareLook.of_english)
    rows = session.execute(
        select(AnswerWords.answer_id, AnswerWords.english)
        .where(and_(AnswerWords.english.is_not(None), AnswerWords.english != ""), ~looked.exists())
        .order_by(AnswerWords.answer_id).limit(limit))
    return [Unseen(answer_id, True, english) for answer_id, english in rows if english]


def newest(session: Session) -> int:
    """Return the row id of the newest answer, 0 where there is none."""
    return session.scalar(select(func.max(Answer.id))) or 0


def looked_at(session: Session, keys: Sequence[Key]) -> set[Key]:
    """Return those of these texts that a machine looked at."""
    rows = session.execute(select(CareLook.answer_id, CareLook.of_english).where(
        CareLook.answer_id.in_({answer_id for answer_id, _of_english in keys})))
    return {(answer_id, of_english) for answer_id, of_english in rows} & set(keys)
