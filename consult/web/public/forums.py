"""Forums that want to be seen: charter, released notes, asks beside replies and marks, measures, and how to join."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.charters import is_film_late
from consult.domain.errors import NotFound
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.exports.forum_words import mark_words, outcome_words, timeliness_words
from consult.extensions import db
from consult.queries import activities, asks, charters, forum_measures, forum_notes, forum_reviews, moderations
from consult.queries import forums as stored
from consult.services import forum_files
from consult.web.access import Guarded, everyone
from consult.web.downloads import played
from consult.web.forum_measure_words import HIDDEN, NAMES
from consult.web.forum_words import (
    condition_words,
    part_words,
    principle_questions,
    principle_words,
    rung_meanings,
    rung_words,
)

if TYPE_CHECKING:
    from consult.models.forums import Forum

blueprint = Guarded("public_forums", __name__)


def wanted(slug: str) -> Forum:
    """Return the forum that has this public page. Raises NotFound, for one that wants none too."""
    found = stored.by_slug(db.session(), slug)
    if found is None:
        raise NotFound()
    return found


@blueprint.get("/<lang>/forums")
@everyone()
def index() -> str:
    """List the forums that want to be seen."""
    return render_template("public/forums/index.html", forums=stored.with_pages(db.session()))


@blueprint.get("/<lang>/forums/<slug>")
@everyone()
def show(slug: str) -> str:
    """Show a forum: what it is for, what it asked and heard, its notes, and how to join."""
    forum, session = wanted(slug), db.session()
    today = london_day(utc_now())
    return render_template(
        "public/forums/show.html", forum=forum, charter=charters.current(session, forum.id),
        notes=forum_notes.shared_with_all(session, forum.id), asks=asks.public(session, forum.id, today),
        activities=[*activities.listed(session, forum.id), *activities.listed(session, forum.id, is_ended=True)],
        reviews=forum_reviews.published(session, forum.id), safety=moderations.numbers(session, forum.id).published(),
        shares=forum_measures.measures(session, forum.id, today), names=NAMES, hidden=HIDDEN, **_words())


@blueprint.get("/<lang>/forums/<slug>/charter")
@everyone()
def charter(slug: str) -> str:
    """Show the charter in force, in plain words and in Easy Read."""
    forum = wanted(slug)
    found = charters.current(db.session(), forum.id)
    if found is None:
        raise NotFound()
    is_late = is_film_late(found.charter, london_day(utc_now()))
    return render_template("public/forums/charter.html", forum=forum, charter=found, parts=part_words(),
                           is_film_late=is_late)


@blueprint.get("/<lang>/forums/<slug>/notes/<public_id>")
@everyone()
def note(slug: str, public_id: str) -> str:
    """Show notes as the group released them."""
    forum = wanted(slug)
    found = next((one for one in forum_notes.shared_with_all(db.session(), forum.id) if one.public_id == public_id),
                 None)
    if found is None:
        raise NotFound()
    return render_template("public/forums/note.html", forum=forum, note=found)


@blueprint.get("/<lang>/forums/<slug>/asks/<public_id>")
@everyone()
def ask(slug: str, public_id: str) -> str:
    """Show an ask beside what was replied and what the group says to that."""
    forum, session = wanted(slug), db.session()
    found = next((one for one in asks.public(session, forum.id, london_day(utc_now())) if one.public_id == public_id),
                 None)
    if found is None:
        raise NotFound()
    return render_template("public/forums/ask.html", forum=forum, ask=found, **_words())


@blueprint.get("/<lang>/forums/<slug>/reviews/<int:year>")
@everyone()
def review(slug: str, year: int) -> str:
    """Show a yearly review that the group published."""
    forum = wanted(slug)
    found = next((one for one in forum_reviews.published(db.session(), forum.id) if one.year == year), None)
    if found is None:
        raise NotFound()
    return render_template("public/forums/review.html", forum=forum, review=found, principles=principle_words(),
                           questions=principle_questions())


@blueprint.get("/forums/<slug>/films/<public_id>")
@everyone()
def film(slug: str, public_id: str) -> WsgiResponse:
    """Hand out a film that a public page of the group shows; one that it released to named bodies is not there."""
    forum, session = wanted(slug), db.session()
    charter_now = charters.current(session, forum.id)
    shown = {charter_now.film if charter_now else "",
             *(one.film_id for one in forum_notes.shared_with_all(session, forum.id)),
             *(one.film_id for one in asks.public(session, forum.id, london_day(utc_now())))}
    if public_id not in shown:
        raise NotFound()
    row, stream = forum_files.opened_released(forum_id=forum.id, public_id=public_id)
    return played(row, stream)


def _words() -> dict[str, Any]:
    """Return the fixed words that templates look up by code."""
    return {
        "rungs": rung_words(), "meanings": rung_meanings(), "conditions": condition_words(),
        "outcome_words": lambda code: outcome_words(code, gettext),
        "mark_words": lambda code: mark_words(code, gettext),
        "time_words": lambda code, days: timeliness_words(code, days, gettext),
    }
