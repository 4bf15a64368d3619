"""Which edition a public page or file of a report is of; and the pages for one that is not there, or was recalled."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, render_template, request, url_for

from consult.domain.errors import NotFound
from consult.domain.reports import Report
from consult.extensions import db
from consult.queries import reports
from consult.web import locale, report_drawing, report_pages
from consult.web.public.consultations import visible

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

# Larger than a database's integer is no edition.
MOST_NUMBER = 10**6


def asked_number() -> int | None:
    """Return the edition that the address names, None for the newest; raises NotFound for what is no number."""
    if "edition" not in request.args:
        return None
    number = request.args.get("edition", type=int)
    if number is None:
        raise NotFound()
    return number


def with_report(slug: str, number: int | None, show: Callable[["Consultation", Report], Any]) -> Any:
    """Return what `show` makes of an edition.

    Else the page that says that none is published yet (404), or that this one was taken back and why (410). Raises
    NotFound for an edition that never was.
    """
    consultation = visible(slug)
    if number is not None and not 0 < number < MOST_NUMBER:
        raise NotFound()
    report = reports.report(db.session(), consultation.id, number)
    if report is not None:
        return show(consultation, report)
    recalled = reports.recalled(db.session(), consultation.id, number)
    if recalled is not None:
        return render_template("public/reports/recalled.html", consultation=consultation, recalled=recalled), 410
    if number is not None:
        raise NotFound()
    return render_template("public/reports/not_yet.html", consultation=consultation), 404


def names(consultation: "Consultation", report: Report) -> dict[str, Any]:
    """Return what every page of this edition uses; links lead on within the edition that is read."""
    newest = reports.newest(db.session(), consultation.id)
    asked = None if report.edition == newest else report.edition
    href = report_drawing.public_href(report, consultation.slug, asked)
    back = (url_for("public_reports.edition", slug=consultation.slug, number=asked) if asked
            else url_for("public_reports.latest", slug=consultation.slug))
    return {"newest": newest, "asked_edition": asked, "report_href": back, "href": href, "consultation": consultation,
            **report_pages.names(report, lambda key: href(f"theme:{key}"), lambda key: href(f"node:{key}"))}


def hand_out(slug: str, ending: str, media_type: str, write: Callable[[Report, str], bytes], *, name: str = "report"
             ) -> Any:
    """Return the edition that was asked for as a file, or the page that says that there is none.

    Files whose words are in a language have its tag in their name.
    """
    def show(_consultation: "Consultation", report: Report) -> Response:
        tag = locale.language().tag
        of_language = f"-{tag}" if ending in ("docx", "xlsx", "svg") else ""
        return file(write(report, tag), media_type, f"{slug}-{name}-{report.edition}{of_language}.{ending}")

    return with_report(slug, asked_number(), show)


def file(content: bytes, kind: str, name: str) -> Response:
    """Return bytes as a file to keep."""
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
