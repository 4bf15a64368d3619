"""The report as a PDF, made in the background after it was published; where there is none, a page that says why."""

from typing import TYPE_CHECKING, Any

from flask import render_template, request, send_file

from consult.domain.edition_files import PDF, PDF_LARGE
from consult.domain.errors import Conflict, NotFound
from consult.domain.reports import Report
from consult.services import edition_files
from consult.web import locale
from consult.web.access import Guarded, everyone
from consult.web.public.report_editions import asked_number, with_report
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_report_pdfs", __name__, url_prefix="/<lang>/consultations/<slug>")
KINDS = {"usual": PDF, "large": PDF_LARGE}
WAITING = "file-waiting"


@blueprint.get("/report.pdf")
@everyone()
def show(slug: str) -> Any:
    """Hand out the PDF of an edition in the page's language; `size=large` in large print."""
    return with_report(slug, asked_number(), _handed_out)


def _handed_out(consultation: "Consultation", report: Report) -> Any:
    kind = KINDS.get(request.args.get("size", "usual"))
    if kind is None:
        raise NotFound()
    tag = locale.language().tag
    try:
        served = edition_files.opened(consultation_id=consultation.id, number=report.edition, kind=kind, language=tag)
    except Conflict as problem:
        return _not_there(consultation, report, sentence(problem), is_coming=problem.code == WAITING)
    except NotFound:
        return _not_there(consultation, report, words_for("file-not-printed", {}), is_coming=False)
    name = f"{consultation.slug}-report-{report.edition}{'-large-print' if kind == PDF_LARGE else ''}-{tag}.pdf"
    response = send_file(served.stream, "application/pdf", as_attachment=True, download_name=name, etag=served.digest,
                         last_modified=served.made_at, max_age=None)
    response.content_length = served.size
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _not_there(consultation: "Consultation", report: Report, words: str, *, is_coming: bool) -> Any:
    page = render_template("public/reports/no_pdf.html", consultation=consultation, report=report, words=words)
    return (page, 503, {"Retry-After": "60"}) if is_coming else (page, 404)
