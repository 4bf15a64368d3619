"""Responses as files in the browser: what an export holds, and its three files; bringing files in is imports.py's."""

import tempfile
from os import SEEK_END
from typing import IO, Any

from flask import g, render_template, request, send_file
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.extensions import db
from consult.services import response_exports
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence

blueprint = Guarded("staff_response_files", __name__, url_prefix="/staff/consultations/<slug>/responses")
CSV = "text/csv; charset=utf-8"
MEDIA_TYPES = {
    response_exports.CSV: CSV, response_exports.DICTIONARY: CSV,
    response_exports.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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


def _export_page(problem: str = "") -> str:
    return render_template("staff/responses/export.html", consultation=g.consultation, problem=problem,
                           contents=response_exports.contents(db.session(), g.consultation.id),
                           names=response_exports)
