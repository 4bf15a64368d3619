"""Campaigns: what the machine found that many people sent, a person's one decision on each, and who is in it."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.campaigns import Decision
from consult.domain.errors import Conflict, Refused
from consult.services import campaigns
from consult.services.campaigns import Settled
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.campaigns_pages import DecisionForm, RefusalForm, decision_form, list_page, page
from consult.web.staff.plain_forms import refuse as put_on

blueprint = Guarded("staff_campaigns", __name__, url_prefix="/staff/consultations/<slug>/campaigns")
# A page of ticked members, and a reason in any script.
BODY_LIMIT = 64 * 1024
MOST_NUMBER = 2**31
# What the boxes of newcomers, of members and of those left out are called on the page.
TICKED = ("newcomer", "member", "outside")


@blueprint.get("")
@staff(Permission.READ_RESPONSES)
def index(slug: str) -> Any:
    """List what was found and what was decided, with what campaigns change in the tables."""
    return list_page()


@blueprint.post("/find")
@staff(Permission.MANAGE_CODING)
def find(slug: str) -> Any:
    """Start to look for letters that many people sent."""
    try:
        campaigns.find(consultation_id=g.consultation.id, by_id=current_user.id)
    except Refused as refused:
        return list_page(problem=sentence(refused)), 422
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Started. You can leave this page: the work goes on without you."))
    return redirect(url_for("staff_campaigns.index", slug=slug), 303)


@blueprint.get("/<public_id>")
@staff(Permission.READ_RESPONSES)
def show(slug: str, public_id: str) -> Any:
    """Show a text that many people sent, what each of them changed, and the forms to decide."""
    return page(public_id)


@blueprint.post("/<public_id>/confirm")
@staff(Permission.MANAGE_CODING, body_limit=BODY_LIMIT)
def confirm(slug: str, public_id: str) -> Any:
    """Decide that it is a campaign, of all who sent it or of some."""
    form = decision_form()
    decision = Decision(form.name.data or "", form.organiser.data or "", form.position.data or "",
                        form.reason.data or "")
    return _decided(public_id, form, lambda: campaigns.confirm(
        consultation_id=g.consultation.id, public_id=public_id, decision=decision, seen=_seen(),
        without=request.form.getlist("without"), by_id=current_user.id))


@blueprint.post("/<public_id>/refuse")
@staff(Permission.MANAGE_CODING, body_limit=BODY_LIMIT)
def refuse(slug: str, public_id: str) -> Any:
    """Decide that it is no campaign, or is none any more."""
    form = RefusalForm()
    return _decided(public_id, form, lambda: campaigns.refuse(
        consultation_id=g.consultation.id, public_id=public_id, reason=form.why.data or "",
        by_id=current_user.id))


@blueprint.post("/<public_id>/put-in")
@staff(Permission.MANAGE_CODING, body_limit=BODY_LIMIT)
def put_in(slug: str, public_id: str) -> Any:
    """Put answers into a confirmed campaign."""
    return _changed(public_id, campaigns.put_in, lambda count: ngettext(
        "%(num)s answer is in the campaign now.", "%(num)s answers are in the campaign now.", count))


@blueprint.post("/<public_id>/take-out")
@staff(Permission.MANAGE_CODING, body_limit=BODY_LIMIT)
def take_out(slug: str, public_id: str) -> Any:
    """Take answers out of a confirmed campaign; they are read and coded by themselves."""
    return _changed(public_id, campaigns.take_out, lambda count: ngettext(
        "%(num)s answer was taken out. It will be read by itself.",
        "%(num)s answers were taken out. They will be read by themselves.", count))


def _decided(public_id: str, form: DecisionForm | RefusalForm, decide: Callable[[], Settled]) -> Any:
    try:
        settled = decide()
    except Refused as refused:
        if refused.field == "members":
            return page(public_id, form=form, problem=sentence(refused)), 422
        put_on(form, refused, "why" if isinstance(form, RefusalForm) else "reason")
        return page(public_id, form=form), 422
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Your decision was kept."))
        _say_gone(settled)
    return _back(public_id)


def _changed(public_id: str, change: Callable[..., Settled], said: Callable[[int], str]) -> Any:
    try:
        settled = change(consultation_id=g.consultation.id, public_id=public_id,
                         answers=[one for name in TICKED for one in request.form.getlist(name)],
                         by_id=current_user.id)
    except Refused as refused:
        return page(public_id, problem=sentence(refused)), 422
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(said(settled.answers))
        _say_gone(settled)
    return _back(public_id)


def _say_gone(settled: Settled) -> None:
    if settled.gone:
        flash(ngettext("%(num)s answer was taken back or is in another campaign, so it was passed over.",
                       "%(num)s answers were taken back or are in another campaign, so they were passed over.",
                       settled.gone))


def _seen() -> int | None:
    """Return the newest member that stood on the page; a form without it saw none."""
    found = request.form.get("seen", "")
    return min(int(found), MOST_NUMBER) if found.isascii() and found.isdigit() and len(found) < 12 else None


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_campaigns.show", slug=g.consultation.slug, public_id=public_id), 303)
