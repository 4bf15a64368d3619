"""Which answer a coder reads next: random order, the same for everybody; what an answer holds is queries/codings.

The random order is what makes the answers read so far a fair sample of all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from consult.domain.surveys import TEXT_KINDS
from consult.models.codebooks import Reading
from consult.models.coding_settings import Assignment
from consult.models.responses import Answer, Response
from consult.models.surveys import Question, SurveyVersion
from consult.queries import coding_settings
from consult.queries.coded_words import with_words, written_in
from consult.queries.presences import is_open_elsewhere, was_open
from consult.queries.shared_texts import is_copy, stands_for_many
from consult.queries.worries import is_withheld

# The lowest place among some of the last readings is where people are reading now.
LAST_READ = 20
# So many are looked at to find them: those of other questions lie between.
LOOKED_THROUGH = 200

Place = tuple[int, int]
"""Where an answer stands in the reading order: (shuffle number, row id)."""


@dataclass(frozen=True)
class Front:
    """Where people are reading now, and the newest answer (row id) among those they read last."""

    place: Place
    newest: int


@dataclass(frozen=True)
class Wanted:
    """Whose next answer is looked for and which ones come: `languages` empty for any, `only_again` those to recheck.

    `after` is where they are in the order; `below` the shuffle number where the question's sample ends.
    """

    question_ids: tuple[int, ...]
    person_id: int
    languages: frozenset[str] = frozenset()
    below: int | None = None
    only_again: bool = False
    after: Place | None = None


def question_ids(session: Session, consultation_id: int, question_key: str) -> Sequence[int]:
    """Return the row ids of a free-text question in every version of the survey; none where it was never asked."""
    return session.scalars(
        select(Question.id).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id, Question.key == question_key,
               Question.kind.in_(sorted(TEXT_KINDS)), Question.stores == "answers")
        .order_by(Question.id)).all()


def place_of(session: Session, consultation_id: int, public_id: str) -> Place | None:
    """Return an answer's place (shuffle, row id) in the reading order, or None where there is no such answer."""
    row = session.execute(
        select(Answer.shuffle, Answer.id).join(Response, Response.id == Answer.response_id)
        .where(Answer.public_id == public_id, Response.consultation_id == consultation_id)).one_or_none()
    return (row[0], row[1]) if row is not None else None


def given_to(session: Session, consultation_id: int, person_id: int) -> list[tuple[str, str]]:
    """Return the (question key, language) pairs that a person is to code first; empty parts mean any. One statement."""
    return [(key, language) for key, language in session.execute(
        select(Assignment.question_key, Assignment.language)
        .where(Assignment.consultation_id == consultation_id, Assignment.person_id == person_id))]


def next_answer(session: Session, consultation_id: int, question_key: str, *, person_id: int = 0,
                after: Place | None = None, only_again: bool = False, only_given: bool = True) -> str | None:
    """Return the public id of the next counted answer to read, or None; it begins again where nothing comes after.

    Those come that nobody read to the end or that are to be read again, that nobody worries about and that are no copy
    of a campaign's text, within the question's sample, and of the languages that this person is to code (with
    `only_given`). One that came when people had read past its place comes first. One that somebody else has open comes
    only where nothing else is left.
    """
    wanted = _wanted(session, consultation_id, question_key, person_id, only_given)
    if wanted is None:
        return None
    front = None if only_again else _front(session, wanted.question_ids)
    start = _start(front, after)
    if front is not None and (late := _late(session, replace(wanted, after=start), front.newest)) is not None:
        return late
    for is_free in (True, False):
        for place in dict.fromkeys((start, after, None)):
            found = _first(session, replace(wanted, only_again=only_again, after=place), is_free)
            if found is not None:
                return found
    return None


def _wanted(session: Session, consultation_id: int, question_key: str, person_id: int,
            only_given: bool) -> Wanted | None:
    ids = question_ids(session, consultation_id, question_key)
    if not ids:
        return None
    given = given_to(session, consultation_id, person_id) if only_given else []
    return Wanted(tuple(ids), person_id, languages_given(given, question_key),
                  coding_settings.samples(session, consultation_id).get(question_key))


def languages_given(given: Collection[tuple[str, str]], question_key: str) -> frozenset[str]:
    """Return the languages of a question that were given to a person; none where it is every one, or not given."""
    languages = {language for key, language in given if key in ("", question_key)}
    return frozenset() if "" in languages else frozenset(languages)


def _front(session: Session, ids: Sequence[int]) -> Front | None:
    """Return where people are reading now; what was left behind them comes when nothing comes after it."""
    # Two statements: as one, PostgreSQL would read every answer for it.
    last = session.scalars(select(Reading.answer_id).order_by(Reading.id.desc()).limit(LOOKED_THROUGH)).all()
    rows = {answer_id: shuffle for shuffle, answer_id in session.execute(
        select(Answer.shuffle, Answer.id).where(Answer.id.in_(last), (Answer.question_id + 0).in_(ids)))}
    places: list[Place] = []
    newest = 0
    for answer_id in reversed(last):
        if answer_id not in rows:
            continue
        place = (rows[answer_id], answer_id)
        # Newer than all that were read and behind them: it came late, and people are not reading there.
        if answer_id < newest or not places or place > min(places[-LAST_READ:]):
            places.append(place)
        newest = max(newest, answer_id)
    return Front(min(places[-LAST_READ:]), newest) if places else None


def _start(front: Front | None, after: Place | None) -> Place | None:
    """Return where to look on from: from an answer that came late people go back to where they were."""
    if front is None or after is None:
        return after if front is None else front.place
    return max(after, front.place) if after[1] >= front.newest else after


def _late(session: Session, wanted: Wanted, newest: int) -> str | None:
    """Return the oldest answer that came when people had read past its place, or None.

    Without these, what was read would be no fair sample while answers still come in. What this person had open within
    the last half hour was left for later, and comes with the rest of that.
    """
    query = _answers().where(
        Answer.id > newest, (Answer.question_id + 0).in_(wanted.question_ids), Answer.text.is_not(None),
        ~exists(select(Reading.id).where(Reading.answer_id == Answer.id)), ~was_open(wanted.person_id))
    if wanted.after is not None:
        query = query.where(tuple_(Answer.shuffle, Answer.id) < tuple_(*map(literal, wanted.after)))
    return session.scalar(
        _for_coder(query, replace(wanted, after=None), is_free=True).with_only_columns(Answer.public_id)
        .order_by(Answer.id).limit(1))


def _first(session: Session, wanted: Wanted, is_free: bool) -> str | None:
    """Return the first answer after a place; each question's are found by the index that holds the reading order."""
    parts = [_limited(_to_recheck(wanted), wanted, is_free)]
    if not wanted.only_again:
        parts += [_limited(_unread(question_id), wanted, is_free) for question_id in wanted.question_ids]
    if wanted.below is not None:
        # A campaign's text is read for many, in the sample or not.
        letters = [_unread(question_id).where(stands_for_many()) for question_id in wanted.question_ids]
        parts += [_limited(letter, replace(wanted, below=None), is_free) for letter in letters]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return session.scalar(select(found.c.public_id).order_by(found.c.shuffle, found.c.id).limit(1))


def _unread(question_id: int) -> Select[Any]:
    return _answers().where(Answer.question_id == question_id, Answer.text.is_not(None),
                            ~exists(select(Reading.id).where(Reading.answer_id == Answer.id)))


def _to_recheck(wanted: Wanted) -> Select[Any]:
    """Few at any time, and found by an index of their own: the sum keeps the index of all answers out of it."""
    return _answers().join(Reading, Reading.answer_id == Answer.id).where(
        (Answer.question_id + 0).in_(wanted.question_ids), Reading.recheck_reason.is_not(None))


def _answers() -> Select[Any]:
    return (select(Answer.public_id, Answer.shuffle, Answer.id).join(Response, Response.id == Answer.response_id)
            .where(Response.excluded_reason.is_(None)))


def _limited(query: Select[Any], wanted: Wanted, is_free: bool) -> Select[Any]:
    return _for_coder(query, wanted, is_free).order_by(Answer.shuffle, Answer.id).limit(1)


def _for_coder(query: Select[Any], wanted: Wanted, is_free: bool) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [~is_withheld(), ~is_copy()]
    if is_free:
        conditions.append(~is_open_elsewhere(wanted.person_id))
    if wanted.below is not None:
        conditions.append(Answer.shuffle < wanted.below)
    if wanted.after is not None:
        conditions.append(tuple_(Answer.shuffle, Answer.id) > tuple_(*map(literal, wanted.after)))
    if wanted.languages:
        query = with_words(query)
        conditions.append(written_in().in_(sorted(wanted.languages)))
    return query.where(*conditions)
