"""Says who took part little, out of protected tables only: what is hidden there as small is named, and no number."""

from collections.abc import Iterable, Sequence

from consult.domain.hidden_cells import SMALL
from consult.domain.reports import Table, Text
from consult.services.report_words import Translate, joined

PROFILE = "profile-"
# Answers that stand for no group of people.
NO_GROUP = frozenset({"pnts", "unsure", "outside", "not-sure", "none"})


def words(tables: Sequence[Table], translate: Translate) -> Text:
    """Return paragraphs (separated by an empty line) that name the groups of which fewer than ten people took part.

    Zero is among "fewer than ten" and is not told apart. Empty where no table of groups stands in the report.
    """
    about = [table for table in tables if table.is_protected and table.table_id.startswith(PROFILE)]
    if not about:
        return {}
    lines = [line for table in about for line in _line(table, translate)]
    if not lines:
        return translate("10 people or more gave each of the answers about themselves.")
    start = translate("Fewer than 10 people, or nobody, gave each of these answers about themselves:")
    end = translate("Not everyone answered these questions. So a group can be named here though more of it took part.")
    return joined([start, *lines, end], "\n\n")


def _line(table: Table, translate: Translate) -> Iterable[Text]:
    small = [row.label for row in table.rows if row.key not in NO_GROUP
             and all(table.cells[row.key, column.key].suppression == SMALL for column in table.columns)]
    if not small:
        return ()
    return (translate("%(question)s %(groups)s.", question=table.title, groups=joined(small, "; ")),)
