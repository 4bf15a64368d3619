"""Events: the list, planning one with its access, what it was, and calling it off; its notes are event_notes.py's."""

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import events as rules
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import equality_sheets, event_counts
from consult.queries import events as stored
from consult.services import events
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff import event_words
from consult.web.staff.event_forms import AccessForm, EventForm, ReasonForm, RecordForm, filled, pence, pounds
from consult.web.staff.language_names import language_choices
from consult.web.staff.plain_forms import Plain, refuse

if TYPE_CHECKING:
    from consult.models.events import Event

blueprint = Guarded("staff_events", __name__, url_prefix="/staff/consultations/<slug>/events")
# What a refusal calls its field, and what the form does.
FIELDS = {"starts_at": "starts", "ends_at": "ends", "bookings_open_on": "bookings", "held_on": "day"}


@blueprint.get("")
@staff(Permission.RUN_EVENTS)
def index(slug: str) -> str:
    """List the events with what waits, and the counters that are never added to any other."""
    session, consultation_id = db.session(), g.consultation.id
    return _render("index", rows=stored.all_of(session, consultation_id, _today()),
                   totals=event_counts.totals(session, consultation_id))


@blueprint.route("/new", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def new(slug: str) -> Any:
    """Plan an event."""
    form = _event_form()
    if request.method == "POST":
        try:
            event = events.plan(consultation_id=g.consultation.id, planned=form.planned(), budget_pence=form.money(),
                                by_id=current_user.id)
        except Refused as refused:
            _refuse(form, refused, "title")
        else:
            flash(gettext("The event is planned. Now look at its access."))
            return _to(event.public_id)
    return _answer("edit", form, event=None, action=url_for("staff_events.new", slug=slug))


@blueprint.get("/<event_id>")
@staff(Permission.RUN_EVENTS)
def show(slug: str, event_id: str) -> str:
    """Show an event: what is planned, its access, what it was."""
    event = found(event_id)
    lines = stored.access_of(db.session(), event, _today())
    return _render(
        "show", event=event, lines=lines, spent=pounds(stored.spent(lines)), budget=pounds(event.access_budget_pence),
        cards=equality_sheets.count(db.session(), g.consultation.id, event.id), pounds=pounds,
        has_begun=event.starts_at <= utc_now(), notes=len(stored.notes_of(db.session(), event.id, limit=1)))


@blueprint.route("/<event_id>/change", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def change(slug: str, event_id: str) -> Any:
    """Change what is planned."""
    event = found(event_id)
    form = _event_form(event)
    if request.method == "POST":
        revision = request.form.get("revision", "")
        try:
            events.change(
                consultation_id=g.consultation.id, public_id=event_id, planned=form.planned(),
                budget_pence=form.money(), by_id=current_user.id,
                revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0)
        except (Refused, Conflict) as refused:
            _refuse(form, refused, "title")
        else:
            flash(gettext("The event was changed."))
            return _to(event_id)
    return _answer("edit", form, event=event, action=url_for("staff_events.change", slug=slug, event_id=event_id))


@blueprint.route("/<event_id>/access/<key>", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def access(slug: str, event_id: str, key: str) -> Any:
    """Say how one thing of the checklist stands."""
    event = found(event_id)
    line = next((one for one in stored.access_of(db.session(), event, _today()) if one.key == key), None)
    if line is None:
        raise NotFound()
    form = AccessForm(data={"state": line.state, "reason": line.reason, "cost": pounds(line.cost_pence)})
    offered = rules.AFTER if event.state == rules.HELD else rules.BEFORE
    form.state.choices = choices((code, event_words.ACCESS_STATES[code]) for code in offered)
    if request.method == "POST":
        try:
            events.arrange(consultation_id=g.consultation.id, public_id=event_id, key=key, by_id=current_user.id,
                           state=form.state.data or "", reason=form.reason.data or "",
                           cost_pence=pence("cost", form.cost.data))
        except (Refused, Conflict) as refused:
            refuse(form, refused, "state")
        else:
            flash(gettext("This was kept."))
            return _to(event_id)
    return _answer("access", form, event=event, line=line)


@blueprint.route("/<event_id>/record", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def record(slug: str, event_id: str) -> Any:
    """Write down how many people came."""
    event = found(event_id)
    form = RecordForm(data={"participants": _typed(event.participants), "tables": _typed(event.tables),
                            "make_up": event.make_up})
    if request.method == "POST":
        try:
            events.record(consultation_id=g.consultation.id, public_id=event_id, happened=form.happened(),
                          by_id=current_user.id)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "participants")
        else:
            flash(gettext("The event is written down. Now say which access was there."))
            return _to(event_id)
    return _answer("record", form, event=event, limit=rules.MOST_MAKE_UP)


@blueprint.route("/<event_id>/cancel", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def cancel(slug: str, event_id: str) -> Any:
    """Call a planned event off."""
    event = found(event_id)
    form = ReasonForm()
    if request.method == "POST":
        try:
            events.cancel(consultation_id=g.consultation.id, public_id=event_id, reason=form.reason.data or "",
                          by_id=current_user.id)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "reason")
        else:
            flash(gettext("The event is called off. It stays in the list with the reason."))
            return _to(event_id)
    return _answer("cancel", form, event=event)


def found(event_id: str) -> "Event":
    """Return an event of the consultation of the page; raises NotFound."""
    event = stored.one(db.session(), g.consultation.id, event_id)
    if event is None:
        raise NotFound()
    return event


def _event_form(event: "Event | None" = None) -> EventForm:
    form = EventForm(data=filled(event) if event is not None else None)
    tags = sorted({*locale.offered(), event.language if event is not None else "en"})
    form.language.choices = choices(language_choices(tags))
    if form.language.data is None:
        form.language.data = "en"
    return form


def _refuse(form: Plain, refused: Refused | Conflict, name: str) -> None:
    if isinstance(refused, Refused) and refused.field in FIELDS:
        refused = Refused(FIELDS[refused.field], refused.code, refused.facts)
        # A time can only be read with its day: where that is missing, it is what is asked for.
        if refused.code == "date-missing" and form["day"].data is None:
            refused = Refused("day", refused.code)
        elif refused.code == "date-missing":
            refused = Refused(refused.field, "time-shape")
    refuse(form, refused, name)


def _to(event_id: str) -> WsgiResponse:
    return redirect(url_for("staff_events.show", slug=g.consultation.slug, event_id=event_id), 303)


def _today() -> Any:
    return london_day(utc_now())


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)


def _answer(page: str, form: Plain, **values: Any) -> Any:
    written = _render(page, form=form, **values)
    return (written, 422) if form.errors else written


def _render(page: str, **values: Any) -> str:
    return render_template(f"staff/events/{page}.html", consultation=g.consultation, words=event_words, rules=rules,
                           **values)
