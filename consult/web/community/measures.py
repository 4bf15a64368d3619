"""The measures of a forum for its own people and its monitor: the same numbers as the public sees, no finer."""

from datetime import datetime
from typing import Any

from flask import g, render_template

from consult.domain.forum_access import Right
from consult.domain.working_days import LONDON
from consult.extensions import db
from consult.queries import forum_measures
from consult.web.access import Guarded, member
from consult.web.forum_measure_words import HIDDEN, NAMES

blueprint = Guarded("space_measures", __name__)


@blueprint.get("/<lang>/space/measures")
@member(Right.READ_MEASURES)
def show() -> Any:
    """Show how the forum fares."""
    found = forum_measures.measures(db.session(), g.forum.id, datetime.now(LONDON).date())
    return render_template("community/measures/show.html", forum=g.forum, shares=found, names=NAMES, hidden=HIDDEN)
