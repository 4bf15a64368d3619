"""The steps that the law sets for a police and crime plan in London: their order, the days between, what is missing.

A checklist for the people who run the consultation and for whoever scrutinises them; it is not legal advice. The order
is that of the Police Reform and Social Responsibility Act 2011, section 6 (with section 33 for the Assembly), and of
the Police Act 1996, section 96(1A).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from consult.domain import working_days
from consult.domain.errors import Refused
from consult.domain.recommendations import by_language
from consult.domain.texts import clean

PRSR_6 = "Police Reform and Social Responsibility Act 2011, section 6"
PRSR_33 = "Police Reform and Social Responsibility Act 2011, section 33"
POLICE_96 = "Police Act 1996, section 96(1A)"

ELECTION, COMMISSIONER, SENT, OPENED, VICTIMS, CLOSED = (
    "election", "commissioner-consulted", "draft-sent", "people-asked", "victims-asked", "answers-closed")
ASSEMBLY, REGARD, REPLIED, REPLY_PUBLISHED = (
    "assembly-reported", "regard-had", "response-given", "response-published")
COMMISSIONER_AGAIN, ISSUED, PUBLISHED = "commissioner-again", "plan-issued", "plan-published"


@dataclass(frozen=True)
class Step:
    """One step: the law that sets it, what must have been done before it, whether a paper must show it.

    `is_conditional` steps are only needed in some cases (the plan that is issued differs from the draft).
    """

    key: str
    source: str
    after: tuple[str, ...] = ()
    needs_document: bool = False
    is_conditional: bool = False


STEPS = (
    Step(ELECTION, PRSR_6),
    Step(COMMISSIONER, PRSR_6, (ELECTION,)),
    Step(SENT, PRSR_6, (COMMISSIONER,), needs_document=True),
    Step(OPENED, POLICE_96),
    Step(VICTIMS, POLICE_96),
    Step(CLOSED, POLICE_96, (OPENED, VICTIMS)),
    Step(ASSEMBLY, PRSR_33, (SENT,), needs_document=True),
    Step(REGARD, PRSR_6, (ASSEMBLY, CLOSED)),
    Step(REPLIED, PRSR_6, (ASSEMBLY,), needs_document=True),
    Step(REPLY_PUBLISHED, PRSR_6, (REPLIED,), needs_document=True),
    Step(COMMISSIONER_AGAIN, PRSR_6, (CLOSED,), is_conditional=True),
    Step(ISSUED, PRSR_6, (SENT, CLOSED, REGARD, REPLIED, REPLY_PUBLISHED, COMMISSIONER_AGAIN), needs_document=True),
    Step(PUBLISHED, PRSR_6, (ISSUED,), needs_document=True),
)
KEYS = tuple(step.key for step in STEPS)
# Told by the consultation itself; nobody types them.
FROM_DATA = (OPENED, VICTIMS, CLOSED)
# The law says a reasonable time and gives no number. These are this product's own marks for "look again".
LEAST_SCRUTINY_DAYS, LEAST_REPLY_DAYS, NEAR_DAYS = 20, 5, 28
MOST_NOTE, MOST_TITLE, MOST_ADDRESS, MOST_DOCUMENTS = 2000, 300, 500, 10
_WEB = re.compile(r"https?://[^\s<>\"'\\]+\Z", re.I)

DONE, LATE, TO_COME, NO_DATE, NOT_NEEDED = "done", "late", "to-come", "no-date", "not-needed"


@dataclass(frozen=True)
class Document:
    """A paper that shows a step; `address` is its place on the web, "" where it has none."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Mark:
    """What is known of one step: the day it is due, the day it was done, its papers, a note by language."""

    due_on: date | None = None
    done_on: date | None = None
    documents: tuple[Document, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)
    is_not_needed: bool = False


@dataclass(frozen=True)
class Warned:
    """Something to look at: `code` names what, `step` where, `other` and `days` hold what a reader needs."""

    code: str
    step: str
    other: str = ""
    days: int = 0
    day: date | None = None


@dataclass(frozen=True)
class StepStanding:
    """A step on a day. `days_after` counts from the last dated step before it, which `after_step` names.

    It is None where there is none, or where that step came later (then a warning says so).
    """

    step: Step
    mark: Mark
    state: str
    days_after: int | None
    after_step: str
    warnings: tuple[Warned, ...]


def standing(marks: Mapping[str, Mark], today: date) -> tuple[StepStanding, ...]:
    """Return every step in the order of the law with its state, the days between and what to look at."""
    marks = with_deadline(marks)
    warned = warnings(marks, today)
    found, last = [], ""
    for step in STEPS:
        mark = marks.get(step.key, Mark())
        before = marks[last].done_on if last else None
        is_after = mark.done_on is not None and before is not None and mark.done_on >= before
        days = (mark.done_on - before).days if is_after and mark.done_on and before else None
        found.append(StepStanding(step, mark, state_of(mark, today), days, last if days is not None else "",
                                  tuple(one for one in warned if one.step == step.key)))
        if mark.done_on is not None:
            last = step.key
    return tuple(found)


def state_of(mark: Mark, today: date) -> str:
    """Return whether a step was done, is to come, is late, has no day, or is not needed."""
    if mark.is_not_needed:
        return NOT_NEEDED
    if mark.done_on is not None:
        return DONE if mark.done_on <= today else TO_COME
    if mark.due_on is None:
        return NO_DATE
    return LATE if mark.due_on < today else TO_COME


def end_of_financial_year(day: date) -> date:
    """Return the 31 March on or after a day."""
    end = date(day.year, 3, 31)
    return end if day <= end else date(day.year + 1, 3, 31)


def with_deadline(marks: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return the marks, with the last day to issue the plan: the end of the financial year of the election (s.6).

    A day that somebody gave for it stands where it is earlier.
    """
    found = dict(marks)
    election = found.get(ELECTION, Mark()).done_on
    if election is not None:
        issued = found.get(ISSUED, Mark())
        last = end_of_financial_year(election)
        found[ISSUED] = Mark(min(last, issued.due_on or last), issued.done_on, issued.documents, issued.note)
    return found


def warnings(marks: Mapping[str, Mark], today: date) -> tuple[Warned, ...]:
    """Return what to look at, in the order of the steps."""
    found = [*_order(marks), *_papers(marks), *_deadline(marks, today), *_short_times(marks)]
    return tuple(sorted(found, key=lambda one: KEYS.index(one.step)))


def check_mark(key: str, mark: Mark, *, is_changed: bool) -> Mark:
    """Return what was said of a step as it is kept.

    Raises Refused: ("step", "option-unknown") for no step, or one that the consultation itself tells; ("done_on",
    "step-not-needed-done"); ("not_needed", "step-is-needed"); ("documents", "paper-title-missing" | "paper-address" |
    "paper-long" | "papers-many"); ("note-en", "reason-missing"), ("note-<tag>", "reason-long"). `is_changed` says that
    a done day that stood before is changed: that needs a note, as does a step that is not needed.
    """
    if key not in KEYS or key in FROM_DATA:
        raise Refused("step", "option-unknown")
    note = by_language(mark.note, "note", MOST_NOTE)
    if (note or is_changed) and "en" not in note:
        raise Refused("note-en", "reason-missing")
    if mark.is_not_needed:
        _check_not_needed(key, mark, note)
    return Mark(mark.due_on, mark.done_on, check_documents(mark.documents), note, mark.is_not_needed)


def check_documents(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the papers of a step as they are kept; those without any words are left out. See check_mark."""
    kept = [Document(" ".join(clean(one.title).split()), clean(one.address).strip()) for one in documents]
    kept = [one for one in kept if one.title or one.address]
    if len(kept) > MOST_DOCUMENTS:
        raise Refused("documents", "papers-many", {"limit": MOST_DOCUMENTS})
    for one in kept:
        if not one.title:
            raise Refused("documents", "paper-title-missing")
        if len(one.title) > MOST_TITLE or len(one.address) > MOST_ADDRESS:
            raise Refused("documents", "paper-long", {"limit": MOST_TITLE})
        if one.address and not _WEB.match(one.address):
            raise Refused("documents", "paper-address")
    return tuple(kept)


def _check_not_needed(key: str, mark: Mark, note: Mapping[str, str]) -> None:
    if not next(step for step in STEPS if step.key == key).is_conditional:
        raise Refused("not_needed", "step-is-needed")
    if mark.done_on is not None:
        raise Refused("done_on", "step-not-needed-done")
    if not note:
        raise Refused("note-en", "reason-missing")


def _order(marks: Mapping[str, Mark]) -> list[Warned]:
    """A step that was done before, or without, one that the law puts first."""
    found = []
    for step in STEPS:
        done = marks.get(step.key, Mark()).done_on
        for other in step.after if done is not None else ():
            before = marks.get(other, Mark())
            if before.is_not_needed:
                continue
            if before.done_on is None:
                found.append(Warned("step-without", step.key, other))
            elif done is not None and before.done_on > done:
                found.append(Warned("step-before", step.key, other, (before.done_on - done).days))
    return found


def _papers(marks: Mapping[str, Mark]) -> list[Warned]:
    return [Warned("paper-missing", step.key) for step in STEPS
            if step.needs_document and step.key in marks
            and marks[step.key].done_on is not None and not marks[step.key].documents]


def _deadline(marks: Mapping[str, Mark], today: date) -> list[Warned]:
    """The plan must be issued in the financial year in which the election is held."""
    election, issued = marks.get(ELECTION, Mark()).done_on, marks.get(ISSUED, Mark()).done_on
    if election is None:
        return [Warned("election-unknown", ELECTION)]
    last = end_of_financial_year(election)
    if issued is not None:
        return [Warned("issued-too-late", ISSUED, "", (issued - last).days, last)] if issued > last else []
    left = (last - today).days
    if left < 0:
        return [Warned("not-issued-in-time", ISSUED, "", -left, last)]
    return [Warned("last-day-near", ISSUED, "", left, last)] if left <= NEAR_DAYS else []


def _short_times(marks: Mapping[str, Mark]) -> list[Warned]:
    """Little time for the Assembly to read the draft, and little between the reply and the plan."""
    found = []
    for first, last, least, code in ((SENT, ASSEMBLY, LEAST_SCRUTINY_DAYS, "scrutiny-short"),
                                     (REPLY_PUBLISHED, ISSUED, LEAST_REPLY_DAYS, "reply-just-before")):
        start, end = marks.get(first, Mark()).done_on, marks.get(last, Mark()).done_on
        if start is not None and end is not None and start <= end:
            days = working_days.between(start, end)
            if days < least:
                found.append(Warned(code, last, first, days))
    return found
