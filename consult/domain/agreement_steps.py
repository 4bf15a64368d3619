"""The steps when the group's agreement is broken: a private word, a pause, the group's decision, an appeal.

One matter is about one member and goes up one step at a time; the last word is the independent person's (practice 4.2:
"agreement written by the group; steps: private word, pause, group decision, appeal to an independent person").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from consult.domain import working_days
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.posts import may_moderate

WORD, PAUSE, DECISION, APPEAL = "private-word", "pause", "group-decision", "appeal"
STEPS = (WORD, PAUSE, DECISION, APPEAL)

# What a group can decide about a member, and what the independent person can make of it.
NOTHING_MORE, AGREED, LONG_PAUSE, LEAVE = "nothing-more", "agreed", "long-pause", "leave"
DECISIONS = (NOTHING_MORE, AGREED, LONG_PAUSE, LEAVE)
UPHELD, LIFTED = "upheld", "lifted"
APPEAL_OUTCOMES = (UPHELD, LIFTED)

OPEN, ENDED = "open", "ended"

# Days. A first pause is short, because it is one person's act and not yet the group's.
LONGEST_PAUSE = 14
LONGEST_LONG_PAUSE = 90
# Working days in which somebody can ask the independent person to look.
DAYS_TO_APPEAL = 20


@dataclass(frozen=True)
class Taken:
    """A step that was taken: which one, by whom (row id), on which day in London, and what came of it.

    `outcome` is one of DECISIONS once the group has decided, one of APPEAL_OUTCOMES once an appeal was heard, else
    empty; `until` is the last day of a pause.
    """

    kind: str
    by_id: int
    on: date
    outcome: str = ""
    until: date | None = None


def matter(taken: Sequence[Taken]) -> Sequence[Taken]:
    """Return the steps of the matter that is open, out of all steps about one member in order; empty where none is."""
    current: list[Taken] = []
    for step in taken:
        if step.kind in (WORD, PAUSE) and current and current[-1].kind == DECISION:
            current = []
        current.append(step)
        if _state(current) == ENDED:
            current = []
    return current


def following(current: Sequence[Taken], *, is_danger: bool = False) -> tuple[str, ...]:
    """Return the steps that can come next in an open matter.

    A pause follows a private word, except where somebody is in danger: then it can come first. The group decides only
    after a pause. An appeal can follow a pause or a decision, once each. After a decision a new matter can begin.
    """
    first = (WORD, PAUSE) if is_danger else (WORD,)
    if not current:
        return first
    kinds, last = [step.kind for step in current], current[-1]
    if last.kind == WORD:
        return (WORD, PAUSE)
    if last.kind == PAUSE:
        return (WORD, PAUSE, DECISION, APPEAL)
    if last.kind == DECISION:
        return (APPEAL, *first) if last.outcome else ()
    # An appeal against a pause leaves the group's decision to come; one against a decision is the last word.
    return (DECISION,) if last.outcome and DECISION not in kinds else ()


def check_step(kind: str, current: Sequence[Taken], by: Acting, about_id: int, *, about_is_chair: bool,
               is_danger: bool = False) -> None:
    """Raise NotFound where this person may not take the step, Conflict("step-order") where it cannot come now.

    An appeal is the member's own. Every other step is the chairs', never about themselves; any other member's where it
    is about a chair.
    """
    if kind == APPEAL:
        if by.member_id != about_id:
            raise NotFound()
    elif not may_moderate(by, about_id, about_is_chair=about_is_chair):
        raise NotFound()
    if kind not in following(current, is_danger=is_danger):
        raise Conflict("step-order")


def check_appeal_day(current: Sequence[Taken], today: date) -> None:
    """Raise Conflict("appeal-late") where more than DAYS_TO_APPEAL working days have passed since the last step."""
    if current and today > appeal_until(current[-1].on):
        raise Conflict("appeal-late", {"days": DAYS_TO_APPEAL})


def appeal_until(step_on: date) -> date:
    """Return the last day on which a step of that day can be appealed against."""
    return working_days.add(step_on, DAYS_TO_APPEAL)


def check_pause(today: date, until: date | None, *, is_decided: bool = False) -> date:
    """Return the last day of a pause.

    Raises Refused("until", …): `date-missing`, `pause-past`, or `pause-long` beyond LONGEST_PAUSE days, or beyond
    LONGEST_LONG_PAUSE where the group decides it.
    """
    most = LONGEST_LONG_PAUSE if is_decided else LONGEST_PAUSE
    if until is None:
        raise Refused("until", "date-missing")
    if until < today:
        raise Refused("until", "pause-past")
    if until > today + timedelta(days=most):
        raise Refused("until", "pause-long", {"most": most})
    return until


def check_decision(outcome: str) -> str:
    """Return what is put to the group; raises Refused("outcome", "outcome-missing")."""
    if outcome not in DECISIONS:
        raise Refused("outcome", "outcome-missing")
    return outcome


def check_hearing(by: Acting, current: Sequence[Taken], outcome: str) -> str:
    """Return what came of an appeal, which only the independent person says.

    Raises NotFound, Conflict("appeal-decided") where none is open, Refused("outcome", "outcome-missing").
    """
    if Right.HEAR_APPEALS not in by.rights:
        raise NotFound()
    if not current or current[-1].kind != APPEAL or current[-1].outcome:
        raise Conflict("appeal-decided")
    if outcome not in APPEAL_OUTCOMES:
        raise Refused("outcome", "outcome-missing")
    return outcome


def paused_until(taken: Sequence[Taken], today: date) -> date | None:
    """Return the last day of the pause that holds on that day, or None.

    Whoever is paused reads, appeals, leaves and takes things along, and no more. A pause ends with its day, with an
    appeal that lifts it, or with what the group decides; while the group decides it goes on, so that nobody decides in
    their own matter. That somebody shall leave holds until they have left.
    """
    found: date | None = None
    for step in taken:
        if step.kind == PAUSE and step.until:
            found = step.until
        elif step.kind == DECISION:
            found = {"": date.max, LONG_PAUSE: step.until, LEAVE: date.max}.get(step.outcome)
        elif step.kind == APPEAL and step.outcome == LIFTED:
            found = None
    return found if found is not None and today <= found else None


def may_end_membership(taken: Sequence[Taken], today: date) -> bool:
    """Say whether a decision that somebody shall leave can be carried out: nobody can or does appeal any more."""
    decisions = [at for at, step in enumerate(taken) if step.kind == DECISION and step.outcome]
    if not decisions or taken[decisions[-1]].outcome != LEAVE:
        return False
    appeals = [step for step in taken[decisions[-1]:] if step.kind == APPEAL]
    if appeals:
        return appeals[-1].outcome == UPHELD
    return today > appeal_until(taken[decisions[-1]].on)


def _state(current: Sequence[Taken]) -> str:
    """Return whether a matter is open: it ends with a decision for nothing more, or with the last appeal."""
    last = current[-1]
    is_settled = last.kind == DECISION and last.outcome == NOTHING_MORE
    is_last_word = last.kind == APPEAL and bool(last.outcome) and any(step.kind == DECISION for step in current)
    return ENDED if is_settled or is_last_word else OPEN
