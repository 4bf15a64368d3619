"""What a data package of an edition is: its licence, its facts, and from which kind of sample a number comes."""

from dataclasses import dataclass

from consult.domain.reports import Report, Table

LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# Who came to be counted: everyone who chose to answer, people who were chosen, people at events, forums, signatures.
OPEN, PANEL, EVENTS, FORUMS, PETITIONS = "open", "panel", "events", "forums", "petitions"
SAMPLES = (OPEN, PANEL, EVENTS, FORUMS, PETITIONS)
BY_UNIT = {"panel-members": PANEL, "events": EVENTS, "event-participants": EVENTS, "asks": FORUMS,
           "signatures": PETITIONS}


@dataclass(frozen=True)
class Release:
    """What a package says of itself beside its report: addresses, days (ISO), and what it puts right."""

    page: str
    report_page: str
    publisher: str
    released_on: str
    corrects: int | None = None
    note: str = ""


def sample_of(report: Report, table: Table, column_key: str) -> str:
    """Return from which sample a column's numbers come: of SAMPLES. No file adds numbers of two of them."""
    panels = next((found for found in report.tables if found.table_id == "panels"), None)
    keys = {row.key for row in panels.rows} if panels is not None else set()
    if any(column_key.startswith(f"{key}-") for key in keys):
        return PANEL
    return BY_UNIT.get(table.unit, OPEN)
