"""The agenda: what waits to be talked about, one item, and proposing one in words, by voice, signed or by phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain.agendas import BSL, OPEN, PHONE, POST, TEXT, VOICE
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import agenda_links, agenda_merges, forums, members
from consult.queries import agendas as stored
from consult.queries import group_decisions as decisions
from consult.services import agendas, forum_files
from consult.web import locale, tokens
from consult.web.access import Guarded, member
from consult.web.community import uploads
from consult.web.community.agenda_forms import GuestsForm, ItemForm, MeetingForm, meeting_choices
from consult.web.fields import add_error
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.models.agendas import AgendaItem

blueprint = Guarded("space_agenda", __name__)
ITEM = "/<lang>/space/agenda/items/<item_id>"
# What a file that came makes of an item that somebody proposes for themselves.
WAYS = {"audio": VOICE, "video": BSL}


@blueprint.get("/<lang>/space/agenda")
@member(Right.READ_AGENDA)
def index() -> str:
    """List the meetings with their agendas, and everything that waits."""
    session, acting = db.session(), g.acting
    return render_template(
        "community/agenda/index.html", forum=g.forum, meetings=stored.meetings(session, acting.forum_id),
        items=stored.waiting_items(session, acting.forum_id), done=stored.done_items(session, acting.forum_id),
        asked=[one for one in agenda_merges.merges(session, acting) if one.is_asked],
        names=forums.names(session, acting.forum_id), may_propose=Right.PROPOSE in acting.rights)


@blueprint.route("/<lang>/space/agenda/propose", methods=["GET", "POST"])
@member(Right.PROPOSE, keeps_form=True, body_limit=uploads.room("audio", "video", "file"))
def propose() -> Any:
    """Propose something to talk about."""
    form = ItemForm()
    beside = members.by_id(db.session(), g.acting.beside_id) if g.acting.beside_id else None
    if request.method == "POST":
        item = _proposed(form)
        if item is not None:
            flash(gettext("It waits on the agenda."))
            return redirect(url_for("space_agenda.show", item_id=item.public_id), 303)
    page = render_template("community/agenda/propose.html", forum=g.forum, form=form, beside=beside)
    return (page, 422) if form.errors else page


def _proposed(form: Any) -> AgendaItem | None:
    """Keep the file that came, then the item; None where the page has to say what is wrong."""
    if tokens.is_stale():
        add_error(form, "title", words_for("form-stale", {}))
        return None
    kept, sent = "", uploads.came()
    way = form.whose_idea.data if form.whose_idea.data in (PHONE, POST) else WAYS.get(
        uploads.kind_of(sent) if sent else "", TEXT)
    try:
        kept = uploads.kept(g.acting, transcript=form.transcript.data or "")
        return agendas.propose(
            by=g.acting, title=form.title.data or "", words=form.words.data or "", way=way, recording=kept,
            language=locale.language().tag, whose=form.whose.data or "")
    except (Refused, Conflict) as refused:
        if kept:
            forum_files.drop(by=g.acting, public_id=kept)
        said = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
        add_error(form, getattr(refused, "field", "title"), said)
        return None


@blueprint.get(ITEM)
@member(Right.READ_AGENDA)
def show(item_id: str) -> Any:
    """Show an item with all that can be done about it."""
    return page(found(item_id))


def found(item_id: str) -> AgendaItem:
    """Return an item of the forum of whoever is here; raises NotFound."""
    item = stored.item(db.session(), g.acting.forum_id, item_id)
    if item is None:
        raise NotFound()
    return item


def page(item: AgendaItem, *, guests: Any = None) -> Any:
    """Return the page of an item; a form that is given has to be put right."""
    session, acting = db.session(), g.acting
    view = stored.views(session, [item])[0]
    meeting = stored.meeting(session, acting.forum_id, view.meeting) if view.meeting else None
    may_order = Right.ORDER_AGENDA in acting.rights
    choose = MeetingForm(formdata=None)
    choose.meeting.choices = meeting_choices(session, acting.forum_id)
    shown = render_template(
        "community/agenda/item.html", forum=g.forum, item=view, names=forums.names(session, acting.forum_id),
        meeting=meeting, merges=agenda_merges.merges(session, acting, item.id), is_own=agendas.is_own(acting, item),
        parts=agenda_links.parts(session, item.id), codes=agenda_links.codes(session, item.id), choose=choose,
        form=guests or GuestsForm(formdata=None, data={"words": view.shown_to_guests}),
        is_open=view.state in OPEN, may_order=may_order, may_talk=Right.WRITE_TALK in acting.rights,
        can_change=may_order and view.state in OPEN and not is_with_group(meeting))
    return (shown, 422) if guests is not None else shown


def is_with_group(meeting: Any) -> bool:
    """Say whether the group is deciding on the agenda of a meeting, or has decided."""
    return meeting is not None and (meeting.agenda_adopted_at is not None or decisions.open_about(
        db.session(), g.acting.forum_id, "agenda", meeting.public_id) is not None)


@blueprint.post(f"{ITEM}/guests")
@member(Right.ORDER_AGENDA, keeps_form=True)
def show_to_guests(item_id: str) -> Any:
    """Keep what guests and officers may see of an item."""
    form = GuestsForm()
    if tokens.is_stale():
        add_error(form, "words", words_for("form-stale", {}))
        return page(found(item_id), guests=form)
    try:
        agendas.show_to_guests(by=g.acting, item_id=item_id, words=form.words.data or "")
    except Refused as refused:
        add_error(form, "words", sentence(refused))
        return page(found(item_id), guests=form)
    flash(gettext("Saved. Guests see these words and nothing else of this item."))
    return redirect(url_for("space_agenda.show", item_id=item_id), 303)


@blueprint.post(f"{ITEM}/take-back")
@member(Right.PROPOSE)
def withdraw(item_id: str) -> Any:
    """Take an own item back."""
    agendas.withdraw(by=g.acting, item_id=item_id)
    flash(gettext("You took it back. Its words are deleted."))
    return redirect(url_for("space_agenda.index"), 303)


@blueprint.post(f"{ITEM}/meeting")
@member(Right.ORDER_AGENDA)
def put_on(item_id: str) -> Any:
    """Put an item on the agenda of a meeting."""
    meeting_id = request.form.get("meeting", "")
    agendas.put_on(by=g.acting, item_id=item_id, meeting_id=meeting_id)
    flash(gettext("It is on the agenda of this meeting now."))
    return redirect(url_for("space_agenda_meetings.show", meeting_id=meeting_id), 303)
