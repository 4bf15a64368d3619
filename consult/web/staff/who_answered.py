"""Who answered so far beside who lives in London, for staff who look after it; protected numbers and never a row."""

from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import g, render_template
from flask_babel import gettext

from consult.domain import low_trust, representation
from consult.domain.access import Permission
from consult.exports import people_words
from consult.extensions import db
from consult.queries import response_counts
from consult.services import report_people
from consult.web import locale
from consult.web.access import Guarded, staff

blueprint = Guarded("staff_who_answered", __name__, url_prefix="/staff/consultations/<slug>/who-answered")


@blueprint.get("")
@staff(Permission.SEE_WHO_ANSWERED)
def index(slug: str) -> str:
    """Show each group from ten people on beside its share of London, the plain verdict and the low-trust groups."""
    session, consultation = db.session(), g.consultation
    profiles = report_people.live(session, consultation)
    groups = [group for profile in profiles for group in profile.groups]
    language = locale.language().tag
    return render_template(
        "staff/who_answered/index.html", consultation=consultation, profiles=profiles,
        people=response_counts.people(session, consultation.id), index=representation.overall_index(groups),
        verdict=people_words.verdict_parts(groups, language, gettext), cautions=people_words.caution(gettext),
        low_trust=[(people_words.low_trust_words(one.key, gettext),
                    people_words.low_trust_lines(one, language, gettext)) for one in low_trust.found_in(groups)],
        say=sayings(), may=_may())


def sayings() -> SimpleNamespace:
    """Return the words of a group's numbers in the page's language, each as a function of the group or code."""
    return SimpleNamespace(**{
        name: partial(_said, getattr(people_words, f"{name}_words"))
        for name in ("standing", "gap", "range", "benchmark", "note")})


def _said(say: Any, about: Any) -> str:
    return str(say(about, gettext))


def _may() -> SimpleNamespace:
    held = g.permissions
    return SimpleNamespace(log=Permission.LOG_REACH in held, cross=Permission.CROSS_INSIDE in held,
                           tables=Permission.READ_EQUALITY_TABLES in held)
