"""One person or two: proposals with both responses beside each other, linking them, and taking a link back."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.channels import CHANNELS
from consult.domain.errors import Conflict, NotFound, Refused
from consult.exports.report_words import channel_words
from consult.extensions import db
from consult.queries import responses
from consult.queries import same_person_pairs as pairs
from consult.services import same_people, same_person_proposals
from consult.services.same_people import MOST_REASON
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, add_error, refuse, tidy

blueprint = Guarded("staff_same_people", __name__, url_prefix="/staff/consultations/<slug>/same-person")
# The last part of a response's address, or its id alone.
ID = re.compile(r"(?:.*/)?([\w-]{1,40})/?")


class LinkForm(Plain):
    """Which of two responses is counted, and why they are one person's."""

    counted = RadioField(_l("Which one should count?"), validate_choice=False)
    reason = TextAreaField(_l("Why are they one person’s?"), filters=[tidy],
                           description=_l("One or two sentences for the record. Do not copy words of the answers."))


class ApartForm(Plain):
    """Why two responses are two people's."""

    why = TextAreaField(_l("Why are they two people’s?"), filters=[tidy],
                        description=_l("One or two sentences for the record. Do not copy words of the answers."))


class ByHandForm(Plain):
    """Two responses that no machine put together."""

    first = StringField(_l("The response that should count"), filters=[tidy],
                        description=_l("Copy its address from the top of your browser."))
    other = StringField(_l("The other response of this person"), filters=[tidy])
    reason = TextAreaField(_l("Why are they one person’s?"), filters=[tidy],
                           description=_l("One or two sentences for the record. Do not copy words of the answers."))


@blueprint.get("")
@staff(Permission.LINK_PEOPLE)
def index(slug: str) -> Any:
    """List the proposals that wait, with the form to link two responses by hand."""
    return _list(ByHandForm())


@blueprint.get("/decided")
@staff(Permission.LINK_PEOPLE)
def decided(slug: str) -> str:
    """List what was decided, by whom and why."""
    found = pairs.decided(db.session(), g.consultation.id, tidy(request.args.get("before")))
    return render_template("staff/same_people/decided.html", found=found, more=_more("decided", found), **_shared())


@blueprint.post("")
@staff(Permission.LINK_PEOPLE)
def link(slug: str) -> Any:
    """Link two responses that a person put together."""
    form = ByHandForm()
    first, other = (_id(field.data) for field in (form.first, form.other))
    try:
        same_people.link(consultation_id=g.consultation.id, first=first, other=other,
                         reason=form.reason.data or "", by_id=current_user.id)
    except NotFound:
        add_error(form, "first", gettext("One of these is no response of this consultation"))
        return _list(form)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "first")
        return _list(form)
    flash(gettext("These responses count as one person’s now. All of them are kept and read."))
    return _to_pair(pairs.pair_of(db.session(), g.consultation.id, (first, other)))


@blueprint.post("/look")
@staff(Permission.LINK_PEOPLE)
def look(slug: str) -> WsgiResponse:
    """Look for responses that came from one address, or on one form."""
    found = same_person_proposals.look(consultation_id=g.consultation.id, by_id=current_user.id)
    flash(ngettext("We found %(num)s pair more.", "We found %(num)s pairs more.", found))
    return _to_pair(None)


@blueprint.get("/<public_id>")
@staff(Permission.LINK_PEOPLE)
def show(slug: str, public_id: str) -> Any:
    """Show two responses beside each other, with the forms to decide."""
    return _one(public_id, LinkForm(), ApartForm())


@blueprint.post("/<public_id>/link")
@staff(Permission.LINK_PEOPLE)
def link_pair(slug: str, public_id: str) -> Any:
    """Count both responses as one person's."""
    form, pair = LinkForm(), _found(public_id)
    first, other = pair.first.public_id, pair.other.public_id
    if form.counted.data == "other":
        first, other = other, first
    return _decided(public_id, (form, "reason"), lambda: same_people.link(
        consultation_id=g.consultation.id, first=first, other=other, reason=form.reason.data or "",
        by_id=current_user.id))


@blueprint.post("/<public_id>/apart")
@staff(Permission.LINK_PEOPLE)
def keep_apart(slug: str, public_id: str) -> Any:
    """Say that two responses are two people's, or take back that they were one's."""
    form, pair = ApartForm(), _found(public_id)
    typed = {"consultation_id": g.consultation.id, "reason": form.why.data or "", "by_id": current_user.id}
    linked = pair.other if pair.other.is_linked or not pair.first.is_linked else pair.first
    return _decided(public_id, (form, "why"), lambda: same_people.unlink(response=linked.public_id, **typed)
                    if pair.state == "linked" else same_people.refuse(public_id=public_id, **typed))


def basis_words() -> Mapping[str, str]:
    """Return what speaks for one person, in plain words, by its code."""
    return {
        "sender": gettext("Both came from the same address."),
        "code": gettext("Both are the same paper form: it came back twice."),
        "words": gettext("Both hold the same words, which nobody else sent."),
        "person": gettext("A person put them together."),
    }


def state_words() -> Mapping[str, str]:
    """Return what was decided, by its code."""
    return {"proposed": gettext("Not decided yet"), "linked": gettext("One person: counted once"),
            "refused": gettext("Two people: both count"), "undone": gettext("Linked, and taken back: both count")}


def _decided(public_id: str, on: tuple[Plain, str], decide: Callable[[], None]) -> Any:
    form, field = on
    try:
        decide()
    except Refused as refused:
        refuse(form, refused, field)
        return _one(public_id, *(form if isinstance(form, kind) else kind(formdata=None)
                                 for kind in (LinkForm, ApartForm)))
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Your decision was kept."))
    return _to_pair(public_id)


def _list(form: ByHandForm) -> Any:
    found = pairs.waiting(db.session(), g.consultation.id, tidy(request.args.get("before")))
    page = render_template("staff/same_people/index.html", found=found, form=form, limit=MOST_REASON,
                           count=pairs.open_count(db.session(), g.consultation.id), more=_more("index", found),
                           **_shared())
    return (page, 422) if form.errors else page


def _one(public_id: str, form: LinkForm, apart: ApartForm) -> Any:
    pair = _found(public_id)
    sides = [responses.detail(db.session(), g.consultation.id, side.public_id) for side in (pair.first, pair.other)]
    form.counted.choices = choices([("first", gettext("The first")), ("other", gettext("The second"))])
    form.counted.data = form.counted.data or "first"
    page = render_template("staff/same_people/show.html", pair=pair, sides=sides, form=form, apart=apart,
                           limit=MOST_REASON, **_shared())
    return (page, 422) if form.errors or apart.errors else page


def _found(public_id: str) -> pairs.Pair:
    pair = pairs.one(db.session(), g.consultation.id, public_id)
    if pair is None:
        raise NotFound()
    return pair


def _to_pair(public_id: str | None) -> WsgiResponse:
    slug = g.consultation.slug
    return redirect(url_for("staff_same_people.show", slug=slug, public_id=public_id) if public_id
                    else url_for("staff_same_people.index", slug=slug), 303)


def _more(name: str, found: tuple[pairs.Pair, ...]) -> str | None:
    return url_for(f"staff_same_people.{name}", slug=g.consultation.slug, before=found[-1].public_id
                   ) if len(found) == pairs.PAGE else None


def _shared() -> dict[str, Any]:
    return {"consultation": g.consultation, "bases": basis_words(), "states": state_words(),
            "channels": {channel: channel_words(channel, gettext) for channel in CHANNELS}}


def _id(typed: str | None) -> str:
    found = ID.fullmatch((typed or "").strip())
    return found[1] if found else ""
