"""What came of what I said: for one member alone, also in Easy Read; nothing on it is counted or kept."""

from typing import Any

from flask import g, render_template, request

from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import own_words
from consult.web.access import Guarded, member
from consult.web.community.asks import sayings
from consult.web.easy_read_pictures import ALTS

blueprint = Guarded("space_mine", __name__)


@blueprint.get("/<lang>/space/mine")
@member(Right.READ_NOTES)
def show() -> Any:
    """Show each thing that this member spoke of, and what came of it; in Easy Read for who reads it or asks for it."""
    asked = request.args.get("easy", "")
    is_easy = asked == "yes" or (g.acting.is_easy_read and asked != "no")
    found = own_words.what_came(db.session(), g.acting, london_day(utc_now()))
    return render_template(f"community/mine/{'easy' if is_easy else 'show'}.html", forum=g.forum, found=found,
                           is_easy=is_easy, say=sayings(), alts=ALTS)
