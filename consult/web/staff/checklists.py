"""The checklists for staff: what the data say to each line, and what a person says besides."""

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField

from consult.domain import checklists as rules
from consult.domain.access import Permission
from consult.domain.checklists import Item
from consult.domain.errors import NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.exports.checklist_words import form_words, item_words, line_words, standing_words
from consult.extensions import db
from consult.queries import checklists as stored
from consult.services import checklists
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_checklists", __name__, url_prefix="/staff/consultations/<slug>/checklists")


class NoteForm(Plain):
    """What a person says of a line."""

    state = RadioField(_l("What do you say?"), validate_choice=False)
    note = TextAreaField(_l("Why"), filters=[tidy],
                         description=_l("The report prints it. What was said before stays in the list."))


@blueprint.get("")
@staff(Permission.KEEP_TIMELINE)
def index(slug: str) -> str:
    """Show both checklists."""
    items = {item.key: item for item in _items()}
    return render_template(
        "staff/checklists/index.html", consultation=g.consultation, notes=stored.notes(db.session(), g.consultation.id),
        lists=[(gettext("Four rules of fairness that courts look at"), [items[key] for key in rules.GUNNING]),
               (gettext("The Government's principles for asking people"), [items[key] for key in rules.PRINCIPLES])],
        **_words())


@blueprint.route("/<key>", methods=["GET", "POST"])
@staff(Permission.KEEP_TIMELINE)
def item(slug: str, key: str) -> Any:
    """Show one line with everything that was said of it, and keep a note."""
    found = next((one for one in _items() if one.key == key), None)
    if found is None:
        raise NotFound()
    form = NoteForm()
    form.state.choices = choices((code, standing_words(code, gettext)) for code in rules.PERSON_STATES)
    if request.method == "POST":
        try:
            checklists.note(consultation_id=g.consultation.id, key=key, state=form.state.data or "",
                            words=form.note.data or "", by_id=current_user.id)
            flash(gettext("Your note was kept."))
            return redirect(url_for("staff_checklists.index", slug=slug), 303)
        except Refused as refused:
            refuse(form, refused, "note")
    page = render_template("staff/checklists/item.html", consultation=g.consultation, item=found, form=form,
                           limit=rules.MOST_NOTE, said=stored.notes(db.session(), g.consultation.id).get(key, []),
                           **_words())
    return (page, 422) if form.errors else page


def _items() -> tuple[Item, ...]:
    return rules.items(stored.facts(db.session(), g.consultation, london_day(utc_now())))


def _words() -> dict[str, Any]:
    """Return the fixed words that templates look up by code."""
    names = {**{form: form_words(form, gettext) for form, _tag in stored.FORMS},
             **{tag: language_name(tag) for _form, tag in stored.FORMS}}
    return {"item_words": lambda key: item_words(key, gettext),
            "standing_words": lambda code: standing_words(code, gettext),
            "line_words": lambda line: line_words(line, gettext, _day, names)}


def _day(day: date) -> str:
    return format_date(day, "long")
