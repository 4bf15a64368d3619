"""The home page, a consultation's front page and the pages of information around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain import consultations as rules
from consult.domain.errors import NotFound
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import closings, consultations, front_links
from consult.web import closing_words, locale, players
from consult.web.access import Guarded, everyone

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public", __name__)


def visible(slug: str) -> Consultation:
    """Return the consultation that Londoners see under this slug, and remember it for the page's furniture.

    Raises NotFound where there is none or it is not shown yet; both look the same.
    """
    found = consultations.visible_by_slug(db.session(), slug)
    if found is None:
        raise NotFound()
    g.consultation = found
    return found


def state_of(consultation: Consultation) -> str:
    """Return `upcoming`, `open` or `closed` at this instant."""
    return rules.state(consultation.opens_at, consultation.closes_at, utc_now())


@blueprint.get("/")
@everyone()
def root() -> WsgiResponse:
    """Send the reader to the home page in the language that fits their browser best."""
    response = redirect(url_for("public.home", lang=locale.preferred()))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/health")
@everyone()
def health() -> dict[str, str]:
    """Say that the site answers, and nothing else."""
    return {"status": "ok"}


@blueprint.get("/<lang>/")
@everyone()
def home() -> str:
    """Show the consultations that people can read about, the open ones first."""
    found = consultations.visible(db.session())
    return render_template("public/home.html", consultations=[(item, state_of(item)) for item in found])


@blueprint.get("/<lang>/consultations/<slug>")
@everyone()
def show(slug: str) -> str:
    """Show what a consultation is about, until when, and what can change."""
    consultation = visible(slug)
    session = db.session()
    changes = closings.changes_of(session, consultation.id)
    duties, stages = (of(session, consultation.id) for of in (consultations.duties_of, consultations.stages_of))
    return render_template(
        "public/consultations/show.html", consultation=consultation, state=state_of(consultation),
        closing=closing_words.closing(consultation, changes), instant=closing_words.instant,
        duties=duties, stages=stages, players=players.beside(consultation, _parts_of_front(len(duties), len(stages))),
        there=front_links.beside(session, consultation),
    )


def _parts_of_front(duties: int, stages: int) -> list[str]:
    """Return the parts on the front page that can be signed or read aloud."""
    fields = ("title", "summary", "what_can_change", "what_cannot_change")
    return [*(f"consultation/{name}" for name in fields), *(f"duty/{number + 1}" for number in range(duties)),
            *(f"stage/{number + 1}" for number in range(stages))]


@blueprint.get("/<lang>/consultations/<slug>/privacy")
@everyone()
def privacy(slug: str) -> str:
    """Show what happens with answers, for everyone and for children."""
    consultation = visible(slug)
    return render_template("public/consultations/privacy.html", consultation=consultation, players=players.beside(
        consultation, ("consultation/privacy_notice", "consultation/privacy_for_children")))


@blueprint.get("/<lang>/help")
@everyone()
def support() -> str:
    """Show where to turn in danger, to report a crime, and for support."""
    return render_template("public/support.html", **_contacts())


def _contacts() -> dict[str, Any]:
    """Return the numbers of the emergency services and of helplines; facts, the same in each language."""
    return {"emergency": "999", "police": "101", "text_register": "emergencySMS"}
