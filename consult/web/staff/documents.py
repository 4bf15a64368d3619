"""Files of what was taken in, for those who take in: as copies that say nothing else, or as they came, for a reason."""

from typing import Any

from flask import g, render_template, send_file
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.services import source_copies
from consult.services.source_copies import MOST_REASON, Served
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_documents", __name__,
                    url_prefix="/staff/consultations/<slug>/submissions/<public_id>/files/<file_id>")


class ReasonForm(Plain):
    """Why somebody needs a file with everything that its sender left in it."""

    reason = TextAreaField(_l("Why do you need it?"), filters=[tidy],
                           description=_l("Your reason is kept, with your name and the time."))


@blueprint.get("")
@staff(Permission.TAKE_IN)
def show(slug: str, public_id: str, file_id: str) -> WsgiResponse:
    """Hand out the clean copy of a file as a download."""
    return _sent(source_copies.copy(**_asked(public_id, file_id)))


@blueprint.get("/pages/<int:page>")
@staff(Permission.TAKE_IN)
def page(slug: str, public_id: str, file_id: str, page: int) -> WsgiResponse:
    """Show one page of a scan as a picture."""
    if page < 1:
        raise NotFound()
    return _sent(source_copies.picture(**_asked(public_id, file_id), page=page), is_shown=True)


@blueprint.get("/as-it-came")
@staff(Permission.OPEN_SENDERS)
def ask(slug: str, public_id: str, file_id: str) -> Any:
    """Show the form that asks why the file is needed as it came."""
    return _reason_page(public_id, file_id, ReasonForm(formdata=None))


@blueprint.post("/as-it-came")
@staff(Permission.OPEN_SENDERS)
def as_it_came(slug: str, public_id: str, file_id: str) -> Any:
    """Hand out a file as it came, for a reason that stays in the trail."""
    form = ReasonForm()
    try:
        return _sent(source_copies.as_it_came(**_asked(public_id, file_id), reason=form.reason.data or ""))
    except Refused as refused:
        refuse(form, refused, "reason")
        return _reason_page(public_id, file_id, form)


def _reason_page(public_id: str, file_id: str, form: ReasonForm) -> Any:
    page = render_template("staff/documents/as_it_came.html", consultation=g.consultation, form=form,
                           public_id=public_id, file_id=file_id, limit=MOST_REASON)
    return (page, 422) if form.errors else (page, 200)


def _asked(public_id: str, file_id: str) -> dict[str, Any]:
    return {"consultation_id": g.consultation.id, "submission_public_id": public_id, "file_public_id": file_id,
            "by_id": current_user.id}


def _sent(served: Served, *, is_shown: bool = False) -> WsgiResponse:
    """Return a file that runs nowhere: no type is guessed, no script starts, and no cache keeps it."""
    response: Any = send_file(served.stream, mimetype=served.media_type, as_attachment=not is_shown,
                              download_name=served.name, max_age=None, etag=False)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[no-any-return]
