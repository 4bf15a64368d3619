"""Signed films and recordings beside each text: what there is, taking one in, and its way to the public."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.translation_aids import changes
from consult.domain.variants import AUDIO, BSL, SIGNED, STALE
from consult.extensions import db
from consult.intake.media import MEGABYTE
from consult.queries import variant_files as stored
from consult.queries.variant_files import Work
from consult.services import attachments, variant_files, variants
from consult.services.attachments import Sent
from consult.services.secrets import fingerprint
from consult.services.variant_files import KINDS, MOST, Given
from consult.services.variants import MOST_WORDS, Place
from consult.web import errors, pages
from consult.web.access import Guarded, staff
from consult.web.downloads import played
from consult.web.sentences import sentence, words_for
from consult.web.staff.plain_forms import add_error, refuse
from consult.web.staff.variant_file_forms import MediaForm, media_form

blueprint = Guarded("staff_variant_files", __name__, url_prefix="/staff/consultations/<slug>/media")

# What stands in a form beside its files: a transcript of MOST_WORDS, four bytes a letter, and a browser's marks.
AROUND = 512 * 1024


def room() -> int:
    """Return how many bytes an upload may have; what is no file is held in memory and stays small."""
    request.max_form_memory_size = AROUND
    return sum(MOST[kind] for kind in KINDS[BSL]) + AROUND


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> str:
    """List every part with how it stands in British Sign Language, or read aloud in a language."""
    form = request.args.get("form", BSL)
    form = form if form in KINDS else BSL
    language = SIGNED if form == BSL else request.args.get("language", "en")
    if form == AUDIO and language not in _spoken():
        raise NotFound()
    rows = stored.work(db.session(), g.consultation, form, language)
    return render_template("staff/variant_files/index.html", consultation=g.consultation, kind=form, language=language,
                           rows=rows, spoken=_spoken(), languages=LANGUAGES)


@blueprint.get("/<form>/<language>/<path:part>")
@staff(Permission.SEE_VARIANTS)
def part(slug: str, form: str, language: str, part: str) -> Any:
    """Show one part with its film or recording, and the form to put one there."""
    work = _work(form, language, part)
    return _page(Place(part, language, form), work, _form(work, form))


@blueprint.post("/<form>/<language>/<path:part>")
@staff(Permission.TRANSLATE, body_limit=room)
def upload(slug: str, form: str, language: str, part: str) -> Any:
    """Take in a film or a recording with its words, as a draft."""
    place, work = Place(part, language, form), _work(form, language, part)
    typed = _form(work, form, request.form)
    try:
        variant_files.keep(consultation_id=g.consultation.id, place=place, given=_given(typed, form),
                           by_id=current_user.id)
    except (Refused, Conflict) as refused:
        db.session.rollback()
        refuse(typed, refused, "words")
        return _page(place, _work(form, language, part), typed)
    flash(gettext("It was kept as a draft. A second person must check it."))
    return redirect(_address(place), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the form again, with how big its files may be."""
    values = request.view_args or {}
    if request.endpoint != "staff_variant_files.upload":
        return errors.http_error(error)
    form, language, part = values["form"], values["language"], values["part"]
    work = _work(form, language, part)
    typed = _form(work, form)
    main = KINDS[form][0]
    add_error(typed, main, words_for("media-large", {"most": MOST[main] // MEGABYTE}))
    return _page(Place(part, language, form), work, typed)[0], 413


@blueprint.post("/<public_id>/check")
@staff(Permission.CHECK_VARIANTS)
def check(slug: str, public_id: str) -> Any:
    """Say that a second person has watched or heard it and finds it right."""
    return _stepped(public_id, variants.check, gettext("It is checked. It can be approved now."))


@blueprint.post("/<public_id>/approve")
@staff(Permission.APPROVE_VARIANTS)
def approve(slug: str, public_id: str) -> Any:
    """Let it through: it plays beside the text from now on."""
    return _stepped(public_id, variants.approve, gettext(
        "It is approved. It plays beside the text where people read it."))


@blueprint.post("/<public_id>/remove")
@staff(Permission.TRANSLATE)
def remove(slug: str, public_id: str) -> Any:
    """Take it away with its files and words."""
    return _stepped(public_id, variant_files.remove, gettext("It was removed, with its files."))


@blueprint.get("/files/<public_id>")
@staff(Permission.SEE_VARIANTS)
def file(slug: str, public_id: str) -> WsgiResponse:
    """Hand out one file of a film or a recording, whatever its state, to those who work on it."""
    return played(*variant_files.open_for_staff(
        consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id))


def _stepped(public_id: str, step: Callable[..., Any], told: str) -> Any:
    """Take one step of a version's life and go back to its page; a step that cannot be is said there."""
    place = stored.place(db.session(), g.consultation.id, public_id)
    if place is None:
        raise NotFound()
    form, language, part = place
    revision = request.form.get("revision", type=int)
    try:
        step(consultation_id=g.consultation.id, public_id=public_id, revision=revision or 0, by_id=current_user.id)
    except Conflict as conflict:
        db.session.rollback()
        work = _work(form, language, part)
        return _page(Place(part, language, form), work, _form(work, form), [sentence(conflict)])[0], 409
    flash(told)
    return redirect(_address(Place(part, language, form)), 303)


def _spoken() -> list[str]:
    return ["en", *(tag for tag in g.consultation.languages if tag != "en" and tag in LANGUAGES)]


def _work(form: str, language: str, part: str) -> Work:
    if form not in KINDS or language not in ([SIGNED] if form == BSL else _spoken()):
        raise NotFound()
    found = stored.work_on(db.session(), g.consultation, form, language, part)
    if found is None:
        raise NotFound()
    return found


def _address(place: Place) -> str:
    return url_for("staff_variant_files.part", slug=g.consultation.slug, form=place.form, language=place.language,
                   part=place.unit_key)


def _form(work: Work, form: str, typed: Any = None) -> MediaForm:
    row = work.row
    return media_form(form, is_stale=work.standing == STALE, typed=typed,
                      standing={"words": row.words if row is not None else ""})


def _given(form: MediaForm, kind: str) -> Given:
    files = {}
    for name in KINDS[kind]:
        found = request.files.get(name)
        if found is not None and found.filename:
            files[name] = Sent(found.stream, found.filename, found.mimetype or "")  # type: ignore[arg-type]
    still_fits = form["still_fits"].data if "still_fits" in form else False
    return Given(form.words.data or "", files, form.revision.data or 0, bool(form.is_test.data), bool(still_fits),
                 form.seen.data or None)


def _page(place: Place, work: Work, form: MediaForm, wrong: list[str] | None = None) -> Any:
    session = db.session()
    row = work.row
    files = {kind: stored.as_file(one) for kind, one in stored.rows_of(session, row.id).items()} if row else {}
    # Whoever sends the form again has seen what stands on this page.
    form.revision.data, form.seen.data = row.revision if row else 0, fingerprint(work.english.encode())
    if files:
        pages.allow("media-src", "'self'")
    page = render_template(
        "staff/variant_files/part.html", consultation=g.consultation, place=place, work=work, form=form, wrong=wrong,
        playable=stored.as_playable(row, files) if row and KINDS[place.form][0] in files else None,
        kinds=KINDS[place.form], files=files,
        changes=changes(row.source, work.english) if row and work.standing == STALE else (),
        names=stored.names_of(session, row),
        language=LANGUAGES.get(place.language), most=MOST, limit=MOST_WORDS, has_scanner=attachments.scanner().is_there,
        may={"write": Permission.TRANSLATE in g.permissions, "approve": Permission.APPROVE_VARIANTS in g.permissions,
             "check": Permission.CHECK_VARIANTS in g.permissions and row is not None
             and row.written_by_id != current_user.id})
    return (page, 422) if form.errors else (page, 200)
