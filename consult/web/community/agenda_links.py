"""An item and the plan: tying it to parts, and raising a theme of the group's own; only where the group wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import agenda_links as stored
from consult.queries import agendas, consultations, plan_choices
from consult.services import agenda_links
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community.agenda import ITEM, found
from consult.web.community.agenda_forms import CodeForm, PartForm
from consult.web.fields import add_error, grouped
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("space_agenda_links", __name__)


@blueprint.get(f"{ITEM}/plan")
@member(Right.ORDER_AGENDA)
def index(item_id: str) -> Any:
    """List the consultations whose plan and themes an item can be tied to; with one alone, go there."""
    item, found_ones = found(item_id), consultations.visible(db.session())
    if len(found_ones) == 1:
        return redirect(url_for("space_agenda_links.show", item_id=item_id, slug=found_ones[0].slug), 303)
    return render_template("community/agenda/plans.html", forum=g.forum, item=_view(item), consultations=found_ones)


@blueprint.get(f"{ITEM}/plan/<slug>")
@member(Right.ORDER_AGENDA)
def show(item_id: str, slug: str) -> Any:
    """Show the parts of the plan that an item is tied to, and the themes that came out of it."""
    return _page(item_id, slug)


def _page(item_id: str, slug: str, *, part: Any = None, code: Any = None) -> Any:
    session, item, consultation = db.session(), found(item_id), _consultation(slug)
    part_form = part or PartForm(formdata=None)
    part_form.node.choices = grouped(
        (group.label, ((one.key, one.label) for one in group.choices))
        for group in plan_choices.groups(session, consultation.plan_version_id))
    page = render_template(
        "community/agenda/plan.html", forum=g.forum, item=_view(item), consultation=consultation,
        parts=[one for one in stored.parts(session, item.id) if one.slug == slug],
        codes=[one for one in stored.codes(session, item.id) if one.slug == slug],
        part_form=part_form, code_form=code or CodeForm(formdata=None), form=code or part_form)
    return (page, 422) if part is not None or code is not None else page


def _view(item: Any) -> agendas.ItemView:
    return agendas.views(db.session(), [item])[0]


def _consultation(slug: str) -> Consultation:
    consultation = consultations.visible_by_slug(db.session(), slug)
    if consultation is None:
        raise NotFound()
    return consultation


@blueprint.post(f"{ITEM}/plan/<slug>/parts")
@member(Right.ORDER_AGENDA)
def tie(item_id: str, slug: str) -> Any:
    """Tie the item to a part of the plan."""
    form = PartForm()
    try:
        agenda_links.tie(by=g.acting, item_id=item_id, slug=slug, node_key=form.node.data or "")
    except Refused as refused:
        add_error(form, "node", sentence(refused))
        return _page(item_id, slug, part=form)
    return redirect(url_for("space_agenda_links.show", item_id=item_id, slug=slug), 303)


@blueprint.post(f"{ITEM}/plan/<slug>/untie")
@member(Right.ORDER_AGENDA)
def untie(item_id: str, slug: str) -> Any:
    """Take a part of the plan off the item."""
    agenda_links.untie(by=g.acting, item_id=item_id, slug=slug, node_key=request.form.get("node", ""))
    return redirect(url_for("space_agenda_links.show", item_id=item_id, slug=slug), 303)


@blueprint.post(f"{ITEM}/plan/<slug>/theme")
@member(Right.ORDER_AGENDA, keeps_form=True)
def raise_code(item_id: str, slug: str) -> Any:
    """Ask the group whether a theme of its own goes to those who read the answers."""
    form, name = CodeForm(), " ".join((request.form.get("name") or "").split())
    if tokens.is_stale():
        add_error(form, "name", words_for("form-stale", {}))
        return _page(item_id, slug, code=form)
    question = gettext("Do we give “%(name)s” as a theme to those who read all the answers? They see that a group "
                       "raised it, and not which one.", name=name)
    try:
        decision = agenda_links.raise_code(by=g.acting, item_id=item_id, slug=slug, name=name,
                                           definition=form.definition.data or "", question=question)
    except (Refused, Conflict) as refused:
        add_error(form, getattr(refused, "field", "name"), sentence(refused))
        return _page(item_id, slug, code=form)
    flash(gettext("The group is asked. Nobody outside sees it before you all have decided."))
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)
