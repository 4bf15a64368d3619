"""How a group decides: the rules it can decide by, the positions people take, and when a decision is made.

No storage, no names of people and no words for readers here. By consent nobody has to like a proposal: it is made when
nobody who took part cannot live with it (practice.md 4.2; sociocratic consent). A vote is used only by group choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from consult.domain import working_days
from consult.domain.errors import Conflict, Refused

CONSENT, CONSENSUS, GRADIENTS, VOTE = "consent", "consensus", "gradients", "vote"
RULES = (CONSENT, CONSENSUS, GRADIENTS, VOTE)
USUAL_RULE = CONSENT
# What a group may use before it has chosen anything: both look for what everybody can live with.
FIRST_RULES = (CONSENT, CONSENSUS)

AGREE, CONCERN, OBJECT, ASIDE = "agree", "concern", "object", "stand-aside"
# Eight steps after the gradients of agreement (Kaner, Facilitator's Guide to Participatory Decision-Making, 1996).
STEPS = ("1", "2", "3", "4", "5", "6", "7", "8")
FOR_IT, CANNOT_STEP = STEPS[:3], STEPS[-1]
# In the order in which a page shows them. A vote has choices instead.
STANCES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    CONSENT: (AGREE, CONCERN, OBJECT, ASIDE), CONSENSUS: (AGREE, CONCERN, ASIDE, OBJECT), GRADIENTS: STEPS})
CANNOT_LIVE = frozenset({OBJECT, CANNOT_STEP})
# Words are needed where the group has to know what to mend.
NEEDS_WORDS = frozenset({CONCERN, OBJECT, CANNOT_STEP})
# The ballots of a vote on yes or no, by their number; choices of a group's own are numbered from 0 as well.
YES, NO, CANNOT, ABSTAIN = 0, 1, 2, 3
YES_OR_NO = (YES, NO, CANNOT, ABSTAIN)
NO_CHOICE = -1

OPEN, MADE, NOT_MADE, WITHDRAWN = "open", "made", "not-made", "withdrawn"
STATES = (OPEN, MADE, NOT_MADE, WITHDRAWN)
AGREED, CANNOT_LIVE_WITH_IT, FEW_TOOK_PART, FEW_AGREED = "agreed", "cannot-live", "few-took-part", "few-agreed"
REASONS = (AGREED, CANNOT_LIVE_WITH_IT, FEW_TOOK_PART, FEW_AGREED)

# Of every hundred members so many have to take part.
QUORUM = 50
# Working days in which everybody is reached, those too who answer by phone or post (CP-13).
LEAST_DAYS = 5
MOST_DAYS = 366
USUAL_REVIEW = 365
MOST_YEARS = 5
MOST_QUESTION, MOST_WORDS = 2000, 2000
LEAST_CHOICES, MOST_CHOICES, MOST_CHOICE = 2, 9, 200


@dataclass(frozen=True)
class Proposal:
    """What is put to a group: the question, the rule, the last day to answer, the day to look again, own choices."""

    question: str
    rule: str
    closes_on: date
    review_on: date
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stand:
    """Where a member stands, why in their own words, and whether a concern of theirs was met since."""

    stance: str
    words: str = ""
    is_met: bool = False


@dataclass(frozen=True)
class Tally:
    """How many took each stance (or cast each ballot, by its number), of how many members; never who."""

    counts: Mapping[str, int]
    members: int

    @property
    def took_part(self) -> int:
        """How many took any stance; to stand aside or to abstain is to take part."""
        return sum(self.counts.values())

    def of(self, *stances: object) -> int:
        """Return how many took one of these stances."""
        return sum(self.counts.get(str(stance), 0) for stance in stances)


@dataclass(frozen=True)
class Outcome:
    """Whether a decision is made, the one reason for it (REASONS), how many cannot live with it, what was chosen."""

    is_made: bool
    reason: str
    cannot_live: int = 0
    chosen: int | None = None


def rules_for(chosen: Iterable[str] = (), *, is_vote_open: bool = False) -> tuple[str, ...]:
    """Return the rules that a proposal may use: what the group has chosen beside the first two.

    `is_vote_open` for what members may vote on whatever else they chose: the rung of an activity (CP-03).
    """
    open_now = {*FIRST_RULES, *chosen, *((VOTE,) if is_vote_open else ())}
    return tuple(rule for rule in RULES if rule in open_now)


def check_proposal(given: Proposal, today: date, *, rules: Iterable[str], is_quick: bool = False,
                   may_choose: bool = False) -> Proposal:
    """Return the proposal without space around its words; raises Refused by field.

    `rules` are those of `rules_for`. What is decided in the room (`is_quick`) may close the same day; everything else
    stays open for LEAST_DAYS working days. `may_choose` where a vote may be among choices instead of yes and no.
    """
    question = given.question.strip()
    if not question:
        raise Refused("question", "text-missing")
    if len(question) > MOST_QUESTION:
        raise Refused("question", "forum-words-long", {"most": MOST_QUESTION})
    if given.rule not in RULES:
        raise Refused("rule", "decision-rule-missing")
    if given.rule not in rules:
        raise Refused("rule", "decision-rule-not-chosen")
    _check_days(given, today, is_quick=is_quick)
    choices = _check_choices(given.choices) if may_choose and given.rule == VOTE else ()
    return replace(given, question=question, choices=choices)


def _check_days(given: Proposal, today: date, *, is_quick: bool) -> None:
    earliest = today if is_quick else first_closing(today)
    if given.closes_on < earliest:
        raise Refused("closes_on", "decision-closes-early", {"least": LEAST_DAYS})
    if given.closes_on > today + timedelta(days=MOST_DAYS):
        raise Refused("closes_on", "decision-closes-late")
    if given.review_on <= given.closes_on:
        raise Refused("review_on", "decision-review-early")
    if given.review_on > given.closes_on + timedelta(days=366 * MOST_YEARS):
        raise Refused("review_on", "decision-review-late", {"most": MOST_YEARS})


def _check_choices(given: Sequence[str]) -> tuple[str, ...]:
    choices = tuple(" ".join(choice.split()) for choice in given if choice.strip())
    if not choices:
        return ()
    if not LEAST_CHOICES <= len(choices) <= MOST_CHOICES or len(set(choices)) < len(choices):
        raise Refused("choices", "decision-choices-wrong", {"least": LEAST_CHOICES, "most": MOST_CHOICES})
    if max(map(len, choices)) > MOST_CHOICE:
        raise Refused("choices", "forum-words-long", {"most": MOST_CHOICE})
    return choices


def first_closing(today: date) -> date:
    """Return the first last day that a proposal of today can have."""
    return working_days.add(today, LEAST_DAYS)


def usual_review(closes_on: date) -> date:
    """Return the day on which a group looks at a decision again unless it says otherwise."""
    return closes_on + timedelta(days=USUAL_REVIEW)


def check_stand(rule: str, given: Stand) -> Stand:
    """Return a stand under a rule, its words without space around them; raises Refused by field, Conflict for a vote.

    Only who has a concern can say that it was met.
    """
    if rule == VOTE:
        raise Conflict("decision-by-another-rule")
    if given.stance not in STANCES[rule]:
        raise Refused("stance", "stance-not-chosen")
    words = given.words.strip()
    if len(words) > MOST_WORDS:
        raise Refused("words", "forum-words-long", {"most": MOST_WORDS})
    if given.stance in NEEDS_WORDS and not words:
        raise Refused("words", "reason-missing")
    return Stand(given.stance, words, given.is_met and given.stance in NEEDS_WORDS)


def check_ballot(rule: str, choices: Sequence[str], choice: int) -> int:
    """Return the number of a ballot; raises Refused for one that nobody can cast, Conflict where it is no vote."""
    if rule != VOTE:
        raise Conflict("decision-by-another-rule")
    if choice not in (range(NO_CHOICE, len(choices)) if choices else YES_OR_NO):
        raise Refused("choice", "option-unknown")
    return choice


def check_open(state: str, closes_on: date, today: date) -> None:
    """Raise Conflict where no stance can be taken any more."""
    if state != OPEN or today > closes_on:
        raise Conflict("decision-closed")


def check_closing(state: str, closes_on: date, today: date, tally: Tally, *, is_quick: bool = False) -> None:
    """Raise Conflict where a decision cannot be counted yet.

    It can be after its last day, or when every member has answered; what is decided in the room, with a quorum.
    """
    if state != OPEN:
        raise Conflict("decision-closed")
    is_ready = tally.took_part >= tally.members or (is_quick and has_quorum(tally))
    if today <= closes_on and not is_ready:
        raise Conflict("decision-still-open")


def counted(stand: Stand) -> str:
    """Return the stance that a stand counts as: a concern that was met stands in nobody's way."""
    if not stand.is_met or stand.stance not in CANNOT_LIVE:
        return stand.stance
    return CONCERN if stand.stance == OBJECT else FOR_IT[-1]


def has_quorum(tally: Tally) -> bool:
    """Say whether enough members took part; a group without members decides nothing."""
    return tally.took_part > 0 and 100 * tally.took_part >= QUORUM * tally.members


def outcome(rule: str, tally: Tally, *, choices: int = 0, is_heavy: bool = False) -> Outcome:
    """Return what came of the stances or ballots under a rule.

    Whoever cannot live with it stops a proposal in all but a vote. Consent: somebody agrees; consensus: more agree than
    stand aside; gradients: two thirds stand on the first three steps. Vote: more than half of those for and against,
    or of those who chose among `choices`; two thirds where it `is_heavy`.
    """
    cannot_live = tally.of(*CANNOT_LIVE) if rule != VOTE else 0 if choices else tally.of(CANNOT)
    if not has_quorum(tally):
        return Outcome(False, FEW_TOOK_PART, cannot_live)
    if rule == VOTE:
        return _voted(tally, choices, cannot_live, is_heavy=is_heavy)
    if cannot_live:
        return Outcome(False, CANNOT_LIVE_WITH_IT, cannot_live)
    is_made = _is_carried(rule, tally)
    return Outcome(is_made, AGREED if is_made else FEW_AGREED)


def _is_carried(rule: str, tally: Tally) -> bool:
    agree = tally.of(AGREE, CONCERN)
    if rule == CONSENT:
        return agree > 0
    return agree > tally.of(ASIDE) if rule == CONSENSUS else 3 * tally.of(*FOR_IT) >= 2 * tally.took_part


def _voted(tally: Tally, choices: int, cannot_live: int, *, is_heavy: bool) -> Outcome:
    said = tally.of(*range(choices)) if choices else tally.of(YES, NO, CANNOT)
    first = max(range(choices), key=lambda choice: tally.of(choice)) if choices else YES
    is_made = 3 * tally.of(first) >= 2 * said if is_heavy else 2 * tally.of(first) > said
    if not is_made or not tally.of(first):
        return Outcome(False, FEW_AGREED, cannot_live)
    return Outcome(True, AGREED, cannot_live, first if choices else None)


# What is decided together at a meeting, and counted there; everything else waits for who is not in the room.
IN_THE_ROOM = frozenset({"agenda", "request", "guest", "captions", "postpone", "mark", "note-agree", "other"})
# What changes the ground that a group stands on: two thirds where it is voted on.
HEAVY = frozenset({"charter", "pause", "close", "settings", "chair"})
# What a group that rests may still decide.
WHILE_RESTING = frozenset({"reopen", "close"})
