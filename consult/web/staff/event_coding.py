"""Coding the notes of events: one after the other, a theme and a stance for each, counted in events and not people."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField

from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.errors import Conflict, NotFound, Refused
from consult.exports.report_words import stance_words
from consult.extensions import db
from consult.queries import event_counts, offers
from consult.queries import events as stored
from consult.services import event_codings
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff import event_words
from consult.web.staff.event_notes import node_labels, question_words
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_event_coding", __name__, url_prefix="/staff/consultations/<slug>/event-notes")


class ThemeForm(Plain):
    """A theme for a note, and its stance."""

    theme = SelectField(_l("What is it about?"), filters=[tidy], validate_choice=False)
    stance = RadioField(_l("Is it for or against what the plan sets out?"), validate_choice=False)


class PlaceForm(Plain):
    """The part of the plan that a note speaks of."""

    node = SelectField(_l("Part of the plan"), validate_choice=False)


@blueprint.get("")
@staff(Permission.CODE)
def next_note(slug: str) -> Any:
    """Lead to the next note that nobody has read, or say that all are read."""
    after = tidy(request.args.get("after", ""))[:40]
    found = stored.next_to_read(db.session(), g.consultation.id, after)
    if found is not None:
        return redirect(url_for("staff_event_coding.show", slug=slug, note_id=found), 303)
    return render_template("staff/events/all_read.html", consultation=g.consultation,
                           totals=event_counts.totals(db.session(), g.consultation.id))


@blueprint.get("/<note_id>")
@staff(Permission.CODE)
def show(slug: str, note_id: str) -> Any:
    """Show a note with the themes that were given to it."""
    return _page(note_id, _theme_form())


@blueprint.post("/<note_id>")
@staff(Permission.CODE)
def give(slug: str, note_id: str) -> Any:
    """Give a theme to the note."""
    form = _theme_form()
    try:
        event_codings.give(consultation_id=g.consultation.id, note_id=note_id, theme=form.theme.data or "",
                           stance=form.stance.data or "", by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "theme")
        return _page(note_id, form)
    flash(gettext("The theme was given."))
    return _to(note_id)


@blueprint.post("/<note_id>/take-back")
@staff(Permission.CODE)
def take_back(slug: str, note_id: str) -> WsgiResponse:
    """Take a theme away from the note."""
    return _done(note_id, gettext("The theme was taken back."), lambda: event_codings.take_back(
        consultation_id=g.consultation.id, note_id=note_id, theme=tidy(request.form.get("theme", "")),
        by_id=current_user.id))


@blueprint.post("/<note_id>/place")
@staff(Permission.CODE)
def place(slug: str, note_id: str) -> WsgiResponse:
    """Say which part of the plan the note speaks of."""
    return _done(note_id, gettext("The part of the plan was kept."), lambda: event_codings.place(
        consultation_id=g.consultation.id, note_id=note_id, node=tidy(request.form.get("node", "")),
        by_id=current_user.id))


@blueprint.post("/<note_id>/read")
@staff(Permission.CODE)
def read(slug: str, note_id: str) -> WsgiResponse:
    """Mark the note as read, and go to the next."""
    try:
        event_codings.mark_read(consultation_id=g.consultation.id, note_id=note_id, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    return redirect(url_for("staff_event_coding.next_note", slug=slug, after=note_id), 303)


def _done(note_id: str, words: str, act: Any) -> WsgiResponse:
    try:
        act()
    except (Refused, Conflict) as refused:
        flash(sentence(refused))
    else:
        flash(words)
    return _to(note_id)


def _to(note_id: str) -> WsgiResponse:
    return redirect(url_for("staff_event_coding.show", slug=g.consultation.slug, note_id=note_id), 303)


def _theme_form() -> ThemeForm:
    form = ThemeForm()
    themes = offers.themes(db.session(), g.consultation.id)
    form.theme.choices = choices([("", ""), *(
        (theme.public_id, f"{theme.parent}: {theme.name}" if theme.parent else theme.name) for theme in themes)])
    form.stance.choices = choices((stance, stance_words(stance, gettext)) for stance in STANCES)
    return form


def _page(note_id: str, form: ThemeForm) -> Any:
    found = stored.note(db.session(), g.consultation.id, note_id)
    if found is None:
        raise NotFound()
    view, event = found
    place_form = PlaceForm(formdata=None, data={"node": view.note.plan_node_key})
    place_form.node.choices = choices([("", gettext("No part in particular")), *node_labels().items()])
    page = render_template(
        "staff/events/code.html", consultation=g.consultation, view=view, event=event, form=form,
        place_form=place_form, words=event_words, question=question_words().get(view.note.question_key, ""),
        stances={stance: stance_words(stance, gettext) for stance in STANCES},
        waiting=stored.to_read(db.session(), g.consultation.id))
    return (page, 422) if form.errors else page
