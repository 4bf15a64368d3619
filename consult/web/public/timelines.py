"""The steps that the law sets for the plan, with their days and papers: for everyone."""

from datetime import date

from flask import render_template
from flask_babel import gettext

from consult.exports.timeline_words import state_words, step_words
from consult.extensions import db
from consult.services import report_scrutiny
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_timelines", __name__)


@blueprint.get("/<lang>/consultations/<slug>/timeline")
@everyone()
def show(slug: str) -> str:
    """Show each step with the law that sets it, when it was done, its papers and the days between."""
    consultation = visible(slug)
    return render_template(
        "public/scrutiny/timeline.html", consultation=consultation, as_day=date.fromisoformat,
        steps=report_scrutiny.timeline(db.session(), consultation),
        step_words=lambda key: step_words(key, gettext), state_words=lambda code: state_words(code, gettext))
