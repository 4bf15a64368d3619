"""News that people asked for: how many did, and which letters went out; never to whom."""

from flask import g, render_template

from consult.domain.access import Permission
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import news as stored
from consult.services import news
from consult.web.access import Guarded, staff

blueprint = Guarded("staff_news", __name__, url_prefix="/staff/consultations/<slug>/news")


@blueprint.get("")
@staff(Permission.PUBLISH_REPORT)
def index(slug: str) -> str:
    """Show how many people asked for news, what makes letters go out, and how many did."""
    session = db.session()
    return render_template("staff/news/index.html", consultation=g.consultation, can_tell=news.can_tell(),
                           counts=stored.counts(session, g.consultation.id),
                           told_of=stored.told_of(session, g.consultation.id, london_day(utc_now())))
