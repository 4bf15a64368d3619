"""The door of the space: what seven words open, slowed down against guessing; the web then lets people in."""

from dataclasses import dataclass

from consult.domain.errors import Refused
from consult.domain.member_words import read_code
from consult.queries import joining, members
from consult.services import attempts
from consult.services.members import hash_of_code
from consult.services.transaction import writing

# What words can open: a space, a form to join (invited, or agreed to by the group), or the state of a request.
MEMBER, INVITED, AGREED, ASKED, DECLINED = "member", "invited", "agreed", "asked", "declined"


@dataclass(frozen=True)
class Door:
    """What a code opens. `code` is it as it is hashed; `member_id` is set for a member alone."""

    kind: str
    code: str
    member_id: int | None = None
    # The name that somebody asked to join under.
    name: str = ""


def look(*, typed: str, source: str) -> Door:
    """Return what the words open. `source` is where they come from, for the throttle.

    Raises Refused("code", "member-code-unknown") for words that open nothing, whatever is wrong with them, and
    Refused("code", "sign-in-too-often").
    """
    attempts.check("space", source)
    try:
        return _door(read_code(typed))
    except Refused:
        attempts.failed("space", source)
        raise


def _door(code: str) -> Door:
    code_hash = hash_of_code(code)
    with writing() as session:
        member = members.by_code(session, code_hash)
        if member is not None:
            return Door(MEMBER, code, member.id)
        invitation = joining.good_invitation(session, code_hash)
        if invitation is not None and invitation.standing is not None:
            return Door(INVITED, code)
        request = joining.request_by_code(session, code_hash)
        if request is not None:
            return Door(request.state, code, name=request.name)
    raise Refused("code", "member-code-unknown")
