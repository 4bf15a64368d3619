"""The closing date: how it stands, and a later one with the reason that the public reads."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField

from consult.domain.access import Permission
from consult.domain.closings import LATE_CHANNELS, MOST_REASON
from consult.domain.errors import Refused
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import closings as stored
from consult.queries import consultations
from consult.services import closings
from consult.web import closing_words
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, choices
from consult.web.staff import london_days
from consult.web.staff.plain_forms import Plain, needed, refuse, tidy
from consult.web.staff.setup import languages
from consult.web.staff.setup_forms import is_a_likely_day, labelled

blueprint = Guarded("staff_closings", __name__, url_prefix="/staff/consultations/<slug>/closing")
# Reasons in several scripts, three bytes a letter and each byte as three characters.
BODY_LIMIT = 256 * 1024


class LaterForm(Plain):
    """A later last day, and for whom; the reasons are added a language at a time."""

    channel = SelectField(_l("Who gets more time"), validate_choice=False,
                          description=_l("Choose one way to answer only where its format came late."))
    closes_on = DatePartsField(_l("New last day"), validators=[needed("date-missing"), is_a_likely_day],
                               description=_l("It closes at the end of this day, London time."))


@blueprint.get("")
@staff(Permission.CHANGE_CLOSING)
def index(slug: str) -> Any:
    """Show when the consultation closes and each change of it, with the form for a later date."""
    return _page(_form())


@blueprint.post("")
@staff(Permission.CHANGE_CLOSING, body_limit=BODY_LIMIT)
def extend(slug: str) -> Any:
    """Move the close to a later day, with the reason that is shown to everyone."""
    form = _form()
    if not form.validate():
        return _page(form)
    closes_at = london_days.closing(form.closes_on.data)
    assert closes_at is not None
    try:
        closings.extend(consultation_id=g.consultation.id, closes_at=closes_at, channel=form.channel.data or None,
                        reason=_reasons(form), by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "closes_on")
        return _page(form)
    flash(gettext("The closing date was moved. The reason stands on the front page."))
    return redirect(url_for("staff_closings.index", slug=slug), 303)


def _form() -> Any:
    fields = {
        f"reason-{tag}": TextAreaField(
            labelled(_l("Reason"), tag), filters=[tidy],
            validators=[needed("reason-missing")] if tag == "en" else [],
            description=_l("Everyone reads it on the front page. Say it in one or two plain sentences.")
            if tag == "en" else "")
        for tag in languages()
    }
    form = type("LaterWithReasons", (LaterForm,), fields)()
    form.channel.choices = choices([("", gettext("Everyone")), *(
        (channel, channel_words(channel, gettext)) for channel in LATE_CHANNELS)])
    return form


def _reasons(form: Any) -> dict[str, str]:
    return {tag: form[f"reason-{tag}"].data or "" for tag in languages()}


def _page(form: Any) -> Any:
    session, consultation = db.session(), g.consultation
    changes = stored.changes_of(session, consultation.id)
    page = render_template(
        "staff/closings/index.html", consultation=consultation, form=form, changes=changes, tags=languages(),
        limit=MOST_REASON, instant=closing_words.instant, closing=closing_words.closing(consultation, changes),
        channels={channel: channel_words(channel, gettext) for channel in LATE_CHANNELS},
        is_reported=consultations.latest_edition_number(session, consultation.id) > 0)
    return (page, 422) if form.errors else page
