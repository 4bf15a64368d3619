"""Files that people answered with, for staff who read responses; each time one is opened is kept in the trail."""

from flask import g
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.services import attachments
from consult.web.access import Guarded, staff
from consult.web.downloads import handed_out

blueprint = Guarded("staff_attachments", __name__, url_prefix="/staff/consultations/<slug>")


@blueprint.get("/files/<public_id>")
@staff(Permission.READ_RESPONSES)
def show(slug: str, public_id: str) -> WsgiResponse:
    """Hand out one file of a response as a download."""
    return handed_out(*attachments.open_for_staff(
        consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id))
