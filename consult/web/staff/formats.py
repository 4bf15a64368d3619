"""Formats as staff decide on them: what people are told of one that is not ready, and more time where one came late."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import consultations, format_readiness
from consult.queries.format_readiness import FormatStanding, LaterClose
from consult.services import closings, offering
from consult.services.offering import MOST_REASON, PROMISED_FORMS
from consult.web.access import Guarded, staff
from consult.web.closing_words import format_name, instant, reasons_of_lateness
from consult.web.fields import DatePartsField, choices
from consult.web.sentences import sentence
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import Plain, needed, refuse, tidy
from consult.web.staff.setup import languages
from consult.web.staff.setup_forms import is_a_likely_day, labelled

blueprint = Guarded("staff_formats", __name__, url_prefix="/staff/consultations/<slug>/formats")
# Reasons in several scripts, three bytes a letter and each byte as three characters.
BODY_LIMIT = 256 * 1024
LATER, NEVER = "later", "never"


class PromiseForm(Plain):
    """The day on which a format will be ready, or that it will not be; the reasons are added a language at a time."""

    when = RadioField(_l("What do you tell people?"), validate_choice=False, choices=choices([
        (LATER, _l("It will be ready on a day")), (NEVER, _l("It is not in this consultation"))]))
    ready_on = DatePartsField(_l("The day"), validators=[is_a_likely_day],
                              description=_l("Leave this empty if it is not in this consultation."))


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> str:
    """Show how each format stands, what people are told, and which closes could move."""
    return _index()


@blueprint.get("/<form>/promise")
@staff(Permission.DECIDE_LANGUAGES)
def promise(slug: str, form: str) -> Any:
    """Show what people are told of a format that is not ready, to change it."""
    return _one(_standing(form), _form(_standing(form)))


@blueprint.post("/<form>/promise")
@staff(Permission.DECIDE_LANGUAGES, body_limit=BODY_LIMIT)
def tell(slug: str, form: str) -> Any:
    """Tell people when a format will be ready, or that it will not be, and why."""
    standing = _standing(form)
    typed = _form(None)
    if not typed.validate():
        return _one(standing, typed)
    try:
        if typed.when.data not in (LATER, NEVER):
            raise Refused("when", "option-unknown")
        if typed.when.data == LATER and typed.ready_on.data is None:
            raise Refused("ready_on", "date-missing")
        offering.promise_format(
            consultation_id=g.consultation.id, form=form, language=standing.language, by_id=current_user.id,
            ready_on=typed.ready_on.data if typed.when.data == LATER else None,
            reason={tag: words for tag in languages() if (words := typed[f"reason-{tag}"].data)})
    except Refused as refused:
        refuse(typed, refused, "reason-en")
        return _one(standing, typed)
    flash(gettext("Everyone can read it now on the page of formats."))
    return redirect(url_for("staff_formats.index", slug=slug), 303)


@blueprint.post("/<form>/more-time")
@staff(Permission.CHANGE_CLOSING)
def give_time(slug: str, form: str) -> Any:
    """Move the close of a late format's way to answer by as many days as it came after the opening."""
    proposed = next((one for one in _proposed() if one.form == form), None)
    if proposed is None:
        raise Conflict("more-time-given")
    try:
        closings.extend(
            consultation_id=g.consultation.id, closes_at=proposed.closes_at, channel=proposed.channel,
            reason=reasons_of_lateness(form, proposed.days, languages()), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        db.session.rollback()
        return _index(sentence(refused)), 422 if isinstance(refused, Refused) else 409
    flash(gettext("The closing date was moved. The reason stands on the front page."))
    return redirect(url_for("staff_formats.index", slug=slug), 303)


def _index(wrong: str | None = None) -> str:
    found, permissions = _standings(), g.permissions
    return render_template(
        "staff/formats/index.html", consultation=g.consultation,
        formats=[(format_name(one.form), one) for one in found],
        today=day_of(utc_now()), later=[(one, _name(one)) for one in _proposed()], instant=instant, wrong=wrong,
        may_promise=Permission.DECIDE_LANGUAGES in permissions, may_extend=Permission.CHANGE_CLOSING in permissions)


def _name(one: LaterClose) -> str:
    return channel_words(one.channel, gettext) if one.channel else gettext("Everyone")


def _standings() -> list[FormatStanding]:
    return format_readiness.formats(db.session(), g.consultation, PROMISED_FORMS)


def _proposed() -> list[LaterClose]:
    """Return the closes that could move; none once a report of the consultation is published."""
    session = db.session()
    if not g.consultation.is_visible or consultations.latest_edition_number(session, g.consultation.id) > 0:
        return []
    return format_readiness.later_closes(session, g.consultation, _standings())


def _standing(form: str) -> FormatStanding:
    found = next((one for one in _standings() if one.form == form), None)
    if found is None:
        raise NotFound()
    return found


def _form(standing: FormatStanding | None) -> Any:
    fields = {
        f"reason-{tag}": TextAreaField(
            labelled(_l("Reason"), tag), filters=[tidy],
            validators=[needed("reason-missing")] if tag == "en" else [],
            description=_l("Everyone reads it on the page of formats. Say it in one or two plain sentences.")
            if tag == "en" else "")
        for tag in languages()
    }
    made = type("PromiseWithReasons", (PromiseForm,), fields)
    if standing is None:
        return made()
    data: dict[str, Any] = {f"reason-{tag}": (standing.reason or {}).get(tag, "") for tag in languages()}
    is_never = standing.is_promised and standing.ready_on is None
    return made(formdata=None, data={**data, "when": NEVER if is_never else LATER, "ready_on": standing.ready_on})


def _one(standing: FormatStanding, form: Any) -> Any:
    page = render_template("staff/formats/promise.html", consultation=g.consultation, form=form, standing=standing,
                           name=format_name(standing.form), tags=languages(), limit=MOST_REASON)
    return (page, 422) if form.errors else page
