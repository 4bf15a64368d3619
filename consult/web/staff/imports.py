"""Files of answers in the browser: bringing one, how far it is, what became of its rows, storing it or giving it up."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.texts import clean
from consult.exports.responses_files import guarded
from consult.extensions import db
from consult.intake.mapping_files import MAX_MAPPING_BYTES, read_mapping
from consult.queries import response_imports as stored
from consult.queries.response_imports import Listed
from consult.services import import_files
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence, words_for
from consult.web.staff.import_forms import UploadForm, upload_form
from consult.web.staff.plain_forms import refuse

blueprint = Guarded("staff_imports", __name__, url_prefix="/staff/consultations/<slug>/imports")
# Both files at their limit, and what a browser puts around them.
BODY_LIMIT = import_files.MAX_BYTES + MAX_MAPPING_BYTES + 1024 * 1024
MOST_SHOWN = 100
# What a row id can be on every database.
MOST_NUMBER = 2**31


@blueprint.get("")
@staff(Permission.IMPORT_RESPONSES)
def index(slug: str) -> Any:
    """List the files that were brought, and offer to bring one."""
    return _list_page(upload_form(stored.panels(db.session(), g.consultation.id)))


@blueprint.post("")
@staff(Permission.IMPORT_RESPONSES, body_limit=BODY_LIMIT)
def bring(slug: str) -> Any:
    """Keep a file, and go on to what it means."""
    form = upload_form(stored.panels(db.session(), g.consultation.id))
    form.validate()
    given, mapping = request.files.get("file"), _mapping_typed(form)
    if given is None or not given.filename:
        refuse(form, Refused("file", "file-missing"), "file")
    if form.errors or given is None:
        return _list_page(form), 422
    try:
        row = import_files.bring(
            consultation_id=g.consultation.id, stream=given.stream, name=clean(given.filename or ""),
            source=form.source.data or "", sample_key=clean(form.sample.data or ""), mapping=mapping,
            by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "file")
        return _list_page(form), 422
    return redirect(url_for("staff_import_mappings.rows", slug=slug, public_id=row.public_id), 303)


def _mapping_typed(form: UploadForm) -> bytes:
    """Return the mapping that was uploaded, checked to be JSON; empty where there is none."""
    given = request.files.get("mapping")
    if given is None or not given.filename:
        return b""
    data = given.stream.read(MAX_MAPPING_BYTES + 1)
    try:
        read_mapping(data)
    except Refused as refused:
        refuse(form, refused, "mapping")
    return data


def _list_page(form: UploadForm) -> str:
    before = request.args.get("before", type=int)
    found = stored.listed(db.session(), g.consultation.id,
                          before=before if before is not None and 0 < before < MOST_NUMBER else None)
    return render_template(
        "staff/imports/index.html", consultation=g.consultation, form=form, listed=found, states=state_words(),
        sources=stored.sources(db.session(), g.consultation.id), page_size=stored.PAGE)


@blueprint.get("/<public_id>")
@staff(Permission.IMPORT_RESPONSES)
def show(slug: str, public_id: str) -> str:
    """Show how far a file is and what can be done with it."""
    return _show_page(_found(public_id))


def _show_page(found: Listed, problem: str = "") -> str:
    session, row = db.session(), found.row
    parts = row.facts.get("problem", {})
    return render_template(
        "staff/imports/show.html", consultation=g.consultation, found=found, row=row, run=found.run, problem=problem,
        states=state_words(), stands=found.run is not None and found.run.state in ("queued", "running"),
        whole=words_for(parts["code"], parts["facts"]) if parts else "",
        problems=[_part_words(part) for part in parts.get("found", ())],
        refused=[(one.number, one.column, words_for(one.code, one.facts))
                 for one in stored.refused(session, row.id, MOST_SHOWN)], most=MOST_SHOWN,
        error=words_for(found.run.error_code, {}) if found.run is not None and found.run.error_code else "",
        earlier=stored.earlier_with_same_bytes(session, row))


def _part_words(part: dict[str, Any]) -> str:
    """Return what is wrong in the meaning of a file, in the words of the pages where it is put right."""
    missing = {"channel": gettext("Say how these answers came, under “All rows”"),
               "consent": gettext("Say that these people agreed that we use their answers, under “All rows”"),
               "columns": gettext("Say of at least one column what it answers, under “Columns”")}
    if part["code"] == "mapping-missing" and part["field"] in missing:
        return missing[part["field"]]
    return words_for(part["code"], part["facts"])


@blueprint.get("/<public_id>.json")
@staff(Permission.IMPORT_RESPONSES)
def progress(slug: str, public_id: str) -> dict[str, Any]:
    """Say how far the work on a file is, for the script that shows it."""
    run = _found(public_id).run
    return {"state": run.state if run else "done", "done": run.done if run else 0, "total": run.total if run else 0}


@blueprint.post("/<public_id>/check")
@staff(Permission.IMPORT_RESPONSES)
def check(slug: str, public_id: str) -> Any:
    """Have the whole file looked through; nothing is stored."""
    return _done(public_id, import_files.check)


@blueprint.post("/<public_id>/take-in")
@staff(Permission.IMPORT_RESPONSES)
def take_in(slug: str, public_id: str) -> Any:
    """Have every row that is right stored."""
    return _done(public_id, import_files.take_in, without_refused=bool(request.form.get("without_refused")))


@blueprint.post("/<public_id>/go-on")
@staff(Permission.IMPORT_RESPONSES)
def go_on(slug: str, public_id: str) -> Any:
    """Have the work taken up again that no worker could end."""
    return _done(public_id, import_files.go_on)


@blueprint.post("/<public_id>/cancel")
@staff(Permission.IMPORT_RESPONSES)
def cancel(slug: str, public_id: str) -> Any:
    """Give the file up; what was stored of it is taken out again."""
    return _done(public_id, import_files.cancel)


def _done(public_id: str, use_case: Callable[..., None], **facts: Any) -> Any:
    """Do what was asked, and go back to the file; a refusal stands on its page."""
    try:
        use_case(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id, **facts)
    except Refused as refused:
        return _show_page(_found(public_id), sentence(refused)), 422
    except Conflict as conflict:
        flash(sentence(conflict))
    return redirect(url_for("staff_imports.show", slug=g.consultation.slug, public_id=public_id), 303)


@blueprint.get("/<public_id>/refused.csv")
@staff(Permission.IMPORT_RESPONSES)
def refused(slug: str, public_id: str) -> Any:
    """Hand out every row that is not taken in, with its number, its column and the reason; no cell of it."""
    row = _found(public_id).row
    answer = Response(stream_with_context(_lines(row.id)), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}-rows-not-taken-in.csv"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _lines(import_id: int) -> Iterator[bytes]:
    # Excel reads other letters than English ones only after this mark.
    yield "\ufeff".encode() + _line(gettext("Row"), gettext("Column"), gettext("What is wrong"))
    for one in stored.every_refused(db.session(), import_id):
        yield _line(str(one.number), one.column, words_for(one.code, one.facts))


def _line(*cells: str) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([guarded(cell) for cell in cells])
    return file.getvalue().encode()


def _found(public_id: str) -> Listed:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def state_words() -> dict[str, str]:
    """Return what the states of a file are called."""
    return {"uploaded": gettext("Say what it means"), "checking": gettext("Being checked"),
            "checked": gettext("Checked"), "storing": gettext("Being stored"), "done": gettext("All is in"),
            "cancelled": gettext("Given up"), "failed": gettext("Did not work")}


