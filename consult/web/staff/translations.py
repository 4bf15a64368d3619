"""The translators' desk: languages with how far they are, the texts of one, and what waits for whom; not one text."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.text_places import places
from consult.extensions import db
from consult.queries import text_units
from consult.queries import translation_desk as desk
from consult.web.access import Guarded, staff
from consult.web.staff import translations_preview, translations_texts
from consult.web.staff.plain_forms import tidy
from consult.web.staff.survey_languages import own_name
from consult.web.staff.translations_words import (
    FILTERS,
    NEXT,
    STANDINGS,
    field_name,
    heap_name,
    heaps,
    language_name,
    origin,
)

blueprint = Guarded("staff_translations", __name__, url_prefix="/staff/consultations/<slug>/translations")
# The handlers of one text, by their addresses; a key has slashes in it.
for _address, _handler, _methods in (
    ("/<language>/text/<path:unit_key>", translations_texts.show, ("GET",)),
    ("/<language>/text/<path:unit_key>", translations_texts.write, ("POST",)),
    ("/<language>/check/<path:unit_key>", translations_texts.check, ("POST",)),
    ("/<language>/approve/<path:unit_key>", translations_texts.approve, ("POST",)),
    ("/<language>/comment/<path:unit_key>", translations_texts.comment, ("POST",)),
    ("/<language>/settle/<int:comment_id>/<path:unit_key>", translations_texts.settle, ("POST",)),
    ("/<language>/in-place/<path:unit_key>", translations_preview.preview, ("GET",)),
):
    blueprint.add_url_rule(_address, view_func=_handler, methods=list(_methods))


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> str:
    """List the languages of the consultation with how many texts stand how."""
    heads = [(gettext("Language"), False), *((words, True) for words in FILTERS.values()),
             (gettext("Offered now"), False), (gettext("Go to"), False)]
    return render_template(
        "staff/translations/index.html", consultation=g.consultation, filters=FILTERS, heads=heads, steps=_steps(),
        counts=desk.counts(db.session(), g.consultation), language_name=language_name, own_name=own_name,
        may_edit=Permission.EDIT_CONSULTATION in g.permissions)


@blueprint.get("/<language>")
@staff(Permission.SEE_VARIANTS)
def part(slug: str, language: str) -> str:
    """List the texts of one language: all of them, or those of a standing and a part of the consultation."""
    session = db.session()
    survey = text_units.working_survey(session, g.consultation.id)
    every = translations_texts.entries(language)
    wanted = {name: tidy(request.args.get(name)) or "" for name in ("standing", "part")}
    wanted["standing"] = wanted["standing"] if wanted["standing"] in FILTERS else ""
    page = desk.paged(desk.chosen(every, **wanted), every, after=request.args.get("after", ""),
                      before=request.args.get("before", ""))
    people = desk.names(session, {one for entry in page.rows if entry.row
                                  for one in (entry.row.written_by_id, entry.row.checked_by_id)})
    return render_template(
        "staff/translations/texts.html", consultation=g.consultation, language=language, page=page, wanted=wanted,
        survey=survey, people=people, filters=FILTERS, standings=STANDINGS, heaps=heaps(every, survey),
        parts={entry.unit.part for entry in every}, places=places(survey), steps=_steps(), heap_name=heap_name,
        field_name=field_name, language_name=language_name, origin=origin)


@blueprint.get("/<language>/next")
@staff(Permission.SEE_VARIANTS)
def next_text(slug: str, language: str) -> WsgiResponse:
    """Lead to the text that waits for a step by this person: the first behind `after`."""
    step = request.args.get("step", desk.TRANSLATE)
    if step not in desk.STEPS:
        raise NotFound()
    found = desk.next_up(translations_texts.entries(language), step, current_user.id, request.args.get("after", ""))
    if found is None:
        flash(gettext("No other text of this language waits for that."))
        return redirect(url_for("staff_translations.part", slug=slug, language=language), 303)
    return redirect(url_for("staff_translations.show", slug=slug, language=language, unit_key=found.unit.key), 303)


def _steps() -> dict[str, Any]:
    """Return the steps that the person may take, with the words of the way to the next text."""
    return {step: words for step, words in NEXT.items() if translations_texts.STEPS[step] in g.permissions}
