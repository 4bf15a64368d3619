"""Files that came from outside, on their way out: always as a download, never as a page of this site."""

from typing import TYPE_CHECKING, Any, BinaryIO

from flask import send_file
from werkzeug.wrappers import Response as WsgiResponse

if TYPE_CHECKING:
    from consult.models.responses import Attachment


def handed_out(row: "Attachment", stream: BinaryIO) -> WsgiResponse:
    """Return the bytes of an attachment as a download that runs nowhere: no type is guessed, no script starts."""
    response: Any = send_file(stream, mimetype=row.media_type, as_attachment=True, download_name=row.name, max_age=None)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
