"""Who took part, for those who look after equality: protected tables as they would be printed, and never a row."""

from collections import Counter
from typing import Any

from flask import g, render_template

from consult.domain.access import Permission
from consult.domain.hidden_cells import SECONDARY, SMALL
from consult.domain.reports import Table
from consult.extensions import db
from consult.services import reports
from consult.web import report_pages
from consult.web.access import Guarded, staff

blueprint = Guarded("staff_equality", __name__, url_prefix="/staff/consultations/<slug>/equality")


@blueprint.get("")
@staff(Permission.READ_EQUALITY_TABLES)
def index(slug: str) -> Any:
    """Show every table by personal characteristic with what is hidden in it, and why."""
    tables = reports.protected_tables(db.session(), g.consultation)
    return render_template(
        "staff/equality/index.html", consultation=g.consultation, tables=[(table, _hidden(table)) for table in tables],
        say=report_pages.sayings(), cell_words=report_pages.cell_words)


def _hidden(table: Table) -> dict[str, int]:
    reasons = Counter(cell.suppression for cell in table.cells.values())
    return {"small": reasons[SMALL], "secondary": reasons[SECONDARY], "all": len(table.cells)}
