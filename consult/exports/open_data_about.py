"""What a data package says of itself: a start page for people, a licence, and metadata for catalogues of data."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from consult.domain.open_data import EVENTS, FORUMS, LICENCE, LICENCE_ADDRESS, OPEN, PANEL, PETITIONS, Release
from consult.domain.reports import Report, pick

SAMPLE_WORDS: Mapping[str, str] = {
    OPEN: "People and organisations that chose to answer. They do not stand for everyone in London.",
    PANEL: "People who were chosen so that they stand for others. Percentages are weighted.",
    EVENTS: "What was raised at events. Events are counted, not people.",
    FORUMS: "What forums asked for. Asks are counted, not people.",
    PETITIONS: "Signatures. They are not counted as responses.",
}
FILE_WORDS: Mapping[str, str] = {
    "numbers.csv": "Every number of every table, with its labels in English. Start here.",
    "report.csv": "Every number of every table, by codes only.",
    "report.xlsx": "The tables as a workbook, one sheet for each.",
    "report.json": "The whole edition for computer programs.",
    "tables.csv": "The list of tables: what each counts, and which sample it is of.",
    "codes.csv": "What every code means, in each language.",
    "suppression.csv": "Why a number is hidden.",
    "dictionary.csv": "What every column of every file means.",
    "findings.csv": "What was found, and what was decided on it.",
    "findings-evidence.csv": "What each finding rests on.",
    "plan-changes.csv": "The words of the plan before and after.",
    "asks.csv": "What forums asked for, with the replies.",
    "README.txt": "This start page.",
    "LICENCE.txt": "What you may do with the data.",
    "data.json": "Facts about this package for catalogues of data.",
}
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "txt": "text/plain", "zip": "application/zip",
               "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
RULE = (
    "In tables about groups of people, numbers under 10 are hidden, and some others so that nobody can work out the "
    "hidden ones. The other numbers of these tables are to the nearest 5. There is no percentage under a base of 30. "
    "Numbers of themes are exact."
)


def start_page(report: Report, release: Release, names: Sequence[str]) -> str:
    """Return the page that a person reads first, in five minutes, as plain text."""
    listed = "\n".join(f"- {name}: {FILE_WORDS[name]}" for name in (*names, "README.txt", "LICENCE.txt", "data.json"))
    corrects = f"It puts right the data of edition {release.corrects}. {release.note}\n" if release.corrects else ""
    example = "This is an example. The answers in it are made up.\n" if report.is_example else ""
    return f"""{pick(report.title, "en")[0]}: the data of edition {report.edition}

{example}{corrects}Published by {release.publisher} on {release.released_on}.
The report: {release.report_page}
This package: {release.page}

FILES
{listed}

START
1. Open numbers.csv. Each line is one number of one table of the report.
2. Filter by table_id. The same id stands in the report beside the table.
3. Read count as "how many", base as "out of how many", percent as the share.
4. Where count is empty, suppression says why. An empty count is not 0.

TO GET A TABLE OF THE REPORT AGAIN
Take the lines with its table_id. Each row and column of the table is one line.
The report prints the same count, base and percent.

TAKE CARE
- Never add numbers of two samples. Column sample says which is which.
- People chose to take part. The numbers do not show what everyone in London thinks.
- One person can speak of several themes. Percentages of themes can add up to more than 100.
- {RULE}
- The data fingerprint of this edition: {report.dataset_digest}
"""


def licence(report: Report, release: Release) -> str:
    """Return what others may do with the data, and how to name where they are from."""
    return f"""{LICENCE}
{LICENCE_ADDRESS}

You may copy, publish, change and use the data, also for money. Say where they are from:
{pick(report.title, "en")[0]}, edition {report.edition}. {release.publisher}. {release.page}
Contains public sector information licensed under the {LICENCE}.

Quotes in report.json are words of people who agreed to have them printed. Do not try to find out who they are.
"""


def metadata(report: Report, release: Release, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the facts about the package as plain values: in the names that catalogues such as the London Datastore
    use (title, description, publisher, licence, temporal coverage, resources), with what is our own beside them.
    """
    title = pick(report.title, "en")[0]
    return {
        "title": f"{title}: data of edition {report.edition}",
        "slug": f"{report.consultation_slug}-edition-{report.edition}",
        "description": f"Every published number of the report “{title}”, edition {report.edition}. {RULE}",
        "publisher": release.publisher,
        "licence": LICENCE, "licence_url": LICENCE_ADDRESS,
        "landing_page": release.page, "report_page": release.report_page,
        "issued": release.released_on, "report_published_at": report.published_at,
        "version": report.edition, "corrects_version": release.corrects, "correction_note": release.note,
        "temporal_coverage_from": report.how_asked.opened_on, "temporal_coverage_to": report.how_asked.closed_on,
        "geographical_coverage": "Greater London", "smallest_geography": "Borough",
        "languages": sorted(report.how_asked.languages), "tags": ["consultation", "policing", "crime", "london"],
        "is_example": report.is_example, "dataset_digest": report.dataset_digest,
        "samples": dict(SAMPLE_WORDS), "disclosure_rule": RULE,
        "tables": [table.table_id for table in report.tables],
        "resources": [
            {"name": name, "description": FILE_WORDS[name], "format": MEDIA_TYPES[name.rpartition(".")[2]],
             "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(),
             "url": f"{release.page}/{report.edition}/{name}"}
            for name, content in contents.items()
        ],
    }
