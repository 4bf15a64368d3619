"""Translations as files in the browser, and drafts by a machine; what is taken of a file is the service's to say."""

import base64
import binascii
import io
import zlib
from typing import Any

from flask import flash, g, redirect, render_template, request, send_file, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField

from consult.clients.translation import WHY as WHY_NO_DRAFTS
from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.text_units import SOURCE_LANGUAGE
from consult.domain.translation_files import OUTCOMES
from consult.domain.variants import MISSING, STALE
from consult.extensions import db
from consult.queries import machine_drafts as waiting
from consult.queries import translation_desk as desk
from consult.services import catalogue_files, machine_drafts, translation_files
from consult.services.machine_drafts import Drafted
from consult.services.translation_files import Taken
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence, words_for
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.translations_words import STANDINGS, language_name

blueprint = Guarded("staff_translation_files", __name__, url_prefix="/staff/consultations/<slug>/translation-files")
# A file at its limit, as it comes or as a form carries it on, and what a browser puts around it.
BODY_LIMIT = translation_files.MAX_BYTES * 3 // 2
# More rows than this are no list that anyone reads on a page.
MOST_SHOWN = 200
ONLY = {"": (), "open": (MISSING, STALE)}
SAID = {
    "taken": (_l("Taken in"), "green"), "unchanged": (_l("Unchanged"), "grey"),
    "kept-newer": (_l("Ours is newer"), "blue"), "english-changed": (_l("English changed"), "orange"),
    "refused": (_l("Refused"), "red"),
}
WOULD = {**SAID, "taken": (_l("Would come in"), "green")}
WHY = {
    "kept-newer": _l("Someone changed it here after the download"),
    "english-changed": _l("The English is not the one that was translated"),
}


class ExportForm(Plain):
    """Which language of the consultation, and which texts."""

    language = SelectField(_l("Language"), validate_choice=False)
    only = SelectField(_l("Which texts"), validate_choice=False)


class CatalogueForm(Plain):
    """Which language of the interface."""

    interface_language = SelectField(_l("Language of the site"), validate_choice=False)


class UploadForm(Plain):
    """A file that came back."""

    file = FileField(_l("Translated file"), description=_l("An XLIFF 2 file of up to 10 MB that was downloaded here"))


@blueprint.get("")
@staff(Permission.SEE_VARIANTS)
def index(slug: str) -> Any:
    """Offer the files, a way back in for them, and drafts by a machine where a service is set up."""
    return _page()


@blueprint.post("/export")
@staff(Permission.SEE_VARIANTS)
def export(slug: str) -> Any:
    """Hand out the texts of a language as XLIFF."""
    form = ExportForm()
    try:
        made = translation_files.export(
            consultation_id=g.consultation.id, language=tidy(form.language.data) or "",
            only=ONLY.get(form.only.data or "", ()), by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "language")
        return _page(export_form=form)
    return _handed_out(made.data, "application/xliff+xml", f"{slug}-{form.language.data}.xlf")


@blueprint.post("/interface")
@staff(Permission.SEE_VARIANTS)
def catalogue(slug: str) -> Any:
    """Hand out the words of the interface in a language as PO."""
    form = CatalogueForm()
    language = tidy(form.interface_language.data) or ""
    try:
        data = catalogue_files.export(language=language, consultation_id=g.consultation.id, by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "interface_language")
        return _page(catalogue_form=form)
    return _handed_out(data, "text/x-gettext-translation; charset=utf-8", f"consult-{language}.po")


@blueprint.post("/import")
@staff(Permission.TRANSLATE, body_limit=BODY_LIMIT)
def take_in(slug: str) -> Any:
    """Say what would become of a file that came back; the second step, with the same file, takes it in."""
    form, is_dry_run = UploadForm(), request.form.get("step") != "take"
    try:
        data = _sent()
        taken = translation_files.take_in(
            consultation_id=g.consultation.id, data=data, is_dry_run=is_dry_run, by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "file")
        return _page(upload_form=form)
    return _report(taken, data if is_dry_run and taken.counts["taken"] else b"", is_dry_run)


@blueprint.post("/drafts/<language>")
@staff(Permission.TRANSLATE)
def draft_texts(slug: str, language: str) -> WsgiResponse:
    """Let the service draft the next texts that a language lacks."""
    done = machine_drafts.draft_texts(consultation_id=g.consultation.id, language=language, by_id=current_user.id,
                                      after=tidy(request.form.get("after")) or "")
    _tell(done)
    return redirect(url_for(".index", slug=slug, drafted=language, after=done.after or None,
                            why=done.failed or None, _anchor="drafts"), 303)


@blueprint.post("/answer-drafts/<language>")
@staff(Permission.TRANSLATE_ANSWERS)
def draft_answers(slug: str, language: str) -> WsgiResponse:
    """Let the service draft English for the next answers in a language that wait for a person."""
    after = request.form.get("after", "")
    done = machine_drafts.draft_answers(
        consultation_id=g.consultation.id, language=language, by_id=current_user.id,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0)
    _tell(done)
    return redirect(url_for(".index", slug=slug, answered=language, after=done.after or None,
                            why=done.failed or None, _anchor="drafts"), 303)


def _page(*, export_form: Any = None, catalogue_form: Any = None, upload_form: Any = None) -> Any:
    counts = desk.counts(db.session(), g.consultation)
    form = export_form or ExportForm(formdata=None)
    form.language.choices = choices((tag, language_name(tag)) for tag in counts)
    form.only.choices = choices([("", gettext("All texts")), ("open", gettext("Only missing and changed ones"))])
    interface = catalogue_form or CatalogueForm(formdata=None)
    interface.interface_language.choices = choices(
        (tag, language_name(tag)) for tag in locale.offered() if tag != SOURCE_LANGUAGE)
    forms = {"export_form": form, "catalogue_form": interface, "upload_form": upload_form or UploadForm(formdata=None)}
    page = render_template("staff/translation_files/index.html", consultation=g.consultation, counts=counts,
                           language_name=language_name, **forms, **_machine(counts),
                           may_translate=Permission.TRANSLATE in g.permissions)
    return (page, 422) if any(given.errors for given in forms.values()) else page


def _machine(counts: Any) -> dict[str, Any]:
    """Return what the part about drafts by a machine says: the service, what it may be asked, where it goes on."""
    may_answer, why = Permission.TRANSLATE_ANSWERS in g.permissions, request.args.get("why", "")
    return {
        "problem": words_for(why, {}) if why in WHY_NO_DRAFTS else "",
        "service": machine_drafts.translator(), "sends_answers": machine_drafts.sends_answers(),
        "batch": machine_drafts.BATCH, "drafted": request.args.get("drafted"), "after": request.args.get("after", ""),
        "answered": request.args.get("answered"), "may_answer": may_answer,
        "missing": {tag: found[MISSING] for tag, found in counts.items() if found[MISSING]},
        "answers": waiting.waiting_by_language(db.session(), g.consultation.id) if may_answer else {},
    }


def _report(taken: Taken, data: bytes, is_dry_run: bool) -> str:
    """Return the page that says what became of each text; `data` is the file where it can be taken in next."""
    changed = [outcome for outcome in taken.outcomes if outcome.outcome != "unchanged"]
    rows = [(outcome, sentence(outcome.refused) if outcome.refused else "") for outcome in changed[:MOST_SHOWN]]
    return render_template(
        "staff/translation_files/report.html", consultation=g.consultation, taken=taken, rows=rows, why=WHY,
        said=WOULD if is_dry_run else SAID, outcomes=OUTCOMES, standings=STANDINGS, changed=len(changed),
        name=language_name(taken.language), most=MOST_SHOWN, is_dry_run=is_dry_run,
        kept=base64.b64encode(zlib.compress(data)).decode("ascii") if data else "")


def _sent() -> bytes:
    """Return the bytes of the file, one more than allowed at most: as uploaded, or as the first step carried it on."""
    found = request.files.get("file")
    if found is not None and found.filename:
        return found.stream.read(translation_files.MAX_BYTES + 1)
    try:
        packed = base64.b64decode(request.form.get("kept", ""), validate=True)
        data = zlib.decompressobj().decompress(packed, translation_files.MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        data = b""
    if not data:
        raise Refused("file", "file-missing")
    return data


def _handed_out(data: bytes, media_type: str, name: str) -> WsgiResponse:
    answer = send_file(io.BytesIO(data), media_type, as_attachment=True, download_name=name, etag=False)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _tell(done: Drafted) -> None:
    """Say what one press did; why there are no drafts is said by the page."""
    if done.failed:
        return
    flash(ngettext("%(num)s draft by the machine was kept.", "%(num)s drafts by the machine were kept.", done.kept))
    if done.sent > done.kept:
        flash(ngettext("%(num)s was broken or too late, and stays for a person.",
                       "%(num)s were broken or too late, and stay for a person.", done.sent - done.kept))
