"""Files in an answer: room for them, taking them in, and giving one back to the person who sent it; nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from consult.domain.errors import NotFound, Refused
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS
from consult.extensions import db
from consult.intake.media import MEGABYTE, MOST_BYTES
from consult.queries import attachments as stored
from consult.services import attachments
from consult.services.attachments import Sent
from consult.web import tokens
from consult.web.access import everyone
from consult.web.downloads import handed_out
from consult.web.public import drafting
from consult.web.public.consultations import visible
from consult.web.public.drafting import Writing
from consult.web.public.respond import BODY_LIMIT, blueprint
from consult.web.question_forms import AskedForm, field_name

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

# What a browser puts around a file.
AROUND = 64 * 1024


def room() -> int:
    """Return how many bytes this request may send: those of a file only to a page of this draft that asks for one."""
    if request.method != "POST" or request.mimetype != "multipart/form-data":
        return BODY_LIMIT
    # What is no file is held in memory.
    request.max_form_memory_size = BODY_LIMIT
    values = request.view_args or {}
    writing = drafting.standing(visible(values["slug"]))
    step = writing.step(values["page"]) if writing is not None else None
    if step is None:
        return BODY_LIMIT
    return BODY_LIMIT + sum(MOST_BYTES[asked.kind] + AROUND for asked in step.questions if asked.kind in MEDIA_KINDS)


def most_megabytes(kind: str) -> int:
    """Return how big a file of an answer of that kind may be, in MB."""
    return MOST_BYTES[kind] // MEGABYTE


def show(form: AskedForm, writing: Writing, step: Step) -> None:
    """Put the files that were sent before on the fields of a page's form."""
    files = stored.of_draft(db.session(), writing.draft)
    for asked in step.questions:
        if asked.kind in MEDIA_KINDS:
            named = writing.draft.answers.get(asked.key, ())
            form[asked.key].files = [files[public_id] for public_id in named if public_id in files]


def take(consultation: Consultation, writing: Writing, step: Step) -> list[Refused]:
    """Keep the files that came with a page, each at once, and return what is wrong with the others."""
    refusals: list[Refused] = []
    for asked in step.questions:
        if asked.kind not in MEDIA_KINDS or tokens.is_stale():
            continue
        found = request.files.get(field_name(asked))
        try:
            if found is not None and found.filename:
                sent = Sent(found.stream, found.filename, found.mimetype or "")  # type: ignore[arg-type]
                attachments.keep(token=writing.token, consultation_id=consultation.id, question=asked, sent=sent)
            elif asked.is_required and not writing.draft.answers.get(asked.key):
                raise Refused(asked.key, "answer-missing")
        except Refused as refused:
            refusals.append(refused)
    return refusals


def remove(consultation: Consultation, writing: Writing, step: Step, public_id: str) -> None:
    """Take the file of that public id out of the answers of a page; raises NotFound where none of them names it."""
    for asked in step.questions:
        if asked.kind in MEDIA_KINDS and public_id in writing.draft.answers.get(asked.key, ()):
            attachments.remove(token=writing.token, consultation_id=consultation.id, question_key=asked.key)
            return
    raise NotFound()


@blueprint.get("/files/<public_id>")
@everyone()
def own_file(slug: str, public_id: str) -> Any:
    """Give a file back to the browser that is writing the answer it belongs to; to everyone else there is none."""
    consultation = visible(slug)
    token = drafting.token_of(consultation)
    if token is None:
        raise NotFound()
    return handed_out(*attachments.open_own(token=token, consultation_id=consultation.id, public_id=public_id))

