"""Charters: any member drafts one, the group adopts it; what was adopted is never changed, a new version follows it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import charters as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.charters import Charter
from consult.models.group_decisions import GroupDecision
from consult.queries import charters as stored
from consult.queries import group_decisions as decisions
from consult.services import forum_files, forum_life, group_decisions
from consult.services.clock import now
from consult.services.transaction import writing

KIND = "charter"


def begin(*, by: Acting) -> Charter:
    """Begin a draft from the charter in force, or go on with the one that there is; raises Conflict, NotFound."""
    by.require(Right.DECIDE)
    with writing() as session:
        forum_life.require_open(session, by)
        draft = stored.draft_row(session, by.forum_id)
        if draft is not None:
            return draft
        before = stored.current_row(session, by.forum_id)
        last = session.scalar(select(func.max(Charter.number)).where(Charter.forum_id == by.forum_id)) or 0
        draft = Charter(forum_id=by.forum_id, number=last + 1, drafted_by_id=by.member_id,
                        texts=dict(before.texts) if before else {}, film_id=before.film_id if before else None)
        session.add(draft)
    return draft


def write(*, by: Acting, charter_id: str, texts: rules.Texts, film_due_on: date | None, why: str = "") -> None:
    """Keep the words of a draft as a whole; raises Refused by field, Conflict where it is being decided on, NotFound.

    `texts` is {part: {way: words}}, parts that are left out are emptied; `film_due_on` while there is no film.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        draft = _draft(session, by, charter_id)
        kept: dict[str, Mapping[str, str]] = dict(rules.check_texts(
            {part: {way: clean(words) for way, words in ways.items()} for part, ways in texts.items()}))
        due = rules.check_film_day(film_due_on, london_day(now(session)))
        if due is not None:
            kept[rules.FILM] = {rules.DUE: due.isoformat()}
        if len(why) > rules.MOST_WHY:
            raise Refused("why", "forum-words-long", {"most": rules.MOST_WHY})
        draft.texts, draft.why = kept, clean(why).strip()


def set_film(*, by: Acting, charter_id: str, file_id: str) -> None:
    """Give a draft its film in BSL, one that this member sent; an empty id takes it off.

    Raises Refused("file", "charter-film-wrong") for what is no film, Conflict, NotFound.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        draft = _draft(session, by, charter_id)
        if not file_id:
            draft.film_id = None
            return
        film = forum_files.own(session, by, file_id)
        if film.kind != "video":
            raise Refused("file", "charter-film-wrong")
        draft.film_id = film.id


def ask(*, by: Acting, charter_id: str, asked: group_decisions.Asked) -> GroupDecision:
    """Ask the group to adopt a draft that lacks nothing; until it has answered nobody can change it.

    Raises Conflict("charter-not-ready"), and what group_decisions.open_about does.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        draft = _draft(session, by, charter_id)
        rules.check_ready(rules.DRAFT, stored.view(session, draft).charter)
        return group_decisions.open_about(by=by, kind=KIND, subject_id=draft.public_id, **asked.as_given())


def discard(*, by: Acting, charter_id: str) -> None:
    """Throw a draft away; raises Conflict where it is being decided on, NotFound."""
    by.require(Right.DECIDE)
    with writing() as session:
        session.delete(_draft(session, by, charter_id))


def adopt_decided(session: Session, decision: GroupDecision) -> None:
    """Put a draft in force, because the members decided so."""
    draft = stored.row(session, decision.forum_id, decision.subject_id)
    if draft is None:
        raise NotFound()
    rules.check_draft(rules.DRAFT if draft.adopted_at is None else rules.ADOPTED)
    draft.adopted_at, draft.adopted_by_id = now(session), decision.id


def _draft(session: Session, by: Acting, charter_id: str) -> Charter:
    forum_life.require_open(session, by)
    draft = stored.row(session, by.forum_id, charter_id)
    if draft is None:
        raise NotFound()
    rules.check_draft(rules.DRAFT if draft.adopted_at is None else rules.ADOPTED)
    if decisions.open_about(session, by.forum_id, KIND, charter_id) is not None:
        raise Conflict("being-decided")
    return draft
