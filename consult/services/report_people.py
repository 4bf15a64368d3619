"""Who answered beside who lives in London, actions and outside figures, as a report freezes them or staff see them.

Groups come from protected tables alone: what a report prints of them tells no more than its tables.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from consult.domain.conditions import questions_in
from consult.domain.figures import by_measure, missing, notes
from consult.domain.report_people import ReportedAction, ReportedFigure, ReportedGroup
from consult.domain.reports import Table, Text
from consult.domain.representation import Profile, compare
from consult.domain.routing import LOWEST_AGE
from consult.domain.surveys import STORES_CHARACTERISTICS
from consult.exports.figure_words import plain_number
from consult.models.consultations import Consultation
from consult.queries import benchmarks, characteristics, reach_actions, response_counts, survey_questions
from consult.queries import figures as stored_figures
from consult.queries.survey_questions import AskedQuestion
from consult.services import report_tables
from consult.services.report_words import in_each

PROFILE = "profile-"
# Where people live has a table of its own and no benchmark here.
WITHOUT_PROFILE = frozenset({"borough"})
# The youngest people who answer on their own.
YOUNGEST = LOWEST_AGE["13-15"]


def groups(session: Session, consultation: Consultation, tables: Iterable[Table]) -> tuple[ReportedGroup, ...]:
    """Return every group beside its benchmark, out of the protected tables of a report (secured before)."""
    return tuple(group for profile in profiles(session, consultation, tables) for group in profile.groups)


def profiles(session: Session, consultation: Consultation, tables: Iterable[Table], people: int | None = None
             ) -> tuple[Profile, ...]:
    """Return a profile for each protected table of one characteristic, in the order of the survey.

    `people` is how many the tables are of, everyone counted where it is not given.
    """
    by_key = {table.table_id.removeprefix(PROFILE): table for table in tables
              if table.is_protected and table.table_id.startswith(PROFILE)}
    standing = benchmarks.standing(session, consultation.id)
    respondents = response_counts.people(session, consultation.id) if people is None else people
    return tuple(
        compare(by_key[asked.key], standing, question_key=asked.key, respondents=respondents,
                from_age=asked.question.min_age or YOUNGEST, asked_of=_asked_of(asked, by_key))
        for asked in _asked(session, consultation) if asked.key in by_key and by_key[asked.key].rows)


def live(session: Session, consultation: Consultation) -> tuple[Profile, ...]:
    """Return the profiles of these days, for staff: protected as a report would print them.

    They move on in whole batches: whoever loads them before and after one person came learns nothing of that person.
    """
    people = response_counts.whole_batches(session, consultation.id)
    given = characteristics.by_question(session, consultation.id, response_counts.last_of(
        session, consultation.id, people))
    translate = in_each(consultation.offered_languages)
    return profiles(session, consultation, [
        report_tables.profile(asked, given.get(asked.key), translate) for asked in _asked(session, consultation)],
        people)


def actions(session: Session, consultation: Consultation) -> tuple[ReportedAction, ...]:
    """Return what was done to reach people and may be printed, the oldest first."""
    names = group_names(session, consultation)
    return tuple(
        ReportedAction(one.what, one.done_on.isoformat(), one.result, names.get((one.question_key, one.choice), {}))
        for one in reach_actions.listed(session, consultation.id, public_only=True))


def figures(session: Session, consultation: Consultation) -> tuple[ReportedFigure, ...]:
    """Return the figures from outside by measure; those with the same number in `beside` may be compared."""
    sets = [beside for measured in by_measure(stored_figures.standing(session)) for beside in measured.sets]
    return tuple(
        ReportedFigure(
            one.key, one.text, one.measure, one.group, one.period, one.period_type,
            plain_number(one.value) or one.value_words, one.unit, one.base,
            ", ".join(words for words in (one.source_document, one.source_heading) if words),
            one.claimed_by, missing(one), notes(one), number)
        for number, beside in enumerate(sets, 1) for one in beside.figures)


def group_names(session: Session, consultation: Consultation) -> Mapping[tuple[str, str], Text]:
    """Return what each group is called, by question and choice; the questions themselves under an empty choice."""
    names: dict[tuple[str, str], Text] = {("", ""): {}}
    translate = in_each(consultation.offered_languages)
    for asked in _asked(session, consultation):
        names[asked.key, ""] = asked.question.text
        names |= {(asked.key, row.key): row.label for row in report_tables.profile(asked, None, translate).rows}
    return names


def _asked(session: Session, consultation: Consultation) -> list[AskedQuestion]:
    return [asked for asked in survey_questions.asked(session, consultation.id)
            if asked.stores == STORES_CHARACTERISTICS and asked.is_closed and asked.key not in WITHOUT_PROFILE]


def _asked_of(asked: AskedQuestion, tables: Mapping[str, Table]) -> Table | None:
    """Return the table of the question whose answer decided who was asked this one, None where everyone was."""
    if asked.question.show_if is None:
        return None
    return next((tables[key] for key in sorted(questions_in(asked.question.show_if)) if key in tables), None)
