"""The parity board: every part of a consultation in every language and format, what is not ready, what was decided."""

from datetime import date
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.instants import utc_now
from consult.domain.languages import LANGUAGES
from consult.domain.parity import Column, groups_of
from consult.domain.variants import LANGUAGE
from consult.extensions import db
from consult.queries import parity, surveys, variants
from consult.services import offering, survey_drafts, variant_places
from consult.services.offering import PROMISED_FORMS
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.london_days import day_of
from consult.web.staff.parity_words import NOUNS, column_name, lack_sentence

blueprint = Guarded("staff_parity", __name__, url_prefix="/staff/consultations/<slug>/languages-and-formats")


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def board(slug: str) -> Any:
    """Show how far each language and format is, and each part of one kind in all of them."""
    return _page()


@blueprint.post("/unchecked")
@staff(Permission.DECIDE_LANGUAGES)
def allow(slug: str) -> Any:
    """Let a language go out that nobody has checked, with a reason in the name of whoever is signed in."""
    return _decided(lambda language: offering.allow_unchecked(
        consultation_id=g.consultation.id, language=language, reason=request.form.get("reason", ""),
        by_id=current_user.id), gettext("The decision stands, with your name and your reason."))


@blueprint.post("/unchecked/take-back")
@staff(Permission.DECIDE_LANGUAGES)
def take_back(slug: str) -> Any:
    """Take the decision back that let a language go out unchecked."""
    return _decided(lambda language: offering.take_back_allowance(
        consultation_id=g.consultation.id, language=language, by_id=current_user.id),
        gettext("The decision was taken back."))


@blueprint.post("/interface")
@staff(Permission.DECIDE_LANGUAGES)
def check_interface(slug: str) -> Any:
    """Record who has read the interface's own words in a language and approves them."""
    return _decided(lambda language: offering.check_catalogue(
        consultation_id=g.consultation.id, language=language, checker=request.form.get("checker", ""),
        by_id=current_user.id), gettext("The name of the checker was written down."))


@blueprint.post("/waiting")
@staff(Permission.EDIT_SURVEY)
def use_waiting(slug: str) -> Any:
    """Put the translations that were approved since into the survey that people answer, as its next version."""
    try:
        version = survey_drafts.put_texts_into_use(consultation_id=g.consultation.id, by_id=current_user.id)
    except Conflict as conflict:
        return _page(stopped=sentence(conflict)), 409
    flash(gettext("Version %(number)s is in use now. Answers that are in already keep the version that people saw.",
                  number=version.number))
    return redirect(url_for("staff_parity.board", slug=slug, _anchor="whole"), 303)


def _decided(act: Any, told: str) -> Any:
    language = request.form.get("language", "")
    try:
        act(language)
    except Refused as refused:
        return _page({"language": language, "field": refused.field, "sentence": sentence(refused),
                      "typed": request.form.get(refused.field, "")}), 422
    flash(told)
    return redirect(url_for("staff_parity.board", slug=g.consultation.slug, _anchor=f"decide-{language}"), 303)


def _page(wrong: dict[str, str] | None = None, stopped: str = "") -> str:
    session, consultation = db.session(), g.consultation
    columns = [*parity.language_columns(consultation), *(Column(form, tag) for form, tag in PROMISED_FORMS)]
    found = parity.board(session, consultation, columns)
    groups = groups_of(found.parts)
    group = request.args.get("show", "")
    group = group if group in groups else next(iter(groups), "")
    today = day_of(utc_now())
    return render_template(
        "staff/parity/board.html", consultation=consultation, board=found, columns=columns, groups=groups, group=group,
        lines=parity.lines(session, consultation, found, today), names=[column_name(column) for column in columns],
        nouns=NOUNS, lacks=[(lack, lack_sentence(lack)) for lack in offering.lacks(session, consultation)],
        decisions=variants.decisions(session, consultation.id), checks=variants.catalogue_checks(session),
        promises=variants.promises(session, consultation.id), languages=LANGUAGES, work=_work, today=today,
        opens_on=day_of(consultation.opens_at), is_late=_is_late, wrong=wrong,
        may_decide=Permission.DECIDE_LANGUAGES in g.permissions, stopped=stopped, waiting=_waiting(),
        may_use=Permission.EDIT_SURVEY in g.permissions)


def _waiting() -> str:
    """Return how many approved texts the survey in use does not say yet; empty where it says all."""
    session, consultation_id = db.session(), g.consultation.id
    version = surveys.current(session, consultation_id)
    found = variant_places.waiting_texts(session, consultation_id, version.survey) if version is not None else {}
    number = sum(map(len, found.values()))
    return ngettext("%(num)s approved text waits for the next version",
                    "%(num)s approved texts wait for the next version", number) if number else ""


def _is_late(done_on: date | None) -> bool:
    """Say whether a language or format will not be whole before people can answer."""
    opens_on = day_of(g.consultation.opens_at)
    return done_on is None or (opens_on is not None and done_on > opens_on)


# Where the work on a cell is done: endpoint, and the names that its address wants.
_DESKS = {
    LANGUAGE: "staff_translations.part", "easy-read": "staff_easy_read.part", "bsl": "staff_variant_files.part",
    "audio": "staff_variant_files.part",
}


def _work(part: str, column: Column) -> str | None:
    """Return the address where this part is worked on in this language or format."""
    endpoint = _DESKS[column.form]
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, slug=g.consultation.slug, part=part, language=column.language, form=column.form)
