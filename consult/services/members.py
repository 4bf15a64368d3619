"""Members of a forum under the names that they chose for it; joining.py lets them in and leaving.py out."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain import member_names
from consult.domain.errors import NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.group_decisions import GroupDecision
from consult.models.members import Member
from consult.queries import forums, members
from consult.services.measures import graphemes
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing


def hash_of_code(code: str) -> str:
    """Return the keyed hash under which seven words that lead into a space are stored, whatever they open there."""
    return keyed_hash("space", code)


def add(session: Session, forum_id: int, *, name: str, pronouns: str = "", standing: str = "member",
        is_chair: bool = False, beside_id: int | None = None, language: str = "en", is_easy_read: bool = False,
        code: str | None = None) -> Member:
    """Add somebody to a forum and return them. Call it inside a write transaction, after what lets them in was checked.

    Raises Refused("name" or "pronouns", …), "member-name-taken" where a name there looks the same.
    """
    name = member_names.read_name(name, graphemes)
    found = Member(
        forum_id=forum_id, standing=standing, is_chair=is_chair, name=name, name_skeleton=free_skeleton(
            session, forum_id, name), pronouns=member_names.read_pronouns(pronouns, graphemes), beside_id=beside_id,
        language=language, is_easy_read=is_easy_read, code_hash=hash_of_code(code) if code else None,
        joined_month=london_day(utc_now()).replace(day=1))
    session.add(found)
    _flush(session)
    return found


def free_skeleton(session: Session, forum_id: int, name: str, *, but_id: int | None = None) -> str:
    """Return the skeleton of a name; raises Refused("name", "member-name-taken") where somebody else's looks so."""
    skeleton = member_names.skeleton(name)
    if members.is_taken(session, forum_id, skeleton, but_id=but_id):
        raise Refused("name", "member-name-taken")
    return skeleton


def rename(*, name: str, pronouns: str, by: Acting) -> None:
    """Give the member another name and pronouns in this forum; raises Refused as `add` does."""
    with writing() as session:
        found = own(session, by)
        wanted = member_names.read_name(name, graphemes)
        found.pronouns = member_names.read_pronouns(pronouns, graphemes)
        found.name_skeleton = free_skeleton(session, by.forum_id, wanted, but_id=found.id)
        found.name = wanted
        _flush(session)


def _flush(session: Session) -> None:
    """Write what was named; of two who take one name in the same moment, the later is told as everybody is."""
    try:
        session.flush()
    except IntegrityError:
        raise Refused("name", "member-name-taken") from None


def own(session: Session, by: Acting) -> Member:
    """Return the row of who acts; raises NotFound where they left meanwhile."""
    found = members.by_id(session, by.member_id)
    if found is None or found.forum_id != by.forum_id:
        raise NotFound()
    return found


def chair_decided(session: Session, decision: GroupDecision) -> None:
    """Make somebody a chair, or a chair none, because the group decided so; nothing where they left meanwhile."""
    found = forums.member(session, decision.forum_id, decision.subject_id)
    if found is not None and found.standing == "member":
        found.is_chair = not found.is_chair
