"""What two people look for before an edition's data come out, and the files that were made of it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, TextAreaField

from consult.domain.access import Permission
from consult.domain.data_releases import NOTE_LENGTH
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.intruder_checks import ITEMS, PEOPLE, is_enough
from consult.extensions import db
from consult.queries import data_releases as stored
from consult.queries import edition_files as stored_files
from consult.queries import reports
from consult.services import data_releases, edition_files
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import words_for
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.release_words import ANSWER_WORDS, FILE_STATE_WORDS, FILE_WORDS, ITEM_WORDS

blueprint = Guarded("staff_release_checks", __name__,
                    url_prefix="/staff/consultations/<slug>/releases/editions/<int:number>")
# Larger than a database's integer is no edition.
MOST_NUMBER = 10**6


def _check_form() -> type[Plain]:
    """Return the form with a choice for each line of the checklist and a note."""
    fields: dict[str, Any] = {
        item: RadioField(ITEM_WORDS[item][0], description=ITEM_WORDS[item][1], choices=choices(ANSWER_WORDS.items()),
                         validate_choice=False) for item in ITEMS}
    fields["note"] = TextAreaField(_l("What you found"), filters=[tidy],
                                   description=_l("Needed where you found something. Staff alone read it."))
    return type("CheckForm", (Plain,), fields)


CheckForm = _check_form()


@blueprint.get("")
@staff(Permission.CHECK_RELEASE)
def show(slug: str, number: int) -> Any:
    """Show the checklist with the answers that this person gave before, and who looked besides."""
    mine = next((line for line in _looked(number) if line.person_id == current_user.id), None)
    form = CheckForm(formdata=None, data={**mine.answers, "note": mine.note} if mine is not None else None)
    return _page(number, form)


@blueprint.post("")
@staff(Permission.CHECK_RELEASE)
def sign(slug: str, number: int) -> Any:
    """Keep what this person found, under their name."""
    _looked(number)
    form = CheckForm()
    try:
        is_passed = data_releases.sign_check(
            consultation_id=g.consultation.id, number=number, note=form["note"].data or "", by_id=current_user.id,
            answers={item: form[item].data for item in ITEMS if form[item].data})
    except (Refused, Conflict) as refused:
        refuse(form, refused, ITEMS[0])
        return _page(number, form), 422
    flash(gettext("You found nothing that shows somebody. Your name stands under it.") if is_passed
          else gettext("You found something. The data of this edition cannot come out."))
    return redirect(url_for("staff_releases.index", slug=slug), 303)


@blueprint.get("/files")
@staff(Permission.RELEASE_DATA)
def files(slug: str, number: int) -> str:
    """Show which files of the edition are made, and why others are not."""
    _looked(number)
    return render_template(
        "staff/releases/files.html", consultation=g.consultation, number=number, words_for=words_for,
        files=stored_files.of_edition(db.session(), g.consultation.id, number), kinds=FILE_WORDS,
        states=FILE_STATE_WORDS, language_name=language_name)


@blueprint.post("/files")
@staff(Permission.RELEASE_DATA)
def make(slug: str, number: int) -> Any:
    """Let those files be made that are not there."""
    edition_files.ask_again(consultation_id=g.consultation.id, number=number, by_id=current_user.id)
    flash(gettext("The files are being made. Load this page again after some minutes."))
    return redirect(url_for("staff_release_checks.files", slug=slug, number=number), 303)


def _looked(number: int) -> list[stored.CheckLine]:
    """Return who looked at an edition; raises NotFound where there is none of this number."""
    session, consultation_id = db.session(), g.consultation.id
    if number >= MOST_NUMBER or number not in [line.number for line in reports.editions(session, consultation_id)]:
        raise NotFound()
    return stored.checks(session, consultation_id, number)


def _page(number: int, form: Plain) -> str:
    looked = _looked(number)
    return render_template(
        "staff/releases/check.html", consultation=g.consultation, form=form, number=number, looked=looked, items=ITEMS,
        needed=PEOPLE, is_enough=is_enough(stored.as_checks(looked)), limit=NOTE_LENGTH, is_new=request.method == "GET",
        release=stored.of_edition(db.session(), g.consultation.id, number))
