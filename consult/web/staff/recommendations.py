"""The committee's asks for staff: the list, one ask and what the office says to it, replies, and loading a file."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from consult.domain import recommendations as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.recommendations import Answer
from consult.domain.working_days import london_day
from consult.exports.ask_words import rhythm_words, waiting_words
from consult.exports.scrutiny_words import reason_words, status_words
from consult.extensions import db
from consult.queries import recommendations as stored
from consult.queries.recommendations import AskView, RecommendationView, ReportView
from consult.services import recommendations
from consult.services.recommendations import Written
from consult.web.access import Guarded, staff
from consult.web.staff import uploads
from consult.web.staff.plain_forms import refuse
from consult.web.staff.recommendations_forms import DayForm, reply_form, status_form, typed
from consult.web.staff.setup import languages
from consult.web.staff.uploads import UploadForm

blueprint = Guarded("staff_recommendations", __name__, url_prefix="/staff/consultations/<slug>/recommendations")
# Words in several scripts, three bytes a letter and each byte as three characters.
BODY_LIMIT = 512 * 1024
# Which asks a page shows: all, those without a word of the office, those past the day that they name.
ALL, UNSAID, PAST_DUE = "", "unsaid", "past-due"


@blueprint.get("")
@staff(Permission.TRACK_RECOMMENDATIONS)
def index(slug: str) -> str:
    """List what scrutiny bodies asked, ask by ask, with replies and dissents."""
    which = request.args.get("which", ALL)
    return render_template(
        "staff/recommendations/index.html", consultation=g.consultation, reports=_reports(), which=which,
        shown=lambda ask: _is_shown(ask, which), **_words())


@blueprint.route("/asks/<public_id>", methods=["GET", "POST"])
@staff(Permission.TRACK_RECOMMENDATIONS, body_limit=BODY_LIMIT)
def ask(slug: str, public_id: str) -> Any:
    """Show one ask, and keep what the office says to it."""
    found = _found(public_id)
    form = status_form(found[2])
    if request.method == "POST" and form.validate():
        answer = Answer(form.status.data or "", form.reason_code.data or "", typed(form, "reason"),
                        form.goes_to.data or "", form.promised_on.data)
        try:
            recommendations.set_status(consultation_id=g.consultation.id, public_id=public_id, answer=answer,
                                       revision=_revision(), by_id=current_user.id)
        except Conflict as conflict:
            refuse(form, conflict, "status")
            found = _found(public_id)
            return _ask_page(found, form, found[2].row.revision), 409
        except Refused as refused:
            refuse(form, refused, "status")
        else:
            flash(gettext("Saved. What was said before stands below."))
            return redirect(url_for("staff_recommendations.ask", slug=slug, public_id=public_id), 303)
    # Only who was told of a change, and sees it, may write over it: a slip keeps the revision that they saw.
    page = _ask_page(found, form, _revision() if request.method == "POST" else found[2].row.revision)
    return (page, 422) if form.errors else page


@blueprint.route("/<report_id>/reply", methods=["GET", "POST"])
@staff(Permission.TRACK_RECOMMENDATIONS, body_limit=BODY_LIMIT)
def reply(slug: str, report_id: str) -> Any:
    """Keep one reply to one ask or to several."""
    report = _report(report_id)
    form = reply_form(report)
    if request.method == "POST" and form.validate():
        written = Written(typed(form, "text"), form.signed.data or "", form.replied_on.data, form.reference.data or "")
        try:
            recommendations.reply(consultation_id=g.consultation.id, report_id=report_id, written=written,
                                  asks=form.asks.data or (), by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "asks")
        else:
            flash(gettext("The reply was kept."))
            return redirect(url_for("staff_recommendations.index", slug=slug), 303)
    page = render_template("staff/recommendations/reply.html", consultation=g.consultation, report=report, form=form,
                           tags=languages(), limit=rules.MOST_REPLY)
    return (page, 422) if form.errors else page


@blueprint.route("/<report_id>/day", methods=["GET", "POST"])
@staff(Permission.TRACK_RECOMMENDATIONS)
def day(slug: str, report_id: str) -> Any:
    """Keep the day on which a report came."""
    report = _report(report_id)
    form = DayForm(data={"published_on": report.row.published_on})
    if request.method == "POST" and form.validate():
        try:
            recommendations.date_report(consultation_id=g.consultation.id, report_id=report_id,
                                        published_on=form.published_on.data, by_id=current_user.id)
            return redirect(url_for("staff_recommendations.index", slug=slug), 303)
        except Refused as refused:
            refuse(form, refused, "published_on")
    page = render_template("staff/recommendations/day.html", consultation=g.consultation, report=report, form=form)
    return (page, 422) if form.errors else page


@blueprint.route("/load", methods=["GET", "POST"])
@staff(Permission.TRACK_RECOMMENDATIONS, body_limit=uploads.BODY_LIMIT)
def load(slug: str) -> Any:
    """Load the report of a scrutiny body, and the reply to it, from a file."""
    form = UploadForm()
    problems: list[uploads.Problem] = []
    if request.method == "POST":
        found, problems = uploads.take(form, lambda data: recommendations.import_report(
            consultation_id=g.consultation.id, data=data, by_id=current_user.id))
        if found is not None:
            flash(ngettext("The report was loaded with %(num)s ask.", "The report was loaded with %(num)s asks.",
                           found.asks))
            return redirect(url_for("staff_recommendations.index", slug=slug), 303)
    page = render_template("staff/recommendations/load.html", consultation=g.consultation, form=form,
                           problems=problems)
    return (page, 422) if form.errors else page


def _reports() -> list[ReportView]:
    return stored.reports(db.session(), g.consultation.id, london_day(utc_now()))


def _report(report_id: str) -> ReportView:
    found = stored.report(db.session(), g.consultation.id, report_id, london_day(utc_now()))
    if found is None:
        raise NotFound()
    return found


def _found(public_id: str) -> tuple[ReportView, RecommendationView, AskView]:
    found = stored.ask(db.session(), g.consultation.id, public_id, london_day(utc_now()))
    if found is None:
        raise NotFound()
    return found


def _ask_page(found: tuple[ReportView, RecommendationView, AskView], form: Any, revision: int) -> str:
    report, recommendation, shown = found
    session = db.session()
    return render_template(
        "staff/recommendations/ask.html", consultation=g.consultation, report=report, recommendation=recommendation,
        ask=shown, form=form, revision=revision, tags=languages(), limit=rules.MOST_REASON,
        changes=stored.changes(session, shown.row.id), findings=stored.findings_of(session, shown.row.id), **_words())


def _is_shown(ask: AskView, which: str) -> bool:
    if which == UNSAID:
        return ask.row.status is None
    return ask.waiting.past_due > 0 if which == PAST_DUE else True


def _revision() -> int:
    """Return the number of changes of what was read; none of ours for anything else."""
    typed_in = request.form.get("revision", "")
    return int(typed_in) if typed_in.isascii() and typed_in.isdecimal() and len(typed_in) < 9 else -1


def _words() -> dict[str, Any]:
    """Return the fixed words that templates look up by code."""
    return {"status_words": lambda code: status_words(code, gettext),
            "reason_words": lambda code: reason_words(code, gettext),
            "waiting_words": lambda code: waiting_words(code, gettext),
            "rhythm_words": lambda code: rhythm_words(code, gettext)}
