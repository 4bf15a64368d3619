"""Code frames as files in the browser: handed out, and taken in after a page that says what would become of them."""

import base64
import binascii
import zlib
from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.frame_imports import CHANGED, MADE, Planned
from consult.domain.theme_titles import title_problems
from consult.services import code_frame_files
from consult.services.code_frame_files import Taken
from consult.web.access import staff
from consult.web.staff.code_frame_forms import FrameFileForm
from consult.web.staff.code_frame_pages import frame_page
from consult.web.staff.code_frame_words import FIELDS, OUTCOMES, reason_words, title_words
from consult.web.staff.plain_forms import refuse

# A file at its limit, as it comes or as a form carries it on, and what a browser puts around it.
BODY_LIMIT = code_frame_files.MAX_BYTES * 3 // 2
# More rows than this are no list that anyone reads on a page.
MOST_SHOWN = 300


@staff(Permission.READ_FINDINGS)
def download(slug: str, kind: str) -> WsgiResponse:
    """Hand out the themes in use as CSV, XLSX or a REFI-QDA codebook."""
    if kind not in code_frame_files.FORMATS:
        raise NotFound()
    data = code_frame_files.export(consultation_id=g.consultation.id, kind=kind, by_id=current_user.id)
    answer = make_response(data)
    answer.headers["Content-Type"] = code_frame_files.FORMATS[kind][1]
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-themes.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff(Permission.EDIT_CODE_FRAME, body_limit=BODY_LIMIT)
def take_in(slug: str) -> Any:
    """Say what would become of a file; the second step, with the same file, makes and changes the themes."""
    form, is_dry_run = FrameFileForm(), request.form.get("step") != "take"
    try:
        data = _sent()
        taken = code_frame_files.take_in(consultation_id=g.consultation.id, data=data, is_dry_run=is_dry_run,
                                         version=None if is_dry_run else _version(), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "file")
        return frame_page(file_form=form)
    if is_dry_run:
        return _preview(taken, data)
    changed = taken.counts[MADE] + taken.counts[CHANGED]
    flash(ngettext("%(num)s theme was made or changed.", "%(num)s themes were made or changed.", changed))
    return redirect(url_for("staff_codebooks.index", slug=slug), 303)


def _preview(taken: Taken, data: bytes) -> str:
    rows = [_row(item) for item in taken.planned if item.outcome in (MADE, CHANGED) or item.notes]
    left = [(row.name, " ".join(reason_words(reason.code, reason.facts) for reason in row.reasons))
            for row in taken.read.report if row.reasons]
    return render_template(
        "staff/codebooks/import.html", consultation=g.consultation, taken=taken, rows=rows[:MOST_SHOWN],
        more=len(rows) - MOST_SHOWN, left=left[:MOST_SHOWN], outcomes=OUTCOMES,
        notes=[reason_words(note.code, note.facts) for note in taken.read.notes],
        names={item.theme.key: item.theme.name for item in taken.planned},
        changes=taken.counts[MADE] + taken.counts[CHANGED],
        kept=base64.b64encode(zlib.compress(data)).decode("ascii"))


def _row(item: Planned) -> dict[str, Any]:
    words = [reason_words(code, {}) for code in item.notes]
    if "name" in item.fields or item.before is None:
        words += [title_words(problems) for problems in [title_problems(item.theme.name)] if problems]
    return {"theme": item.theme, "outcome": item.outcome, "before": item.before,
            "fields": [FIELDS[name] for name in item.fields], "words": words}


def _version() -> int:
    """Return the version of the frame that the person looked at, none that there ever was where it is not told."""
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def _sent() -> bytes:
    """Return the bytes of the file, one more than allowed at most: as uploaded, or as the first step carried it on."""
    found = request.files.get("file")
    if found is not None and found.filename:
        return found.stream.read(code_frame_files.MAX_BYTES + 1)
    try:
        packed = base64.b64decode(request.form.get("kept", ""), validate=True)
        data = zlib.decompressobj().decompress(packed, code_frame_files.MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        data = b""
    if not data:
        raise Refused("file", "file-missing")
    return data
