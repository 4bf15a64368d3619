"""Signed films and recordings for everyone: their bytes, in the pieces that a player asks for."""

from flask import request
from werkzeug.wrappers import Response as WsgiResponse

from consult.services import variant_files
from consult.web.access import Guarded, everyone
from consult.web.downloads import handed_out, played

blueprint = Guarded("public_media", __name__)

# The bytes under an address never change: another file has another address. A week at most after it went stale, only
# a browser that has played it already still has it.
CACHE = "public, max-age=604800, immutable"


@blueprint.get("/media/<public_id>")
@everyone()
def show(public_id: str) -> WsgiResponse:
    """Hand out a film, a recording, captions or a first picture; with `save` in the address, as a download."""
    row, stream = variant_files.open_public(public_id)
    if "save" in request.args:
        return handed_out(row, stream)
    return played(row, stream, cache=CACHE)
