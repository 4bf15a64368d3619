"""The charter: as it stands, as it stood, and the draft that members write until the group adopts it."""

from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import FileField, TextAreaField

from consult.domain import charters as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import charters as stored
from consult.queries import forum_files, group_decisions
from consult.queries.charters import CharterView
from consult.services import charters
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community import uploads
from consult.web.community.door_forms import saved
from consult.web.fields import DatePartsField, Plain, add_error
from consult.web.forum_words import part_words
from consult.web.sentences import sentence, words_for

blueprint = Guarded("space_charter", __name__)
PLACE = "/<lang>/space/charter"
# Ten parts in two ways, in a script of three bytes a letter and each byte as three characters.
BODY_LIMIT = 1024 * 1024


class DraftForm(Plain):
    """What stands around the parts of a draft."""

    why = TextAreaField(_l("What is new in this version? (optional)"))
    film_due_on = DatePartsField(_l("Day by which the film is there"))


class FilmForm(Plain):
    """The charter in BSL."""

    file = FileField(_l("The charter in British Sign Language"),
                     description=_l("A film can have up to 100 MB."))


@blueprint.get(PLACE)
@member(Right.READ_CHARTER)
def show() -> Any:
    """Show the charter in force, and to members the draft that there may be."""
    session = db.session()
    view = stored.current(session, g.acting.forum_id)
    may_write = Right.DECIDE in g.acting.rights
    return render_template(
        "community/charter/show.html", view=view, may_write=may_write, earlier=stored.adopted(
            session, g.acting.forum_id)[1:], draft=stored.draft(session, g.acting.forum_id) if may_write else None,
        **_reading(view))


@blueprint.get(f"{PLACE}/versions/<public_id>")
@member(Right.READ_CHARTER)
def version(public_id: str) -> Any:
    """Show a version that was in force."""
    view = stored.version(db.session(), g.acting.forum_id, public_id)
    if view is None:
        raise NotFound()
    return render_template("community/charter/show.html", view=view, may_write=False, earlier=(), draft=None,
                           back=url_for("space_charter.show"), **_reading(view))


@blueprint.post(f"{PLACE}/drafts")
@member(Right.DECIDE)
def begin() -> WsgiResponse:
    """Begin a draft, or go on with the one that there is."""
    try:
        charters.begin(by=g.acting)
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_charter.show"), 303)
    return redirect(url_for("space_charter.draft"), 303)


@blueprint.route(f"{PLACE}/draft", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True, body_limit=BODY_LIMIT)
def draft() -> Any:
    """Show the draft with a box for each part in each way, and keep what is written."""
    view = _draft()
    form = _draft_form(view)
    if request.method == "POST" and form.validate() and saved(form, "why", lambda: charters.write(
            by=g.acting, charter_id=view.public_id, texts=_typed(form), film_due_on=_due(view, form),
            why=form.why.data or "")):
        flash(gettext("The draft is kept."))
        return redirect(url_for("space_charter.draft"), 303)
    return _draft_page(view, form, FilmForm(formdata=None))


@blueprint.post(f"{PLACE}/draft/film")
@member(Right.DECIDE, keeps_form=True, body_limit=uploads.room("video"))
def film() -> Any:
    """Take in the film of the draft."""
    view, form = _draft(), FilmForm()
    if tokens.is_stale():
        add_error(form, "file", words_for("form-stale", {}))
    elif uploads.came() is None:
        add_error(form, "file", words_for("file-missing", {}))
    else:
        try:
            charters.set_film(by=g.acting, charter_id=view.public_id, file_id=uploads.kept(g.acting, only="video"))
        except (Refused, Conflict) as refused:
            add_error(form, "file", uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused))
        else:
            flash(gettext("The film is kept."))
            return redirect(url_for("space_charter.draft"), 303)
    return _draft_page(view, _draft_form(view, is_sent=False), form)


@blueprint.post(f"{PLACE}/draft/discard")
@member(Right.DECIDE)
def discard() -> WsgiResponse:
    """Throw the draft away."""
    try:
        charters.discard(by=g.acting, charter_id=_draft().public_id)
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_charter.draft"), 303)
    flash(gettext("The draft is gone."))
    return redirect(url_for("space_charter.show"), 303)


def _draft() -> CharterView:
    view = stored.draft(db.session(), g.acting.forum_id)
    if view is None:
        raise NotFound()
    return view


def _reading(view: CharterView | None) -> dict[str, Any]:
    """Return how the parts are read: in Easy Read for who wants it, or where the address says so."""
    asked = request.args.get("way", "")
    way = asked if asked in rules.WAYS else (rules.EASY if g.acting.is_easy_read else rules.PLAIN)
    today = london_day(utc_now())
    return {"forum": g.forum, "way": way, "parts": part_words(), "film": _film(view),
            "is_film_late": view is not None and rules.is_film_late(view.charter, today)}


def _film(view: CharterView | None) -> Any:
    row = forum_files.readable(db.session(), g.acting, view.film) if view is not None and view.film else None
    return forum_files.listed(db.session(), [row.id]).get(row.id) if row is not None else None


def _draft_form(view: CharterView, *, is_sent: bool = True) -> Any:
    """Return the form with a box `<part>-<way>` for each part in each way."""
    easy = gettext("In Easy Read")
    boxes = {f"{part}-{way}": TextAreaField(heading if way == rules.PLAIN else f"{heading}: {easy}")
             for part, heading in part_words().items() for way in rules.WAYS}
    form = type("WholeDraft", (DraftForm,), boxes)(**({} if is_sent else {"formdata": None}))
    if not is_sent or not form.is_submitted():
        for part in rules.PARTS:
            for way in rules.WAYS:
                form[f"{part}-{way}"].data = view.charter.words(part, way)
        form.why.data = view.why
        form.film_due_on.process(None, view.charter.film_due_on)
    return form


def _typed(form: Any) -> dict[str, dict[str, str]]:
    return {part: {way: form[f"{part}-{way}"].data or "" for way in rules.WAYS} for part in rules.PARTS}


def _due(view: CharterView, form: Any) -> date | None:
    """Return the day of the film that was entered; a film that is there needs none."""
    return None if view.charter.has_film else form.film_due_on.data


def _draft_page(view: CharterView, form: Any, film_form: FilmForm) -> Any:
    long = {part: rules.long_sentences(form[f"{part}-{rules.EASY}"].data or "") for part in rules.PARTS}
    page = render_template(
        "community/charter/draft.html", forum=g.forum, view=view, form=form, film_form=film_form, parts=part_words(),
        missing=rules.missing(view.charter), film=_film(view), limit=rules.MOST_PART,
        long={part: found for part, found in long.items() if found},
        decision=group_decisions.open_about(db.session(), g.acting.forum_id, charters.KIND, view.public_id))
    return (page, 422) if form.errors or film_form.errors else page
