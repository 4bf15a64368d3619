"""The figures of the machine's pages as they are shown: intervals, and tables of groups through the disclosure rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from consult.domain.disclosure import Counts, exact, protect
from consult.domain.reports import PERCENT_BASE, Cell
from consult.domain.shares import interval
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import machine_measures, survey_questions
from consult.queries.machine_measures import LEFT, TAKEN, Taken
from consult.queries.survey_questions import AskedQuestion
from consult.web.pages import words
from consult.web.staff.language_names import language_name

# So many that a sample of them is never a large part: the interval is then the plain one of Wilson.
ENDLESS = 10**9


@dataclass(frozen=True)
class Interval:
    """A share with the ends of its 95% interval, 0 to 1; `is_small` under a base of 30: then the counts stand alone."""

    share: float
    low: float
    high: float
    is_small: bool

    @classmethod
    def of(cls, count: int, base: int) -> "Interval | None":
        """Return the interval of a share, None where there is nothing to share."""
        if not base:
            return None
        return cls(count / base, *interval(count, base, ENDLESS), base < PERCENT_BASE)


@dataclass(frozen=True)
class GroupTable:
    """People by group and by whether the first suggestion to them was taken, fit to be shown to its reader."""

    id: str
    title: Any
    rows: tuple[tuple[Any, Cell, Cell], ...]


def percent(share: float) -> str:
    """Show a share (0 to 1) as a whole percentage."""
    return gettext("%(number)s%%", number=int(share * 100 + 0.5))


def tables(consultation_id: int, *, has_groups: bool) -> list[GroupTable]:
    """Return how often suggestions were taken by channel and language, and by protected group where that may be read.

    Languages and groups pass through `protect`: none under ten, all to the nearest five.
    """
    session = db.session()
    channels = machine_measures.by_channel(session, consultation_id)
    languages = machine_measures.by_language(session, consultation_id)
    found = [
        group_table("channel", gettext("Way to answer"), channels, "", lambda key: channel_words(key, gettext)),
        group_table("language", gettext("Language of the answer"), languages, "language", language_name),
    ]
    if has_groups:
        asked = {one.key: one for one in survey_questions.asked(session, consultation_id)}
        found += [group_table(key, words(asked[key].question.text), taken, key, _label(asked[key]))
                  for key, taken in sorted(machine_measures.by_characteristic(session, consultation_id).items())
                  if key in asked]
    return [table for table in found if table.rows]


def _label(asked: AskedQuestion) -> Callable[[str], Any]:
    labels: Mapping[str, Any] = {option.code: words(option.label) for option in asked.options}
    return lambda code: labels.get(code, code)


def group_table(table_id: str, title: Any, taken: Taken, by: str, label: Callable[[str], Any]) -> GroupTable:
    """Return people by group as they may be shown; `by` names the characteristic, empty for none: then exact."""
    rows, columns = tuple(taken.groups), (TAKEN, LEFT)
    totals = {row: sum(taken.counts.get((row, column), 0) for column in columns) for row in rows}
    bases = {(row, column): totals[row] for row in rows for column in columns} if taken.several or not by else {}
    counts = Counts(rows, columns, taken.counts, rows_by=(by,) if by else (), bases=bases)
    shown = protect(counts) if by else exact(counts)
    return GroupTable(table_id, title, tuple(
        (label(row), shown.cells[row, TAKEN], shown.cells[row, LEFT]) for row in rows))
