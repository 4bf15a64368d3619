"""How tests let a whole group decide: everybody answers through the use cases, and somebody counts."""

from consult.domain.forum_access import Acting
from consult.models.group_decisions import GroupDecision
from consult.services import group_decisions
from tests.forum_worlds import ForumWorld


def everyone(world: ForumWorld) -> list[Acting]:
    """Return all members, the chair first."""
    return [world.acting(one) for one in (world.chair, *world.members)]


def agree(world: ForumWorld, decision: GroupDecision) -> GroupDecision:
    """Let everybody agree, and count."""
    for by in everyone(world):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    counted = group_decisions.end(by=world.acting(), decision_id=decision.public_id)
    assert counted.state == "made"
    return counted
