"""Files that came from outside, on their way out: as a download or to be played, never as a page of this site."""

from typing import TYPE_CHECKING, Any, BinaryIO

from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response as WsgiResponse
from werkzeug.wsgi import wrap_file

if TYPE_CHECKING:
    from consult.models.responses import Attachment
    from consult.models.variants import VariantFile


def handed_out(row: "Attachment | VariantFile", stream: BinaryIO) -> WsgiResponse:
    """Return the bytes of a file as a download that runs nowhere: no type is guessed, no script starts."""
    response: Any = send_file(stream, mimetype=row.media_type, as_attachment=True, download_name=row.name, max_age=None)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def played(row: "Attachment | VariantFile", stream: BinaryIO, *, cache: str = "no-store") -> WsgiResponse:
    """Return the bytes of a film, a recording or captions for a player, or the piece that its Range header asks for.

    206 with that piece, 416 where there is none such; `cache` is the Cache-Control of the answer.
    """
    response = Response(wrap_file(request.environ, stream), mimetype=row.media_type, direct_passthrough=True)
    response.call_on_close(stream.close)
    response.content_length = row.size
    response.set_etag(row.digest)
    try:
        response.make_conditional(request.environ, accept_ranges=True, complete_length=row.size)
    except RequestedRangeNotSatisfiable:
        response.close()
        response = Response(status=416, headers={"Content-Range": f"bytes */{row.size}"})
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = cache
    return response
