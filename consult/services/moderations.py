"""Posts held back: by whom the group lets, for a published reason in words; shown again, appealed and heard."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import posts as rules
from consult.domain.errors import NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.posts import APPEALED, LIFTED, OVERTURNED
from consult.models.base import utc_now
from consult.models.members import Member
from consult.models.threads import Moderation, Post
from consult.services import forum_life, notices, posts
from consult.services.measures import graphemes
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def hold_back(*, by: Acting, post_id: str, rule: str, reason: str) -> str:
    """Hold a post back; its author is told why and can ask the independent person to look. Returns the thread's id.

    Raises NotFound, Conflict("forum-not-open", "you-are-paused", "post-not-shown"), Refused("rule", …),
    Refused("reason", …).
    """
    by.require(Right.MODERATE)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        post, thread = posts.locked(session, by, post_id)
        state = rules.state_of(is_held_back=post.is_held_back, is_taken_back=post.taken_back_at is not None)
        rules.check_holding_back(post.member_id, state, by, author_is_chair=_is_chair(session, post))
        row = Moderation(forum_id=by.forum_id, post_id=post.id, rule=rules.check_reason(rule), by_id=by.member_id,
                         reason=rules.check_words("reason", reason, graphemes), noticed_at=utc_now())
        post.is_held_back = True
        session.add(row)
        notices.tell(session, by.forum_id, only_id=post.member_id)
        return thread.public_id


def lift(*, by: Acting, public_id: str) -> str:
    """Show a post again as long as nobody has decided on an appeal. Returns the thread's public id.

    Raises NotFound, Conflict("forum-not-open", "you-are-paused", "appeal-decided").
    """
    by.require(Right.MODERATE)
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        row, post = _locked(session, by, public_id)
        rules.check_lifting(by, post.member_id, row.state, author_is_chair=_is_chair(session, post))
        row.state, post.is_held_back = LIFTED, False
        return _thread_id(session, by, post)


def appeal(*, by: Acting, public_id: str, words: str) -> None:
    """Ask the independent person to look at one's own post again, while paused and while the forum rests too.

    Raises NotFound, Conflict("appeal-asked", "appeal-decided"), Refused("words", …).
    """
    by.require(Right.REPORT)
    with writing() as session:
        row, post = _locked(session, by, public_id)
        rules.check_appeal(post.member_id, by, row.state)
        row.appeal_words = rules.check_words("words", words, graphemes)
        row.state = APPEALED


def hear(*, by: Acting, public_id: str, outcome: str, words: str) -> None:
    """Say what comes of an appeal, and why; only the independent person does.

    Raises NotFound, Conflict("appeal-decided"), Refused("outcome", …), Refused("words", …).
    """
    by.require(Right.HEAR_APPEALS)
    with writing() as session:
        row, post = _locked(session, by, public_id)
        outcome = rules.check_hearing(by, row.state, outcome)
        words = rules.check_words("words", words, graphemes)
        row.state, row.heard_words, row.heard_by_id, row.heard_at = outcome, words, by.member_id, utc_now()
        if row.state == OVERTURNED:
            post.is_held_back = False


def _locked(session: Session, by: Acting, public_id: str) -> tuple[Moderation, Post]:
    row = session.scalar(select(Moderation).where(
        Moderation.public_id == public_id, Moderation.forum_id == by.forum_id)
        .with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row, session.get_one(Post, row.post_id, with_for_update=True, populate_existing=True)


def _is_chair(session: Session, post: Post) -> bool:
    author = session.get(Member, post.member_id)
    return author is not None and author.is_chair


def _thread_id(session: Session, by: Acting, post: Post) -> str:
    _post, thread = posts.locked(session, by, post.public_id)
    return thread.public_id
