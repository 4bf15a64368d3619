"""Responses as files in the browser: what an export holds and its three files, and taking a file of responses in."""

import tempfile
from os import SEEK_END
from typing import IO, Any

from flask import g, render_template, request, send_file
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from wtforms import BooleanField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.extensions import db
from consult.services import response_exports, response_imports
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_response_files", __name__, url_prefix="/staff/consultations/<slug>/responses")
CSV = "text/csv; charset=utf-8"
MEDIA_TYPES = {
    response_exports.CSV: CSV, response_exports.DICTIONARY: CSV,
    response_exports.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Both files at their limit, and what a browser puts around them.
BODY_LIMIT = response_imports.MAX_BYTES + response_imports.MAX_MAPPING_BYTES + 1024 * 1024
# More refused rows than this are no list that anyone reads on a page.
MOST_SHOWN = 200


class ImportForm(Plain):
    """A table of responses, what its columns mean, and whether to look first."""

    file = FileField(_l("File with the answers"), description=_l("A CSV or Excel file of up to 20 MB"))
    mapping = FileField(_l("Mapping"), description=_l("A JSON file that says what each column means"))
    dry_run = BooleanField(_l("Only check the file and store nothing"))


@blueprint.get("/export")
@staff(Permission.EXPORT_RESPONSES)
def export(slug: str) -> str:
    """Show what the files hold and offer them."""
    return _export_page()


@blueprint.post("/export")
@staff(Permission.EXPORT_RESPONSES)
def download(slug: str) -> Any:
    """Hand out one of the files; it is made whole before the first byte leaves, and kept nowhere."""
    name = request.form.get("name", "")
    try:
        file = _made(name)
    except Refused as refused:
        return _export_page(sentence(refused)), 422
    answer = send_file(file, MEDIA_TYPES[name], as_attachment=True, download_name=f"{slug}-{name}", etag=False)
    answer.content_length = file.seek(0, SEEK_END)
    file.seek(0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _made(name: str) -> IO[bytes]:
    """Return the file, open and without a name on the disk; it is gone when it is closed. Raises Refused."""
    if name not in response_exports.FILES:
        raise Refused("name", "file-missing")
    file = tempfile.TemporaryFile()
    try:
        response_exports.write(consultation_id=g.consultation.id, name=name, file=file, translate=gettext,
                               by_id=current_user.id)
    except BaseException:
        file.close()
        raise
    return file


@blueprint.route("/import", methods=["GET", "POST"])
@staff(Permission.IMPORT_RESPONSES, body_limit=BODY_LIMIT)
def take_in(slug: str) -> Any:
    """Take a file in, or only check it, and say what became of each row."""
    form = ImportForm()
    outcome, problems = _taken(form) if request.method == "POST" else (None, [])
    rows = outcome.refused if outcome else []
    page = render_template(
        "staff/responses/import.html", consultation=g.consultation, form=form, problems=problems, outcome=outcome,
        words=_words(outcome, bool(form.dry_run.data)) if outcome else [], refused=len(rows), most=MOST_SHOWN,
        rows=[(row.number, row.column, sentence(row.refused)) for row in rows[:MOST_SHOWN]])
    return (page, 422) if form.errors else page


def _export_page(problem: str = "") -> str:
    return render_template("staff/responses/export.html", consultation=g.consultation, problem=problem,
                           contents=response_exports.contents(db.session(), g.consultation.id),
                           names=response_exports)


def _taken(form: ImportForm) -> tuple[response_imports.Outcome | None, list[str]]:
    """Return what became of the rows; None where the file or the mapping is not right, with what is wrong in it."""
    found = {name: _uploaded(form, name, most) for name, most in (
        ("file", response_imports.MAX_BYTES), ("mapping", response_imports.MAX_MAPPING_BYTES))}
    if form.errors:
        return None, []
    try:
        return response_imports.take_in(
            consultation_id=g.consultation.id, data=found["file"], mapping=found["mapping"],
            is_dry_run=bool(form.dry_run.data), by_id=current_user.id), []
    except (Refused, Conflict) as refused:
        refuse(form, refused, "file")
        parts = response_imports.problems_of(refused) if isinstance(refused, Refused) else ()
        return None, [sentence(part) for part in parts]


def _uploaded(form: ImportForm, name: str, most: int) -> bytes:
    """Return the bytes of an uploaded file, one more than allowed at most; noted on the form where there is none."""
    given = request.files.get(name)
    if given is None or not given.filename:
        refuse(form, Refused(name, "file-missing"), name)
        return b""
    return given.stream.read(most + 1)


def _words(outcome: response_imports.Outcome, is_dry_run: bool) -> list[str]:
    """Return what became of the rows and columns, a sentence for each."""
    found = [ngettext("%(num)s response can be taken in. Nothing was stored.",
                      "%(num)s responses can be taken in. Nothing was stored.", outcome.taken) if is_dry_run else
             ngettext("%(num)s response was taken in.", "%(num)s responses were taken in.", outcome.taken)]
    if outcome.known:
        found.append(ngettext("%(num)s row was taken in before.", "%(num)s rows were taken in before.",
                              outcome.known))
    if outcome.ignored:
        found.append(gettext("These columns have no place in the mapping: %(names)s.",
                             names=", ".join(outcome.ignored)))
    return found
