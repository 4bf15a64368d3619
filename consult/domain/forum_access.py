"""Who may do what in a forum: writing its agenda, notes, asks and decisions is its members' alone, by this table.

A member's right is asked of a member session, an officer's of a staff session: neither can stand for the other.
"""

from dataclasses import dataclass
from enum import StrEnum

from consult.domain.errors import NotFound

STANDINGS = ("member", "supporter", "listener", "independent", "monitor")
OFFICER_ROLES = ("guest", "responder", "access-support")


class Right(StrEnum):
    """One thing that somebody inside a forum's space can be allowed to do."""

    BE_THERE = "be-there"
    READ_CHARTER = "read-charter"
    READ_ASKS = "read-asks"
    READ_MEASURES = "read-measures"
    READ_AGENDA = "read-agenda"
    READ_NOTES = "read-notes"
    READ_TALK = "read-talk"
    WRITE_TALK = "write-talk"
    PROPOSE = "propose"
    ORDER_AGENDA = "order-agenda"
    ANSWER_TRAY = "answer-tray"
    WRITE_NOTES = "write-notes"
    WRITE_ASKS = "write-asks"
    MARK_REPLIES = "mark-replies"
    DECIDE = "decide"
    PLAN_MEETINGS = "plan-meetings"
    STATE_NEEDS = "state-needs"
    SIGNAL = "signal"
    MODERATE = "moderate"
    REPORT = "report"
    HEAR_REPORTS = "hear-reports"
    HEAR_APPEALS = "hear-appeals"
    LET_IN = "let-in"
    REVIEW = "review"
    TAKE_OUT = "take-out"


class OfficerRight(StrEnum):
    """One thing that an officer of a public body can be allowed to do about a forum. None of them writes in it."""

    SEE_RELEASED = "see-released"
    PLACE_REQUESTS = "place-requests"
    ANSWER_ASKS = "answer-asks"
    ARRANGE_ACCESS = "arrange-access"


R = Right
# What only a member may do, whoever else is in the space; a test holds every other table against it.
MEMBERS_ALONE = frozenset({
    R.ORDER_AGENDA, R.ANSWER_TRAY, R.WRITE_NOTES, R.WRITE_ASKS, R.MARK_REPLIES, R.DECIDE, R.PLAN_MEETINGS, R.MODERATE,
    R.LET_IN, R.REVIEW,
})
INSIDE = frozenset({R.BE_THERE, R.READ_CHARTER, R.READ_ASKS, R.READ_MEASURES})
OF_STANDING: dict[str, frozenset[Right]] = {
    "member": frozenset(Right) - {R.HEAR_REPORTS, R.HEAR_APPEALS},
    # Beside a member: reads and proposes with them; holds no vote and writes nothing that the group owns.
    "supporter": INSIDE | {R.READ_AGENDA, R.READ_NOTES, R.READ_TALK, R.PROPOSE, R.STATE_NEEDS, R.SIGNAL, R.REPORT},
    "listener": INSIDE | {R.HEAR_REPORTS},
    "independent": INSIDE | {R.HEAR_APPEALS},
    # An independent monitoring body reads charter, asks, replies and measures, never notes (CP-34).
    "monitor": INSIDE,
}
OF_OFFICER: dict[str, frozenset[OfficerRight]] = {
    "guest": frozenset({OfficerRight.SEE_RELEASED, OfficerRight.PLACE_REQUESTS}),
    "responder": frozenset({OfficerRight.SEE_RELEASED, OfficerRight.PLACE_REQUESTS, OfficerRight.ANSWER_ASKS}),
    "access-support": frozenset({OfficerRight.SEE_RELEASED, OfficerRight.ARRANGE_ACCESS}),
}


@dataclass(frozen=True)
class Acting:
    """Somebody inside a forum's space, as their session proved; only services/member_sessions.py makes one."""

    member_id: int
    forum_id: int
    public_id: str
    name: str
    standing: str = "member"
    is_chair: bool = False
    language: str = "en"
    is_easy_read: bool = False
    is_not_out: bool = False
    # Whom a supporter stands beside.
    beside_id: int | None = None
    # What this person calls the forum.
    own_label: str = ""

    @property
    def rights(self) -> frozenset[Right]:
        """What this standing may do; an unknown one may do nothing."""
        return OF_STANDING.get(self.standing, frozenset())

    def require(self, right: Right) -> None:
        """Raise NotFound where the right is missing: what someone may not do is not there for them."""
        if right not in self.rights:
            raise NotFound()
