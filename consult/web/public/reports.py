"""The published report as pages and files; everything on them comes from the frozen snapshot of an edition."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext

from consult.domain.errors import NotFound
from consult.domain.forum_voices import asks_at
from consult.domain.report_json import to_json
from consult.domain.reports import NodeSection, Report
from consult.exports import asks_csv, report_csv, report_docx, report_xlsx
from consult.extensions import db
from consult.queries import consultations, reports
from consult.web import locale, report_pages
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_reports", __name__, url_prefix="/<lang>/consultations/<slug>")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/report")
@everyone()
def latest(slug: str) -> Any:
    """Show the newest edition; a page that says so where none is published yet."""
    return _show(visible(slug), None)


@blueprint.get("/report/editions/<int:number>")
@everyone()
def edition(slug: str, number: int) -> Any:
    """Show one edition as it was frozen."""
    return _show(visible(slug), number)


def _show(consultation: "Consultation", number: int | None) -> Any:
    report = _report(consultation, number)
    if report is None:
        return _not_yet(consultation)
    return render_template("public/reports/show.html", consultation=consultation,
                           editions=reports.editions(db.session(), consultation.id), **_names(consultation, report))


@blueprint.get("/report/themes/<theme_id>")
@everyone()
def theme(slug: str, theme_id: str) -> Any:
    """Show one theme: how many spoke of it and how, in people's own words, and where it belongs in the plan."""
    consultation = visible(slug)
    report = _report(consultation, _asked_edition())
    if report is None:
        return _not_yet(consultation)
    sections = [section for section in report.themes if section.key == theme_id]
    if not sections:
        raise NotFound()
    names = _names(consultation, report)
    numbers = [report_pages.part_of(names["tables"][f"themes-{section.question_key}"], theme_id)
               for section in sections]
    nowhere = next((found for found in report.themes_nowhere if found.theme_key == theme_id), None)
    at_nodes = [node for node in report.nodes if any(found.theme_key == theme_id for found in node.themes)]
    return render_template(
        "public/reports/theme.html", consultation=consultation, sections=list(zip(sections, numbers, strict=True)),
        questions={q.question_key: q.label for q in report.uncoded}, nowhere=nowhere, at_nodes=at_nodes,
        overall=report_pages.part_of(names["tables"]["themes"], theme_id), **names)


@blueprint.get("/report/plan/<key>")
@everyone()
def node(slug: str, key: str) -> Any:
    """Show what people said about one part of the plan, or that nobody spoke of it."""
    consultation = visible(slug)
    report = _report(consultation, _asked_edition())
    if report is None:
        return _not_yet(consultation)
    names = _names(consultation, report)
    silent = [NodeSection(found.key, found.title, ()) for found in report.nodes_nothing_said]
    silent += [NodeSection(ask.node_key, ask.node_title, ()) for _forum, ask in asks_at(report.forums, key)]
    section = next((found for found in (*report.nodes, *silent) if found.key == key), None)
    if section is None:
        raise NotFound()
    quotes = [quote for found in report.themes for quote in found.quotes if quote.plan_node_key == key]
    numbers = report_pages.part_of(names["tables"]["themes-plan"], key) if section.themes else None
    return render_template("public/reports/node.html", consultation=consultation, section=section, quotes=quotes,
                           numbers=numbers, asked_here=asks_at(report.forums, key), **names)


@blueprint.get("/report.docx")
@everyone()
def docx(slug: str) -> Any:
    """Hand out the report as a Word document in the page's language."""
    return _hand_out(slug, "docx", DOCX, lambda report, tag: report_docx.write(report, tag, gettext))


@blueprint.get("/report.xlsx")
@everyone()
def xlsx(slug: str) -> Any:
    """Hand out every table as a workbook in the page's language."""
    return _hand_out(slug, "xlsx", XLSX, lambda report, tag: report_xlsx.write(report, tag, gettext))


@blueprint.get("/report.csv")
@everyone()
def csv(slug: str) -> Any:
    """Hand out every cell of every table; it is the same in each language."""
    return _hand_out(slug, "csv", "text/csv; charset=utf-8", lambda report, _tag: report_csv.write(report))


@blueprint.get("/report-asks.csv")
@everyone()
def asks(slug: str) -> Any:
    """Hand out what the forums asked, with the replies and the marks; it is the same in each language."""
    return _hand_out(slug, "asks.csv", "text/csv; charset=utf-8", lambda report, _tag: asks_csv.write(report))


@blueprint.get("/report.json")
@everyone()
def json(slug: str) -> Any:
    """Hand out the snapshot itself: its SHA-256 is the digest that was printed when it was published."""
    return _hand_out(slug, "json", "application/json", lambda report, _tag: to_json(report).encode())


def _hand_out(slug: str, ending: str, media_type: str, write: Callable[[Report, str], bytes]) -> Any:
    """Return the edition that was asked for as a file, or the page that says that there is none."""
    consultation = visible(slug)
    report = _report(consultation, _asked_edition())
    if report is None:
        return _not_yet(consultation)
    tag = locale.language().tag
    name = f"{slug}-report-{report.edition}" + (f"-{tag}" if ending in ("docx", "xlsx") else "")
    return _file(write(report, tag), media_type, f"{name}.{ending}")


def _asked_edition() -> int | None:
    if "edition" not in request.args:
        return None
    number = request.args.get("edition", type=int)
    if number is None:
        raise NotFound()
    return number


def _report(consultation: "Consultation", number: int | None) -> Report | None:
    """Return the report of an edition, None where there is none yet; raises NotFound for an edition that never was."""
    # Larger than a database's integer is no edition either.
    found = reports.report(db.session(), consultation.id, number) if number is None or number < 10**6 else None
    if found is None and number is not None:
        raise NotFound()
    return found


def _names(consultation: "Consultation", report: Report) -> dict[str, Any]:
    """Return what every page of this edition uses; links lead on within the edition that is read."""
    newest = consultations.latest_edition_number(db.session(), consultation.id)
    asked = None if report.edition == newest else report.edition
    ids, keys = {found.key for found in report.themes}, {found.key for found in report.nodes}
    keys |= {found.key for found in report.nodes_nothing_said}
    keys |= {ask.node_key for forum in report.forums for ask in forum.asks}

    def theme_href(key: str) -> str | None:
        address = url_for("public_reports.theme", slug=consultation.slug, theme_id=key, edition=asked)
        return address if key in ids else None

    def node_href(key: str) -> str | None:
        return url_for("public_reports.node", slug=consultation.slug, key=key, edition=asked) if key in keys else None

    back = (url_for("public_reports.edition", slug=consultation.slug, number=asked) if asked
            else url_for("public_reports.latest", slug=consultation.slug))
    return {"newest": newest, "asked_edition": asked, "report_href": back,
            **report_pages.names(report, theme_href, node_href)}


def _not_yet(consultation: "Consultation") -> tuple[str, int]:
    return render_template("public/reports/not_yet.html", consultation=consultation), 404


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
