"""What was decided on a finding, why, by whom, and which words of the plan changed; a newer one never erases an older.

Proposed by whoever prepares it and confirmed by a person with the right, who is named with their office.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from consult.domain.asks import sentences
from consult.domain.claims import CONFIRMED as CONFIRMED_FINDING
from consult.domain.easy_read import MOST_WORDS, word_count
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean
from consult.domain.words_scale import SOURCE_LANGUAGE, Text

ACCEPTED, PARTLY, NOT, LATER, NOT_OURS = "accepted", "partly", "not", "later", "not-ours"
# What can be decided on what people said (practice 2.2, chapter 15).
OUTCOMES = (ACCEPTED, PARTLY, NOT, LATER, NOT_OURS)
PROPOSED, CONFIRMED = "proposed", "confirmed"
STATES = (PROPOSED, CONFIRMED)
MOST_REASON, MOST_EASY, MOST_NAME, MOST_PLAN_TEXT = 3000, 3000, 200, 10_000


@dataclass(frozen=True)
class TextChange:
    """The words of a part of the plan (key, empty for one that the plan does not have yet) before and after.

    By language; no words before is a part that is new, no words after one that was taken out.
    """

    node: str
    before: Text = field(default_factory=dict)
    after: Text = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether the words differ; spaces alone are no change."""
        return _spoken(self.before) != _spoken(self.after)


@dataclass(frozen=True)
class Decision:
    """A decision as it is given: `goes_to` is the body for not-ours, `later_on` the day by which for later.

    `reason` and `easy_reason` (in Easy Read) are {language: words}, English always in the first. `decided_by` is a
    name, `office` what they are; `decided_on` the day on which it was decided.
    """

    outcome: str
    reason: Text
    decided_by: str
    office: str
    decided_on: date | None
    goes_to: str = ""
    later_on: date | None = None
    changes: tuple[TextChange, ...] = ()
    easy_reason: Text = field(default_factory=dict)


def check(decision: Decision, *, nodes: Collection[str], today: date) -> Decision:
    """Return a decision as it is kept; `nodes` are the keys of the parts of the plan that the finding names.

    A part that was given the same words after as before is left out: nothing of it changed. Raises Refused with
    `decision-outcome`, `decision-reason-missing`, `decision-reason-long`, `decision-sentence-long`,
    `decision-name-missing`, `decision-office-missing`, `decision-day-missing`, `decision-day-future`,
    `decision-body-missing`, `decision-later-missing`, `decision-later-past`, `decision-node`, `decision-text-long`
    or `decision-changes-nothing`.
    """
    if decision.outcome not in OUTCOMES:
        raise Refused("outcome", "decision-outcome")
    kept = replace(decision, reason=_reason(decision.reason), easy_reason=_easy(decision.easy_reason),
                   decided_by=_line(decision.decided_by), office=_line(decision.office),
                   goes_to=_line(decision.goes_to), changes=_changes(decision.changes, nodes))
    if not kept.decided_by:
        raise Refused("decided_by", "decision-name-missing")
    if not kept.office:
        raise Refused("office", "decision-office-missing")
    day = _day(kept.decided_on, today)
    if kept.outcome == NOT_OURS and not kept.goes_to:
        raise Refused("goes_to", "decision-body-missing")
    if kept.outcome == LATER:
        _check_later(kept.later_on, day)
    # What was not taken up cannot have changed the plan: one of the two is a slip.
    if kept.outcome == NOT and kept.changes:
        raise Refused("outcome", "decision-changes-nothing")
    return replace(kept, goes_to=kept.goes_to if kept.outcome == NOT_OURS else "",
                   later_on=kept.later_on if kept.outcome == LATER else None)


def confirm(*, state: str, finding_state: str, person_id: int | None) -> None:
    """Raise unless a person may confirm a proposed decision on a confirmed finding.

    Raises NotAllowed where no person stands behind it, Conflict("decision-not-proposed") and
    Conflict("finding-not-confirmed").
    """
    if person_id is None:
        raise NotAllowed()
    if state != PROPOSED:
        raise Conflict("decision-not-proposed")
    if finding_state != CONFIRMED_FINDING:
        raise Conflict("finding-not-confirmed")


def undecided(findings: Mapping[int, str], decided: Collection[int]) -> tuple[int, ...]:
    """Return the confirmed findings, of {row id: state}, that no confirmed decision stands on, in the order given."""
    return tuple(row for row, state in findings.items() if state == CONFIRMED_FINDING and row not in decided)


def _changes(changes: Sequence[TextChange], nodes: Collection[str]) -> tuple[TextChange, ...]:
    kept = []
    for change in changes:
        if change.node and change.node not in nodes:
            raise Refused("changes", "decision-node")
        tidied = TextChange(change.node, _plan_words(change.before), _plan_words(change.after))
        if tidied.is_changed:
            kept.append(tidied)
    return tuple(kept)


def _plan_words(words: Text) -> dict[str, str]:
    kept = _by_language(words)
    if any(len(said) > MOST_PLAN_TEXT for said in kept.values()):
        raise Refused("changes", "decision-text-long", {"limit": MOST_PLAN_TEXT})
    return kept


def _reason(words: Text) -> dict[str, str]:
    kept = _by_language(words)
    if not kept.get(SOURCE_LANGUAGE):
        raise Refused("reason", "decision-reason-missing")
    if any(len(said) > MOST_REASON for said in kept.values()):
        raise Refused("reason", "decision-reason-long", {"limit": MOST_REASON})
    _check_sentences(kept, "reason")
    return kept


def _easy(words: Text) -> dict[str, str]:
    kept = _by_language(words)
    if any(len(said) > MOST_EASY for said in kept.values()):
        raise Refused("easy_reason", "decision-reason-long", {"limit": MOST_EASY})
    _check_sentences(kept, "easy_reason")
    return kept


def _check_sentences(words: Text, place: str) -> None:
    for sentence in sentences(words.get(SOURCE_LANGUAGE, "")):
        if (count := word_count(sentence)) > MOST_WORDS:
            raise Refused(place, "decision-sentence-long", {"count": count, "limit": MOST_WORDS})


def _by_language(words: Text) -> dict[str, str]:
    return {language: said for language, written in words.items()
            if language in LANGUAGES and (said := clean(written).strip())}


def _spoken(text: Text) -> list[str]:
    return text.get(SOURCE_LANGUAGE, "").split()


def _line(words: str) -> str:
    return " ".join(clean(words).split())[:MOST_NAME]


def _day(day: date | None, today: date) -> date:
    if day is None:
        raise Refused("decided_on", "decision-day-missing")
    if day > today:
        raise Refused("decided_on", "decision-day-future")
    return day


def _check_later(later_on: date | None, decided_on: date) -> None:
    if later_on is None:
        raise Refused("later_on", "decision-later-missing")
    if later_on <= decided_on:
        raise Refused("later_on", "decision-later-past")
