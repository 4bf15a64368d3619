"""The report for staff: how far it is, what would be published now, publishing and signing off, editions, recalling."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.report_chapters import BOTH, FULL
from consult.domain.report_readiness import CHANGES_LENGTH, INTERIM, SIGNED_OFF, STOPPING, WHY_LENGTH
from consult.extensions import db
from consult.queries import report_blocks
from consult.queries import reports as published
from consult.services import reports
from consult.services.reports import REASON_LENGTH, SUMMARY_LENGTH, Draft, Signature
from consult.web import report_drawing
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff import report_labels
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_reports", __name__, url_prefix="/staff/consultations/<slug>/report")


class PublishForm(Plain):
    """The words on the front, what changed, and whether somebody signs the edition off as the whole report."""

    summary = TextAreaField(
        _l("Summary for the front of the report"), filters=[tidy],
        description=_l("In plain English: what you asked, who answered, what people said. Leave an empty line between "
                       "paragraphs."), render_kw={"limit": SUMMARY_LENGTH})
    changes = TextAreaField(_l("What changed since the last edition"), filters=[tidy],
                            description=_l("It is printed in the list of editions."),
                            render_kw={"limit": CHANGES_LENGTH})
    kind = RadioField(_l("What kind of edition is it?"), default=INTERIM, validate_choice=False, choices=choices([
        (INTERIM, _l("Interim: work goes on, and the edition says what is not done yet")),
        (SIGNED_OFF, _l("Signed off: this is the whole report"))]))
    name = StringField(_l("Who signs it off"), filters=[tidy], description=_l("A name, printed in the report"))
    office = StringField(_l("Their office"), filters=[tidy], description=_l("Such as: Deputy Mayor"))
    why = TextAreaField(_l("Why it is signed off although not all is done"), filters=[tidy],
                        description=_l("Leave it empty if nothing in the first list above is open. It is printed in "
                                       "the report."), render_kw={"limit": WHY_LENGTH})
    edition = HiddenField()


class RecallForm(Plain):
    """Why an edition is taken back."""

    reason = TextAreaField(
        _l("Why it is taken back"), filters=[tidy], render_kw={"limit": REASON_LENGTH},
        description=_l("Everyone who opens the edition reads this. Do not repeat the words that are the reason."))


@blueprint.get("")
@staff(Permission.PREVIEW_REPORT)
def draft(slug: str) -> Any:
    """Show how far the report is: what waits, its chapters, its editions, and the form to publish the next."""
    return _page(reports.drafted(db.session(), g.consultation), PublishForm(formdata=None))


@blueprint.post("/publish")
@staff(Permission.PUBLISH_REPORT)
def publish(slug: str) -> Any:
    """Freeze the report as the next edition, with the quotes that a person has read."""
    form = PublishForm()
    try:
        edition = reports.publish(
            consultation_id=g.consultation.id, summary=form.summary.data or "", by_id=current_user.id,
            quotes=_picked(), number=_number(form.edition.data or ""), changes={"en": form.changes.data or ""},
            sign_off=_signature(form))
    except (Refused, Conflict) as refused:
        refuse(form, refused, "summary")
        return _page(reports.drafted(db.session(), g.consultation), form)
    flash(gettext("Edition %(number)s is published.", number=edition.number))
    return redirect(url_for("staff_reports.draft", slug=slug), 303)


@blueprint.get("/preview")
@staff(Permission.PREVIEW_REPORT)
def preview(slug: str) -> Any:
    """Show the report as it would be published now, or an edition as it was frozen, recalled or not."""
    number = request.args.get("edition", type=int)
    if "edition" in request.args:
        report = published.report(db.session(), g.consultation.id, number, with_recalled=True) if number else None
    else:
        report = reports.build_draft(db.session(), g.consultation)
    if report is None:
        raise NotFound()
    version = BOTH if request.args.get("version") == "summary" else FULL
    href = report_drawing.staff_href(slug, number) if Permission.READ_RESPONSES in g.permissions else _nowhere
    return render_template(
        "staff/reports/preview.html", consultation=g.consultation, report=report, version=version, edition=number,
        chapters=report_drawing.chapters(report, href, version))


@blueprint.get("/editions/<int:number>/recall")
@staff(Permission.RECALL_EDITION)
def recalling(slug: str, number: int) -> Any:
    """Show the form to take an edition back."""
    return _recall_page(number, RecallForm(formdata=None))


@blueprint.post("/editions/<int:number>/recall")
@staff(Permission.RECALL_EDITION)
def recall(slug: str, number: int) -> Any:
    """Take an edition back: the public reads the reason in its place."""
    form = RecallForm()
    try:
        reports.recall(consultation_id=g.consultation.id, number=number, reason=form.reason.data or "",
                       by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "reason")
        return _recall_page(number, form)
    flash(gettext("Edition %(number)s is taken back.", number=number))
    return _to_draft(slug)


def _to_draft(slug: str) -> WsgiResponse:
    return redirect(url_for("staff_reports.draft", slug=slug), 303)


def _recall_page(number: int, form: RecallForm) -> Any:
    line = next((line for line in published.editions(db.session(), g.consultation.id) if line.number == number), None)
    if line is None:
        raise NotFound()
    page = render_template("staff/reports/recall.html", consultation=g.consultation, form=form, line=line)
    return (page, 422) if form.errors else page


def _page(found: Draft, form: PublishForm) -> Any:
    form.edition.data = str(found.report.edition)
    slug = g.consultation.slug
    waiting = [(one.code in STOPPING, report_labels.waiting_line(one), report_labels.waiting_href(one, slug))
               for one in found.waiting]
    page = render_template(
        "staff/reports/draft.html", consultation=g.consultation, form=form, report=found.report,
        stopping=[line for line in waiting if line[0]], noting=[line for line in waiting if not line[0]],
        chapters=found.report.chapters, chapter_name=report_labels.chapter_name,
        may_publish=Permission.PUBLISH_REPORT in g.permissions, may_edit=Permission.EDIT_REPORT in g.permissions,
        may_recall=Permission.RECALL_EDITION in g.permissions,
        editions=published.editions(db.session(), g.consultation.id))
    return (page, 422) if form.errors else page


def _picked() -> frozenset[str]:
    chosen = report_blocks.choices(db.session(), g.consultation.id)
    return frozenset(ref for choices in chosen.values() for ref in choices.picks)


def _signature(form: PublishForm) -> Signature | None:
    if form.kind.data != SIGNED_OFF:
        return None
    return Signature(form.name.data or "", form.office.data or "", form.why.data or "")


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _nowhere(_target: str) -> str | None:
    return None
