"""The page for notes of an event that works without a network, its worker, and the way in for what it sends later."""

import json
from typing import Any

from flask import Response, g, jsonify, render_template, request, url_for
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.events import MOST_NOTES, Note
from consult.services import event_notes
from consult.web import pages
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.event_notes import note_form
from consult.web.staff.events import found

blueprint = Guarded("staff_event_offline", __name__,
                    url_prefix="/staff/consultations/<slug>/events/<event_id>/offline")
# Fifty notes of the longest, four bytes a letter, each byte as three characters.
BODY_LIMIT = 3 * 1024 * 1024
WORDED = ("table", "kind", "text", "question", "node", "client_key")


@blueprint.get("/")
@staff(Permission.RUN_EVENTS)
def page(slug: str, event_id: str) -> str:
    """Show the page: once opened it works with no network, until somebody clears the device."""
    event = found(event_id)
    pages.allow("worker-src", "'self'")
    return render_template("staff/events/offline.html", consultation=g.consultation, event=event, form=note_form())


@blueprint.get("/worker.js")
@staff(Permission.RUN_EVENTS)
def worker(slug: str, event_id: str) -> Response:
    """Hand out the worker from beside its page, for a worker reaches only what lies below it."""
    found(event_id)
    return Response(f'importScripts("{pages.asset("event_worker.js")}");\n', mimetype="text/javascript")


@blueprint.post("/send")
@staff(Permission.RUN_EVENTS, body_limit=BODY_LIMIT)
def send(slug: str, event_id: str) -> Any:
    """Keep the notes that a device sends, each for itself; say of each whether it is kept, or why not."""
    event = found(event_id)
    request.max_form_memory_size = BODY_LIMIT
    results = []
    for given in _sent():
        note = Note(**{name: given[name] for name in WORDED}, has_consent=given["has_consent"],
                    language=event.language)
        result: dict[str, object] = {"client_key": note.client_key, "is_kept": True}
        try:
            event_notes.take_in(consultation_id=g.consultation.id, event_id=event_id, notes=[note],
                                by_id=current_user.id)
        except (Refused, Conflict) as refused:
            result |= {"is_kept": False, "problem": sentence(refused)}
        results.append(result)
    return jsonify(results=results, onward=url_for("staff_event_notes.index", slug=slug, event_id=event_id))


def _sent() -> list[dict[str, Any]]:
    """Return the notes of the request, each with every part; nothing of what has another shape."""
    try:
        found = json.loads(request.form.get("notes", ""))
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [
        {name: str(one.get(name) or "") for name in WORDED} | {"has_consent": one.get("has_consent") is True}
        for one in found[:MOST_NOTES] if isinstance(one, dict) and one.get("client_key")]
