"""The report for staff: the draft as it stands, what is not ready, publishing an edition, and the editions so far."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from wtforms import HiddenField, SelectMultipleField, TextAreaField

from consult.domain import consultations as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.languages import direction
from consult.domain.reports import Quote, Report
from consult.extensions import db
from consult.queries import reports as published
from consult.services import reports
from consult.services.reports import SUMMARY_LENGTH
from consult.web import report_pages
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_reports", __name__, url_prefix="/staff/consultations/<slug>/report")


class PublishForm(Plain):
    """The words on the front, and the quotes that a person has read and lets through."""

    summary = TextAreaField(
        _l("Summary for the front of the report"),
        description=_l("In plain English: what you asked, who answered, what people said. Leave an empty line between "
                       "paragraphs."), render_kw={"limit": SUMMARY_LENGTH})
    quotes = SelectMultipleField(
        _l("Quotes to print"), validate_choice=False,
        description=_l("Read each one. Take the tick away where a name, a place or a story could show who "
                       "somebody is."))
    edition = HiddenField()


@blueprint.get("")
@staff(Permission.PREVIEW_REPORT)
def draft(slug: str) -> Any:
    """Show the report as it would be published now."""
    report = reports.build_draft(db.session(), g.consultation)
    return _page(report, PublishForm(formdata=None, data={"quotes": [quote.passage_ref for quote in _quotes(report)]}))


@blueprint.post("/publish")
@staff(Permission.PUBLISH_REPORT)
def publish(slug: str) -> Any:
    """Freeze the report as the next edition."""
    form = PublishForm()
    try:
        edition = reports.publish(consultation_id=g.consultation.id, summary=form.summary.data or "",
                                  by_id=current_user.id, quotes=frozenset(form.quotes.data or ()),
                                  number=_number(form.edition.data or ""))
    except (Refused, Conflict) as refused:
        refuse(form, refused, "summary")
        return _page(reports.build_draft(db.session(), g.consultation), form)
    flash(gettext("Edition %(number)s is published.", number=edition.number))
    return redirect(url_for("staff_reports.draft", slug=slug), 303)


def _page(report: Report, form: PublishForm) -> Any:
    quotes = _quotes(report)
    form.edition.data = str(report.edition)
    form.quotes.choices = choices((quote.passage_ref, _label(quote)) for quote in quotes)
    may_read = Permission.READ_RESPONSES in g.permissions
    placed = {theme.theme_key for node in report.nodes for theme in node.themes if theme.reason}
    placed |= {theme.theme_key for theme in report.themes_nowhere}
    names = {theme.key: theme.name for theme in report.themes}

    def theme_href(key: str) -> str | None:
        return url_for("staff_findings.passages", slug=g.consultation.slug, theme_id=key) if may_read else None

    page = render_template(
        "staff/reports/draft.html", consultation=g.consultation, form=form, state=_state(g.consultation),
        may_publish=Permission.PUBLISH_REPORT in g.permissions, quotes=quotes,
        unread=[question for question in report.uncoded if question.read < question.answers],
        unplaced=[name for key, name in names.items() if key not in placed],
        editions=published.editions(db.session(), g.consultation.id),
        **report_pages.names(report, theme_href, lambda key: None))
    return (page, 422) if form.errors else page


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _state(consultation: Any) -> str:
    return rules.state(consultation.opens_at, consultation.closes_at, datetime.now(UTC))


def _quotes(report: Report) -> list[Quote]:
    return [quote for theme in report.themes for quote in theme.quotes]


def _label(quote: Quote) -> Markup:
    return Markup('<span lang="{}" dir="{}">{}</span>').format(quote.language, direction(quote.language), quote.text)
