"""How many responses came, by which way, and what they chose; exact numbers of things that are no characteristic."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import register as words
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.responses import IMPORTING
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.submissions import Submission
from consult.models.surveys import Question
from consult.queries import counted, register
from consult.queries.counted import OPEN

CORRECTED = "corrected"
LINKED = "same-person"
UNREADABLE = "unreadable"
# What was withdrawn before anyone decided on it stands beside what was withdrawn later.
_REASONS_OF_STATES = {"duplicate": "duplicate", "unreadable": UNREADABLE, "withdrawn": "withdrawn"}


@dataclass(frozen=True)
class ClosedAnswers:
    """Answers to one question with options: people by option, and the people who answered at all."""

    by_choice: Mapping[str, int]
    respondents: int


def by_channel(session: Session, consultation_id: int) -> dict[str, tuple[int, int]]:
    """Return (received, counted) by way in, as the register has it; ways that nobody used are left out.

    A response that its sender corrected is not received twice, only its newest form is. One that was taken back was
    received, and is not counted.
    """
    return {channel: (tally.received, tally.of(words.ACCEPTED))
            for channel, tally in register.by_channel(session, consultation_id).items()}


def by_exclusion(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many are kept but not counted, by reason; two statements.

    Those that were corrected stand here under a reason of their own, apart from the number received.
    """
    reason = func.coalesce(Response.excluded_reason, LINKED).label("reason")
    found = {str(why): count for why, count in session.execute(
        select(reason, func.count())
        .where(Response.consultation_id == consultation_id, counted.of_sample(),
               Response.excluded_reason.is_not(None) | Response.counts_with_id.is_not(None))
        .group_by(reason)) if why != IMPORTING}
    for state, why, count in session.execute(
            select(Submission.state, Submission.reason, func.count())
            .where(Submission.consultation_id == consultation_id, Submission.state.not_in(("waiting", "accepted")))
            .group_by(Submission.state, Submission.reason)):
        code = _REASONS_OF_STATES.get(state, why)
        found[code] = found.get(code, 0) + count
    return dict(sorted(found.items()))


def closed_answers(session: Session, consultation_id: int) -> dict[str, ClosedAnswers]:
    """Return the counted answers to every question with options, by question key across survey versions.

    Protected answers are in another store and are never read here.
    """
    people = func.count(Answer.response_id.distinct())
    here = (*counted.people(consultation_id), Answer.choice.is_not(None))
    chosen = (
        select(Question.key, Answer.choice, people)
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(*here).group_by(Question.key, Answer.choice)
    )
    everyone = (
        select(Question.key, people)
        .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
        .where(*here).group_by(Question.key)
    )
    choices: dict[str, dict[str, int]] = {}
    for key, choice, count in session.execute(chosen):
        choices.setdefault(key, {})[str(choice)] = count
    return {key: ClosedAnswers(choices[key], count) for key, count in session.execute(everyone)}


def by_survey_version(session: Session, consultation_id: int, sample_id: int | None = OPEN) -> dict[int, int]:
    """Return how many counted people of one sample answered each version of the survey (row ids)."""
    rows = session.execute(
        select(Response.survey_version_id, func.count()).where(*counted.people(consultation_id, sample_id))
        .group_by(Response.survey_version_id)
    )
    return {version_id: count for version_id, count in rows}


def by_versions_answered(session: Session, consultation_id: int) -> dict[frozenset[int], int]:
    """Return how many counted people answered each set of versions of the survey (row ids); two statements.

    Who answered several times, as a letter and a survey, was asked what each of them asks.
    """
    linked = select(Response.counts_with_id).where(
        *counted.words(consultation_id), Response.counts_with_id.is_not(None))
    found = Counter({frozenset({version_id}): count for version_id, count in session.execute(
        select(Response.survey_version_id, func.count())
        .where(*counted.people(consultation_id), Response.id.not_in(linked)).group_by(Response.survey_version_id))})
    several: dict[int, set[int]] = {}
    for person, version_id in session.execute(
            select(counted.person(), Response.survey_version_id).distinct()
            .where(*counted.words(consultation_id), counted.person().in_(linked))):
        several.setdefault(person, set()).add(version_id)
    found.update(frozenset(versions) for versions in several.values())
    return dict(found)


def people(session: Session, consultation_id: int) -> int:
    """Return how many people and organisations are counted, each once however often they answered; no panel's."""
    return session.scalar(select(func.count()).select_from(Response).where(*counted.people(consultation_id))) or 0


def whole_batches(session: Session, consultation_id: int) -> int:
    """Return how many people came in whole batches: numbers about people that are shown live move on with these.

    A batch is as many as the smallest group that is shown: a smaller step would tell of one person who came between.
    """
    return people(session, consultation_id) // THRESHOLD * THRESHOLD


def last_of(session: Session, consultation_id: int, number: int) -> int:
    """Return the row id of the response of the so many-th person who is counted, in the order of coming; 0 for none."""
    rows = select(Response.id).where(*counted.people(consultation_id)).order_by(Response.id)
    return (session.scalar(rows.offset(number - 1).limit(1)) or 0) if number > 0 else 0


def organisations(session: Session, consultation_id: int) -> int:
    """Return how many organisations answered: those that are counted, each once however often it wrote."""
    return session.scalar(
        select(func.count()).select_from(RespondingBody).join(Response, Response.id == RespondingBody.response_id)
        .where(*counted.people(consultation_id), Response.on_behalf_of == "organisation")) or 0
