"""The first page of the space: what waits for this member, and the next meeting; no feed and no counts of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from consult.domain.forum_access import Acting, Right
from consult.domain.instants import utc_now
from consult.domain.meetings import COMING
from consult.extensions import db
from consult.queries import (
    agenda_merges,
    agreement_steps,
    asks,
    group_decisions,
    joining,
    meeting_needs,
    meetings,
    member_reports,
    moderations,
    outside_requests,
)
from consult.web.access import Guarded, member

if TYPE_CHECKING:
    from consult.models.meetings import Meeting

blueprint = Guarded("space_home", __name__)
# Unicode's marks around words whose direction is their own (UAX 9, first strong isolate).
ISOLATE, ENDED = "\u2068", "\u2069"
# Characters of a question on this page; the whole stands where it is answered.
MOST = 120


@dataclass(frozen=True)
class Card:
    """One thing that waits: words that lead to where it is done."""

    text: str
    href: str


@blueprint.get("/<lang>/space")
@member(Right.BE_THERE)
def show() -> Any:
    """Show what waits for this member."""
    session = db.session()
    cards = [card for find in CARDS for card in find(session, g.acting)]
    return render_template("community/home.html", forum=g.forum, cards=cards, meeting=_next_meeting(session, g.acting))


def _next_meeting(session: Session, acting: Acting) -> Meeting | None:
    """Return the meeting that comes next or runs now, for who may read of it; the page shows its time alone."""
    if Right.READ_AGENDA not in acting.rights:
        return None
    coming = [one for one in meetings.of_forum(session, acting.forum_id)
              if one.state in COMING and one.ends_at >= utc_now()]
    return coming[-1] if coming else None


def _questions(session: Session, acting: Acting) -> list[Card]:
    return [Card(gettext("The group asks you: %(question)s", question=_short(question)),
                 url_for("space_decisions.show", public_id=public_id))
            for public_id, question, _closes_on in group_decisions.waiting(session, acting)]


def _held_back(session: Session, acting: Acting) -> list[Card]:
    return [Card(gettext("Something that you said was held back. See why, and what you can do."),
                 url_for("space_steps.index"))] if moderations.waiting(session, acting) else []


def _needs(session: Session, acting: Acting) -> list[Card]:
    return [Card(gettext("There is an answer to what you need for a meeting"),
                 url_for("space_meetings.show", meeting_id=public_id, _anchor="needs"))
            for public_id in meeting_needs.waiting(session, acting)]


def _tray(session: Session, acting: Acting) -> list[Card]:
    if Right.ANSWER_TRAY not in acting.rights:
        return []
    waiting = outside_requests.waiting(session, acting)
    return [Card(gettext("A request from outside waits in the tray"), url_for("space_tray.index"))] if waiting else []


def _merges(session: Session, acting: Acting) -> list[Card]:
    if Right.ORDER_AGENDA not in acting.rights:
        return []
    waiting = agenda_merges.waiting(session, acting)
    return [Card(gettext("Somebody wants to put your item together with another one"), url_for("space_agenda.index"))
            ] if waiting else []


def _replies(session: Session, acting: Acting) -> list[Card]:
    return [Card(gettext("There is a reply to: %(ask)s", ask=_short(title)),
                 url_for("space_asks.show", ask_id=public_id)) for public_id, title in asks.waiting(session, acting)]


def _at_the_door(session: Session, acting: Acting) -> list[Card]:
    if Right.LET_IN not in acting.rights or not joining.waiting(session, acting.forum_id):
        return []
    return [Card(gettext("Somebody asks to join"), url_for("space_join.index"))]


def _heard(session: Session, acting: Acting) -> list[Card]:
    """Return what waits for the person whom the group chose to hear reports, or appeals."""
    found = []
    if Right.HEAR_REPORTS in acting.rights and member_reports.waiting(session, acting):
        found.append(Card(gettext("A report waits for you"), url_for("space_reports.index")))
    if Right.HEAR_APPEALS in acting.rights and (
            agreement_steps.waiting(session, acting) or moderations.appeals(session, acting)):
        found.append(Card(gettext("Somebody asks you to look again"), url_for("space_appeals.index")))
    return found


def _short(words: str) -> str:
    """Return somebody's words as part of a sentence in any direction of writing, cut where they are long."""
    line = " ".join(words.split())
    return ISOLATE + (line if len(line) <= MOST else line[:MOST - 1].rstrip() + "…") + ENDED


# Each asks its own query; the order is that of the page.
CARDS: tuple[Callable[[Session, Acting], Sequence[Card]], ...] = (
    _questions, _held_back, _needs, _tray, _merges, _replies, _at_the_door, _heard)
