"""The published report as pages and files; everything on them comes from the frozen snapshot of an edition."""

from typing import TYPE_CHECKING, Any

from flask import render_template
from flask_babel import gettext

from consult.domain.errors import NotFound
from consult.domain.forum_voices import asks_at
from consult.domain.report_json import to_json
from consult.domain.reports import NodeSection, Report
from consult.exports import asks_csv, report_csv, report_docx, report_front, report_matter_findings, report_xlsx
from consult.extensions import db
from consult.queries import reports
from consult.web import report_drawing, report_pages
from consult.web.access import Guarded, everyone
from consult.web.public.report_editions import asked_number, hand_out, names, with_report

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_reports", __name__, url_prefix="/<lang>/consultations/<slug>")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/report")
@everyone()
def latest(slug: str) -> Any:
    """Show the newest edition; a page that says so where none is published yet."""
    return with_report(slug, None, _show)


@blueprint.get("/report/editions/<int:number>")
@everyone()
def edition(slug: str, number: int) -> Any:
    """Show one edition as it was frozen; one that was taken back says why."""
    return with_report(slug, number, _show)


def _show(consultation: "Consultation", report: Report) -> str:
    facts = names(consultation, report)
    scribe, draws = report_drawing.scribe(report), report_drawing.drawer(facts["href"])
    front = report_drawing.pieces(report_front.front(scribe), draws)
    return render_template(
        "public/reports/show.html", editions=reports.editions(db.session(), consultation.id), front=front,
        chapters=report_drawing.chapters(report, facts["href"], draws=draws), **facts)


@blueprint.get("/report/themes/<theme_id>")
@everyone()
def theme(slug: str, theme_id: str) -> Any:
    """Show one theme: how many spoke of it and how, in people's own words, and where it belongs in the plan."""
    return with_report(slug, asked_number(), lambda consultation, report: _theme(consultation, report, theme_id))


def _theme(consultation: "Consultation", report: Report, theme_id: str) -> str:
    sections = [section for section in report.themes if section.key == theme_id]
    if not sections:
        raise NotFound()
    facts = names(consultation, report)
    numbers = [report_pages.part_of(facts["tables"][f"themes-{section.question_key}"], theme_id)
               for section in sections]
    nowhere = next((found for found in report.themes_nowhere if found.theme_key == theme_id), None)
    at_nodes = [node for node in report.nodes if any(found.theme_key == theme_id for found in node.themes)]
    scribe = report_drawing.scribe(report)
    return render_template(
        "public/reports/theme.html", sections=list(zip(sections, numbers, strict=True)),
        questions={q.question_key: q.label for q in report.uncoded}, nowhere=nowhere, at_nodes=at_nodes,
        decided=report_drawing.pieces(report_matter_findings.at_theme(scribe, theme_id),
                                      report_drawing.drawer(facts["href"])),
        overall=report_pages.part_of(facts["tables"]["themes"], theme_id), **facts)


@blueprint.get("/report/plan/<key>")
@everyone()
def node(slug: str, key: str) -> Any:
    """Show what people said about one part of the plan, or that nobody spoke of it."""
    return with_report(slug, asked_number(), lambda consultation, report: _node(consultation, report, key))


def _node(consultation: "Consultation", report: Report, key: str) -> str:
    silent = [NodeSection(found.key, found.title, ()) for found in report.nodes_nothing_said]
    silent += [NodeSection(ask.node_key, ask.node_title, ()) for _forum, ask in asks_at(report.forums, key)]
    section = next((found for found in (*report.nodes, *silent) if found.key == key), None)
    if section is None:
        raise NotFound()
    facts = names(consultation, report)
    quotes = [quote for found in report.themes for quote in found.quotes if quote.plan_node_key == key]
    numbers = report_pages.part_of(facts["tables"]["themes-plan"], key) if section.themes else None
    decided = report_matter_findings.at_node(report_drawing.scribe(report), key)
    return render_template(
        "public/reports/node.html", section=section, quotes=quotes, numbers=numbers,
        asked_here=asks_at(report.forums, key),
        decided=report_drawing.pieces(decided, report_drawing.drawer(facts["href"])), **facts)


@blueprint.get("/report.docx")
@everyone()
def docx(slug: str) -> Any:
    """Hand out the report as a Word document in the page's language."""
    return hand_out(slug, "docx", DOCX, lambda report, tag: report_docx.write(report, tag, gettext))


@blueprint.get("/report.xlsx")
@everyone()
def xlsx(slug: str) -> Any:
    """Hand out every table as a workbook in the page's language."""
    return hand_out(slug, "xlsx", XLSX, lambda report, tag: report_xlsx.write(report, tag, gettext))


@blueprint.get("/report.csv")
@everyone()
def csv(slug: str) -> Any:
    """Hand out every cell of every table; it is the same in each language."""
    return hand_out(slug, "csv", "text/csv; charset=utf-8", lambda report, _tag: report_csv.write(report))


@blueprint.get("/report-asks.csv")
@everyone()
def asks(slug: str) -> Any:
    """Hand out what the forums asked, with the replies and the marks; it is the same in each language."""
    return hand_out(slug, "asks.csv", "text/csv; charset=utf-8", lambda report, _tag: asks_csv.write(report))


@blueprint.get("/report.json")
@everyone()
def json(slug: str) -> Any:
    """Hand out the snapshot itself: its SHA-256 is the digest that was printed when it was published."""
    return hand_out(slug, "json", "application/json", lambda report, _tag: to_json(report).encode())
