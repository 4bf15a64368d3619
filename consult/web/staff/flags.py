"""Doubts about responses: the list of those that wait, those that were decided, and deciding one with a reason."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, TextAreaField

from consult.domain import quality
from consult.domain.access import Permission
from consult.domain.channels import CHANNELS
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import EXCLUSION_REASONS
from consult.exports.report_words import channel_words, exclusion_words
from consult.extensions import db
from consult.queries import flags
from consult.services import doubts
from consult.services.doubts import MOST_REASON, Decision
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_flags", __name__, url_prefix="/staff/consultations/<slug>/responses")


class DecideForm(Plain):
    """Whether a doubtful response counts, and why."""

    decision = RadioField(
        _l("What did you decide?"), validate_choice=False,
        choices=choices([("kept", _l("Keep it: it counts")), ("excluded", _l("Leave it out: it does not count"))]))
    exclusion = SelectField(_l("If you leave it out: the reason that the report prints"), validate_choice=False)
    words = TextAreaField(_l("Why did you decide this?"), filters=[tidy],
                          description=_l("One or two sentences for the record. Do not copy words of the answer."))


@blueprint.get("/doubts")
@staff(Permission.READ_RESPONSES)
def index(slug: str) -> str:
    """List the responses whose doubts wait for a person, the newest first."""
    page = flags.undecided(db.session(), g.consultation.id, **_key())
    return render_template("staff/flags/index.html", page=page, links=_links("staff_flags.index", page),
                           count=flags.open_count(db.session(), g.consultation.id), **_shared())


@blueprint.get("/doubts/decided")
@staff(Permission.READ_RESPONSES)
def decided(slug: str) -> str:
    """List what was decided, by whom and why."""
    page = flags.decided(db.session(), g.consultation.id, **_key())
    return render_template("staff/flags/decided.html", page=page, links=_links("staff_flags.decided", page),
                           **_shared())


@blueprint.post("/doubts/same-words")
@staff(Permission.EXCLUDE_RESPONSES)
def look(slug: str) -> WsgiResponse:
    """Look for responses with long words that came before in another, and put them on the list."""
    found = doubts.look_for_same_words(consultation_id=g.consultation.id, by_id=current_user.id)
    flash(ngettext("We found %(num)s response more with the same words.",
                   "We found %(num)s responses more with the same words.", found))
    return redirect(url_for("staff_flags.index", slug=slug), 303)


@blueprint.get("/<public_id>/doubts")
@staff(Permission.READ_RESPONSES)
def show(slug: str, public_id: str) -> Any:
    """Show why one response is doubted, with the form to decide."""
    return _one(public_id, _form())


@blueprint.post("/<public_id>/doubts")
@staff(Permission.EXCLUDE_RESPONSES)
def decide(slug: str, public_id: str) -> Any:
    """Keep a doubtful response in the count, or leave it out; either way it stays stored."""
    form = _form()
    typed = Decision(form.decision.data or "", form.words.data or "", form.exclusion.data or "")
    try:
        doubts.decide(consultation_id=g.consultation.id, public_id=public_id, decided=typed, by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "exclusion" if refused.field == "reason" else "decision")
        return _one(public_id, form)
    except Conflict:
        flash(gettext("Someone else did this before you. The page shows how it stands now."))
    else:
        flash(gettext("Your decision was kept."))
    return redirect(url_for("staff_flags.index", slug=slug), 303)


def flag_words() -> Mapping[str, str]:
    """Return what each sign of doubt says, in plain words, by its code."""
    return {
        "trap": gettext("A box that people cannot see was filled in. A program may have sent this."),
        "fast": gettext("It was sent very soon after it was begun."),
        "many-from-one-network": gettext(
            "More than %(most)s responses came from one network within an hour. A library or a school can be the "
            "reason.", most=quality.BUSY),
        "same-words": gettext("An earlier response has the same long words. A campaign can be the reason."),
    }


def _one(public_id: str, form: DecideForm) -> Any:
    found = flags.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    page = render_template("staff/flags/show.html", doubt=found, form=form, limit=MOST_REASON,
                           **_shared())
    return (page, 422) if form.errors else page


def _form() -> DecideForm:
    form = DecideForm()
    form.exclusion.choices = choices([("", ""), *((code, exclusion_words(code, gettext))
                                                  for code in EXCLUSION_REASONS)])
    return form


def _shared() -> dict[str, Any]:
    return {"consultation": g.consultation, "signs": flag_words(),
            "channels": {channel: channel_words(channel, gettext) for channel in CHANNELS},
            "may_decide": Permission.EXCLUDE_RESPONSES in g.permissions}


def _key() -> dict[str, str | None]:
    return {"before": tidy(request.args.get("before")), "after": tidy(request.args.get("after"))}


def _links(endpoint: str, page: flags.Page[Any]) -> dict[str, str | None]:
    slug = g.consultation.slug
    return {
        "newer": url_for(endpoint, slug=slug, after=page.rows[0].public_id) if page.newer and page.rows else None,
        "older": url_for(endpoint, slug=slug, before=page.rows[-1].public_id) if page.older and page.rows else None,
    }
