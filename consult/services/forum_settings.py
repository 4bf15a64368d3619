"""What a group sets for itself: a change is proposed by a member and made by the group's decision, nobody else's."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import forum_settings as rules
from consult.domain.errors import Conflict
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision
from consult.services import forum_life, group_decisions
from consult.services.transaction import writing

KIND, PAGE = "settings", "public-page"


def of(forum: Forum) -> dict[str, str | int]:
    """Return the settings of a forum."""
    return {name: getattr(forum, name) for name in rules.NAMES}


def ask(*, by: Acting, given: Mapping[str, str], asked: group_decisions.Asked) -> GroupDecision:
    """Ask the group to change settings; raises Refused by name, Conflict("settings-the-same"), what open_about does."""
    by.require(Right.DECIDE)
    with writing() as session:
        forum = forum_life.require_open(session, by)
        wanted = rules.changes(of(forum), rules.check({name: clean(value) for name, value in given.items()}))
        return group_decisions.open_about(by=by, kind=KIND, detail=rules.to_detail(wanted), **asked.as_given())


def ask_page(*, by: Acting, slug: str, asked: group_decisions.Asked) -> GroupDecision:
    """Ask the group whether it wants a public page at this address, or (empty) none any more.

    Raises Refused("slug", "forum-slug-wrong"), Conflict("forum-slug-taken" | "settings-the-same").
    """
    by.require(Right.DECIDE)
    with writing() as session:
        forum = forum_life.require_open(session, by)
        wanted = rules.check_slug(slug) if slug.strip() else ""
        if wanted == (forum.slug or ""):
            raise Conflict("settings-the-same")
        _check_free(session, by.forum_id, wanted)
        return group_decisions.open_about(by=by, kind=PAGE, detail=wanted, **asked.as_given())


def settings_decided(session: Session, decision: GroupDecision) -> None:
    """Change settings, because the members decided so."""
    forum = _held(session, decision)
    for name, value in rules.from_detail(decision.choices).items():
        setattr(forum, name, value)


def page_decided(session: Session, decision: GroupDecision) -> None:
    """Give the forum its public page, or take it away, because the members decided so."""
    _check_free(session, decision.forum_id, decision.choices)
    _held(session, decision).slug = decision.choices or None


def _check_free(session: Session, forum_id: int, slug: str) -> None:
    """Raise Conflict where another public page has this address; only public ones have any."""
    if slug and session.scalar(select(Forum.id).where(Forum.slug == slug, Forum.id != forum_id)) is not None:
        raise Conflict("forum-slug-taken")


def _held(session: Session, decision: GroupDecision) -> Forum:
    return session.get_one(Forum, decision.forum_id, with_for_update=True, populate_existing=True)
