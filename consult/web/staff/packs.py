"""Packs of evidence for a meeting: for the committee from the newest edition, for officers from the draft."""

from typing import Any

from flask import Response, g, render_template, request
from flask_babel import gettext

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.reports import Report
from consult.exports import packs
from consult.exports.packs import AUDIENCES, COMMITTEE, ORDERS, THEME
from consult.exports.report_pieces import Scribe
from consult.extensions import db
from consult.queries import report_blocks
from consult.queries import reports as stored
from consult.services import report_quotes, reports
from consult.web import locale, report_drawing
from consult.web.access import Guarded, staff
from consult.web.sentences import words_for

blueprint = Guarded("staff_packs", __name__, url_prefix="/staff/consultations/<slug>/packs")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@staff(Permission.PREVIEW_REPORT)
def index(slug: str) -> str:
    """Ask who the pack is for, how it is ordered, and what stands in it."""
    return _ask("")


@blueprint.get("/pack")
@staff(Permission.PREVIEW_REPORT)
def show(slug: str) -> Any:
    """Show the pack as a page to print, or hand it out as a Word document."""
    audience, order, keys = _asked()
    report = _report(audience)
    chosen = [key for key, _words in packs.choices(report, order) if key in keys] if report is not None else []
    if report is None or not chosen:
        return _ask(words_for("pack-empty", {})), 422
    scribe = Scribe(report, locale.language().tag, gettext)
    if request.args.get("form") == "word":
        return _document(packs.write(scribe, audience, order, chosen), f"{slug}-{audience}-by-{order}.docx")
    draws = report_drawing.drawer(report_drawing.staff_href(slug, None if audience != COMMITTEE else report.edition),
                                  is_unfolded=True)
    return render_template(
        "staff/packs/show.html", consultation=g.consultation, title=packs.title_of(report, audience, gettext),
        front=report_drawing.pieces(packs.front(scribe, audience), draws),
        parts=report_drawing.parts(packs.parts(scribe, order, chosen), draws),
        asked={"audience": audience, "order": order, "item": chosen})


def _asked() -> tuple[str, str, list[str]]:
    audience, order = request.args.get("audience", COMMITTEE), request.args.get("order", THEME)
    if audience not in AUDIENCES or order not in ORDERS:
        raise NotFound()
    return audience, order, request.args.getlist("item")


def _report(audience: str) -> Report | None:
    """Return what a pack is made of: for the committee only what everyone can read, None where nothing is out.

    For officers no quote that no person has let through: a pack leaves the office sooner than a draft.
    """
    session, consultation = db.session(), g.consultation
    if audience == COMMITTEE:
        return stored.report(session, consultation.id)
    return report_quotes.read_only(reports.build_draft(session, consultation),
                                   report_blocks.choices(session, consultation.id))


def _ask(problem: str) -> str:
    audience, order, keys = _asked()
    report = _report(audience)
    return render_template(
        "staff/packs/index.html", consultation=g.consultation, audience=audience, order=order, keys=keys,
        problem=problem, is_published=report is not None,
        items=packs.choices(report, order) if report is not None else [])


def _document(content: bytes, name: str) -> Response:
    response = Response(content, content_type=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
