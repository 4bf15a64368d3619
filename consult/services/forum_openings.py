"""Opens a forum: empty, with one code for its first chair; whoever opens it can never look inside (practice CP-02)."""

from dataclasses import dataclass

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotAllowed
from consult.domain.forum_openings import Opening
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.queries import second_factors
from consult.services import audit, joining, rights
from consult.services.transaction import writing


@dataclass(frozen=True)
class Opened:
    """A forum that is there now; `code` lets its first chair in, once, and is shown this once."""

    forum_id: int
    code: str


def open_forum(*, opening: Opening, by_id: int | None = None, is_example: bool = False) -> Opened:
    """Open an empty forum and return the code for its first chair.

    `by_id` None is the example, which stands on the machine itself. Raises NotAllowed without the permission, or
    without a second factor: what opens a closed place is not opened by a password alone.
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.OPEN_FORUMS)
            if not second_factors.has_one(session, by_id):
                raise NotAllowed()
        forum = Forum(name=opening.name, host=opening.host, host_is_partner=opening.is_partner,
                      controller_statement=opening.statement, is_example=is_example, opened_on=london_day(utc_now()))
        session.add(forum)
        session.flush()
        code = joining.first_invitation(session, forum.id)
        audit.record(session, Act.FORUM_OPENED, person_id=by_id, kind="forum", object_id=forum.public_id)
        return Opened(forum.id, code)
