"""Two items that are about the same thing: asking their proposers to make them one, and answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain.agendas import AGREED, OPEN, REFUSED
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import agendas as stored
from consult.services import agenda_merges
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community.agenda import ITEM, found
from consult.web.community.agenda_forms import MergeForm
from consult.web.fields import add_error, choices
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.agendas import ItemMerge

blueprint = Guarded("space_agenda_merges", __name__)


@blueprint.route(f"{ITEM}/merge", methods=["GET", "POST"])
@member(Right.ORDER_AGENDA, keeps_form=True)
def ask(item_id: str) -> Any:
    """Ask whether an item can become part of another."""
    item, form = found(item_id), MergeForm()
    others = [one for one in _open_items() if one.public_id != item.public_id]
    form.into.choices = choices((one.public_id, one.title or gettext("A recording")) for one in others)
    if request.method == "POST":
        merge = _asked(form, item_id)
        if merge is not None:
            flash(_said(merge))
            return redirect(url_for("space_agenda.show", item_id=_home(merge, item_id, form.into.data)), 303)
    page = render_template("community/agenda/merge.html", forum=g.forum, form=form,
                           item=stored.views(db.session(), [item])[0], others=others)
    return (page, 422) if form.errors else page


def _open_items() -> list[stored.ItemView]:
    """Return every item that can still be merged: those that wait, and those on agendas that are not adopted."""
    session, forum_id = db.session(), g.acting.forum_id
    rows = {one.public_id: one for one in stored.waiting_items(session, forum_id)}
    for meeting in stored.meetings(session, forum_id):
        for one in stored.views(session, stored.items_of(session, meeting)):
            rows.setdefault(one.public_id, one)
    return [one for one in rows.values() if one.state in OPEN]


def _asked(form: Any, item_id: str) -> ItemMerge | None:
    if tokens.is_stale():
        add_error(form, "into", words_for("form-stale", {}))
        return None
    try:
        return agenda_merges.ask(by=g.acting, from_id=item_id, into_id=form.into.data or "")
    except NotFound:
        add_error(form, "into", words_for("merge-too-few", {}))
    except (Refused, Conflict) as refused:
        add_error(form, "into", sentence(refused))
    return None


@blueprint.post("/<lang>/space/agenda/merges/<merge_id>")
@member(Right.PROPOSE)
def answer(merge_id: str) -> Any:
    """Say yes or no to making an own item and another one."""
    merge = agenda_merges.answer(by=g.acting, merge_id=merge_id, agrees=request.form.get("answer") == "yes")
    flash(_said(merge))
    return redirect(url_for("space_agenda.index"), 303)


def _said(merge: ItemMerge) -> str:
    if merge.state == AGREED:
        return gettext("They are one item now.")
    if merge.state == REFUSED:
        return gettext("They stay two items.")
    return gettext("Everyone who proposed them is asked. They stay two items until all say yes.")


def _home(merge: ItemMerge, item_id: str, into_id: str) -> str:
    return into_id if merge.state == AGREED else item_id
