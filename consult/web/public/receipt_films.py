"""The English of a person's own films, by receipt code: reading it and putting one's own words in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, request, url_for

from consult.domain.answer_words import CHECKED, WRITTEN
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import signed_answers
from consult.services import signed_words
from consult.web.access import everyone
from consult.web.english_forms import BOX, english_form, label, typed
from consult.web.fields import add_error
from consult.web.public.receipt_copies import blueprint
from consult.web.public.receipts import ask_again, held
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from wtforms.form import BaseForm

    from consult.queries.signed_answers import Standing

# The English of a long film in full, each byte of it as three characters.
BODY_LIMIT = 1024 * 1024


@blueprint.route("/<lang>/receipt/film/<public_id>", methods=["GET", "POST"])
@everyone(body_limit=BODY_LIMIT)
def film_words(public_id: str) -> Any:
    """Show the English that was made of a film, and take the person's own words instead of it."""
    found = held()
    if found is None:
        return ask_again()
    film = next((film for film in signed_answers.of_response(db.session(), found.response)
                 if film.public_id == public_id and film.state in (WRITTEN, CHECKED)), None)
    if film is None:
        raise NotFound()
    form = _form(film)
    if request.method == "POST":
        try:
            signed_words.correct(response_id=found.response.public_id, public_id=public_id,
                                 english=typed(form))
        except Refused as refused:
            add_error(form, BOX + refused.field, sentence(refused))
        except Conflict:
            db.session.rollback()
        if not form.errors:
            return redirect(url_for("public_receipts.check"), 303)
    page = render_template("public/receipt_film_words.html", consultation=g.consultation, film=film, form=form)
    return (page, 422) if form.errors else page


def _form(film: Standing) -> BaseForm:
    boxes = [(part.public_id, label(part.question, part.part)) for part in film.words]
    return english_form(boxes, {part.public_id: part.english for part in film.words},
                        request.form if request.method == "POST" else None)
