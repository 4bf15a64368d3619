"""A file of the forum, played or handed out to who may open it there; for everyone else there is none."""

from flask import g
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.forum_access import Right
from consult.services import forum_files
from consult.web.access import Guarded, member
from consult.web.community import markup
from consult.web.downloads import handed_out, played
from consult.web.pages import allow

blueprint = Guarded("space_files", __name__)
# For every page of the space: `words|written`, `author_name(name)`, and leave for a page to have players.
blueprint.add_app_template_filter(markup.shown, "written")
blueprint.add_app_template_filter(markup.plain, "in_one_line")
blueprint.add_app_template_global(markup.author, "author_name")


@blueprint.get("/<lang>/space/files/<public_id>")
@member(Right.BE_THERE)
def show(public_id: str) -> WsgiResponse:
    """Play a film or a recording, hand a document out as a download."""
    row, stream = forum_files.opened(by=g.acting, public_id=public_id)
    return handed_out(row, stream) if row.kind == "file" else played(row, stream)


@blueprint.app_template_global()
def allow_players() -> str:
    """Let the page that is being made play films and recordings; returns nothing to show."""
    allow("media-src", "'self'")
    return ""
