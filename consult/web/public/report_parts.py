"""Parts and other forms of the published report: a chapter, a finding, the summary, large print, a chart, a table."""

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import render_template
from flask_babel import gettext

from consult.domain.errors import NotFound
from consult.domain.report_chapters import BOTH, FULL
from consult.domain.report_outline import chapters_of
from consult.domain.reports import Report, Table
from consult.exports import (
    charts,
    report_csv,
    report_front,
    report_matter,
    report_matter_findings,
    report_matter_numbers,
)
from consult.exports.report_pieces import Scribe
from consult.web import report_drawing
from consult.web.access import Guarded, everyone
from consult.web.public.report_editions import asked_number, hand_out, names, with_report

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_report_parts", __name__, url_prefix="/<lang>/consultations/<slug>/report")
SVG = "image/svg+xml"


@blueprint.get("/summary")
@everyone()
def summary(slug: str) -> Any:
    """Show the summary for Londoners: the same report, only what matters most."""
    return with_report(slug, asked_number(), partial(_whole, version=BOTH))


@blueprint.get("/large-print")
@everyone()
def large_print(slug: str) -> Any:
    """Show the whole report in large print with nothing folded away, to read on a screen or to print."""
    return with_report(slug, asked_number(), partial(_whole, version=FULL))


def _whole(consultation: "Consultation", report: Report, version: str) -> str:
    facts = names(consultation, report)
    is_large = version == FULL
    scribe = report_drawing.scribe(report)
    draws = report_drawing.drawer(facts["href"], is_unfolded=is_large)
    front = report_drawing.pieces(report_front.front(scribe), draws)
    chapters = report_drawing.chapters(report, facts["href"], version, draws=draws)
    if is_large:
        facts |= {"is_large_print": True, "usual_print": facts["report_href"]}
    template = "public/reports/large_print.html" if is_large else "public/reports/summary.html"
    return render_template(template, front=front, chapters=chapters, **facts)


@blueprint.get("/chapters/<key>")
@everyone()
def chapter(slug: str, key: str) -> Any:
    """Show one chapter of the report on a page of its own, with the chapters before and after it."""
    return with_report(slug, asked_number(), partial(_chapter, key=key))


def _chapter(consultation: "Consultation", report: Report, key: str) -> str:
    if key not in {found.key for found in chapters_of(report)}:
        raise NotFound()
    found = report_matter.chapters(report_drawing.scribe(report))
    at = next((place for place, one in enumerate(found) if one.key == key), None)
    if at is None:
        raise NotFound()
    facts = names(consultation, report)
    draws = report_drawing.drawer(facts["href"], lift=1)
    body = report_drawing.pieces(found[at].pieces, draws)
    neighbours = [(found[place].number, found[place].key, report_drawing.safe(draws.span(found[place].title)))
                  if 0 <= place < len(found) else None for place in (at - 1, at + 1)]
    return render_template("public/reports/chapter.html", body=body, number=found[at].number, key=key,
                           title=report_drawing.safe(draws.span(found[at].title)), before=neighbours[0],
                           after=neighbours[1], **facts)


@blueprint.get("/findings/<key>")
@everyone()
def finding(slug: str, key: str) -> Any:
    """Show one finding: what people said, how many, what it rests on, what was decided and why."""
    return with_report(slug, asked_number(), partial(_finding, key=key))


def _finding(consultation: "Consultation", report: Report, key: str) -> str:
    found = next((one for one in report.findings if one.key == key), None)
    if found is None:
        raise NotFound()
    facts = names(consultation, report)
    scribe = report_drawing.scribe(report)
    body = report_drawing.pieces(report_matter_findings.matter(scribe, found), report_drawing.drawer(facts["href"]))
    return render_template("public/reports/finding.html", finding=found, body=body,
                           number=report_matter_findings.number_of(found), **facts)


@blueprint.get("/charts/<table_id>.svg")
@everyone()
def chart(slug: str, table_id: str) -> Any:
    """Hand out the chart of a table as a picture with its words in the page's language."""
    def write(report: Report, tag: str) -> bytes:
        found = report_matter_numbers.chart_of(Scribe(report, tag, gettext), table_id)
        if found is None:
            raise NotFound()
        return charts.picture(found)

    return hand_out(slug, "svg", SVG, write, name=table_id)


@blueprint.get("/tables/<table_id>.csv")
@everyone()
def table(slug: str, table_id: str) -> Any:
    """Hand out the numbers of one table; they are the same in each language."""
    return hand_out(slug, "csv", "text/csv; charset=utf-8",
                    lambda report, _tag: report_csv.write_tables([_table(report, table_id)]), name=table_id)


def _table(report: Report, table_id: str) -> Table:
    found = next((one for one in report.tables if one.table_id == table_id), None)
    if found is None:
        raise NotFound()
    return found
