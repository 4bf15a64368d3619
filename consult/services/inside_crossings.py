"""Lets staff who look after equality see a crossing of up to three characteristics, and writes down that they did."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.domain import inside_crossings as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.benchmarks import NOT_SAID
from consult.domain.reports import Column, Row, Table, Text
from consult.domain.surveys import STORES_CHARACTERISTICS
from consult.models.consultations import Consultation
from consult.models.representation import InsideCrossing
from consult.queries import inside_crossings, response_counts, survey_questions
from consult.queries.survey_questions import AskedQuestion
from consult.services import audit, report_tables, rights
from consult.services.report_tables import Frame
from consult.services.report_words import Translate, in_each, joined
from consult.services.transaction import writing

# What people choose one answer of: with several a person would stand in many cells.
ONE_ANSWER = frozenset({"one-choice", "yes-no-unsure", "agree-scale"})


def askable(session: Session, consultation: Consultation) -> list[AskedQuestion]:
    """Return the questions that can be crossed: about the person, with one answer, and never where they live."""
    return [asked for asked in survey_questions.asked(session, consultation.id)
            if asked.stores == STORES_CHARACTERISTICS and asked.question.kind in ONE_ANSWER]


def look(*, consultation_id: int, questions: Sequence[str], reason: str, by_id: int) -> Table:
    """Return the protected table of two or three questions; who looked at which, and why, is kept with it.

    Of those who answered all of them, in the order of the survey. Raises Refused on `questions` or `reason`
    (domain.inside_crossings).
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CROSS_INSIDE, consultation_id)
        consultation = session.get_one(Consultation, consultation_id)
        by_key = {asked.key: asked for asked in askable(session, consultation)}
        words = rules.check(questions, reason, by_key)
        # In the order of the survey: each order hides other cells, and two of them together would show both.
        chosen = [key for key in by_key if key in questions]
        session.add(InsideCrossing(consultation_id=consultation_id, questions=" ".join(chosen), reason=words,
                                   by_id=by_id))
        audit.record(session, Act.CROSSING_LOOKED_AT, person_id=by_id, kind="consultation", object_id=consultation_id,
                     consultation_id=consultation_id, questions=chosen)
    # Protecting a large table takes seconds; by now it is kept that somebody looked, and others may write.
    return _table(session, consultation, [by_key[key] for key in chosen])


def _table(session: Session, consultation: Consultation, asked: Sequence[AskedQuestion]) -> Table:
    translate = in_each(consultation.offered_languages)
    labels = [_labels(one, translate) for one in asked]
    # Two looks before and after one person came show the same: numbers move on in whole batches, as all live ones.
    last = response_counts.last_of(session, consultation.id, response_counts.whole_batches(session, consultation.id))
    people = inside_crossings.people(session, consultation.id, [one.key for one in asked], last)
    counts = {choices: number for choices, number in people.items()
              if all(choice in known for choice, known in zip(choices, labels, strict=True))}
    shown = rules.protected(counts, [list(known) for known in labels])
    rows = [Row(key, _together(key, labels)) for key in shown.rows]
    columns = [Column(key, labels[-1][key]) for key in shown.columns]
    title = joined([one.question.text for one in asked], " / ")
    return report_tables.table(Frame("inside", title), rows, columns, shown)


def _labels(asked: AskedQuestion, translate: Translate) -> dict[str, Text]:
    """Return the choices of a question with their names, without those that name no group."""
    rows = report_tables.profile(asked, None, translate).rows
    return {row.key: row.label for row in rows if row.key not in NOT_SAID}


def _together(key: str, labels: Sequence[dict[str, Text]]) -> Text:
    choices = key.split(rules.CROSSED_WITH)
    return joined([known[choice] for choice, known in zip(choices, labels, strict=False)], ", ")
