"""Two lists of what a fair consultation needs, and what the data of one say to each line; a person says the rest.

The four rules of fairness are those that the courts apply (R v Brent LBC, ex p Gunning, 1985); the eleven principles
follow the Cabinet Office's Consultation Principles of 2018, A to K. Neither is copied: the words stand in web/. Not
legal advice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consult.domain import elections, working_days
from consult.domain.errors import Refused
from consult.domain.texts import clean

GUNNING = ("gunning-1", "gunning-2", "gunning-3", "gunning-4")
PRINCIPLES = tuple(f"principle-{letter}" for letter in "abcdefghijk")
KEYS = (*GUNNING, *PRINCIPLES)
# What the data say to a line: they show it, they show that something is wanting, or they can say nothing.
SHOWN, GAP, NOTE = "shown", "gap", "note"
# What a person says of a line.
MET, PART, UNMET = "met", "partly", "not-met"
PERSON_STATES = (MET, PART, UNMET)
# Principle J: the answer is published within twelve weeks of the close, or it is said why not.
WEEKS_TO_ANSWER = 12
MOST_NOTE = 2000


@dataclass(frozen=True)
class FormatFact:
    """A language or format: since when it is ready in London's days, and the day that was promised for it.

    `closes_later` says that its way to answer (or everyone) was given more time since.
    """

    form: str
    language: str
    ready_on: date | None
    promised_on: date | None = None
    closes_later: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of one consultation. Days are London's; numbers are counts of things, never of persons."""

    today: date
    opens_on: date
    closes_on: date
    can_change: int = 0
    cannot_change: int = 0
    duties: int = 0
    plan_parts: int = 0
    questions: int = 0
    asks_victims: bool = False
    notices: Mapping[str, bool] | None = None
    languages_wanted: int = 1
    languages_offered: int = 1
    formats: tuple[FormatFact, ...] = ()
    later_closes: int = 0
    ways_used: int = 0
    events_held: int = 0
    events_after_close: int = 0
    forums: int = 0
    unread: int = 0
    at_desk: int = 0
    findings: int = 0
    undecided: int = 0
    first_decided_on: date | None = None
    published_on: date | None = None
    signed_off_on: date | None = None
    sent_on: date | None = None
    issued_on: date | None = None
    asks: int = 0
    asks_answered: int = 0


@dataclass(frozen=True)
class Line:
    """One thing that the data say: `code` names the sentence, `facts` hold its numbers and days."""

    code: str
    state: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Item:
    """One line of a checklist with what the data say; `state` is GAP where anything is wanting, else SHOWN or NOTE."""

    key: str
    lines: tuple[Line, ...]

    @property
    def state(self) -> str:
        """The one word for the item."""
        states = {line.state for line in self.lines}
        return GAP if GAP in states else SHOWN if SHOWN in states else NOTE


def items(facts: Facts) -> tuple[Item, ...]:
    """Return every line of both lists in order, filled from the data."""
    return tuple(Item(key, tuple(line for part in _PARTS[key] for line in part(facts))) for key in KEYS)


def check_note(state: str, note: str) -> str:
    """Return a person's note as it is kept.

    Raises Refused: ("state", "option-unknown"), ("note", "checklist-note-missing") and ("note", "checklist-note-long").
    """
    if state not in PERSON_STATES:
        raise Refused("state", "option-unknown")
    kept = clean(note).strip()
    if not kept:
        raise Refused("note", "checklist-note-missing")
    if len(kept) > MOST_NOTE:
        raise Refused("note", "checklist-note-long", {"limit": MOST_NOTE})
    return kept


def _line(code: str, state: str, **facts: object) -> Line:
    return Line(code, state, facts)


def _counted(code: str, n: int) -> list[Line]:
    """Something that must be there: how many, or that there is none."""
    return [_line(code, SHOWN, n=n) if n else _line(f"{code}-missing", GAP)]


def _left(code: str, n: int, *, is_judged: bool = True) -> list[Line]:
    """Something that must be down to nothing; before the close it is only told."""
    return [_line(code, GAP if is_judged else NOTE, n=n) if n else _line(f"{code}-none", SHOWN if is_judged else NOTE)]


def _is_closed(facts: Facts) -> bool:
    return facts.today > facts.closes_on


def _open_mind(facts: Facts) -> list[Line]:
    """Nothing was decided, and no plan issued, while people could still answer."""
    found = []
    if facts.first_decided_on is not None and facts.first_decided_on <= facts.closes_on:
        found.append(_line("decided-before-close", GAP, day=facts.first_decided_on))
    if facts.issued_on is None:
        found.append(_line("plan-not-issued", SHOWN))
    elif facts.issued_on <= facts.closes_on:
        found.append(_line("issued-before-close", GAP, day=facts.issued_on))
    else:
        found.append(_line("issued-after-close", SHOWN, day=facts.issued_on,
                           days=(facts.issued_on - facts.closes_on).days))
    return found


def _can_change(facts: Facts) -> list[Line]:
    return [*_counted("can-change", facts.can_change), *_counted("cannot-change", facts.cannot_change)]


def _plan_shown(facts: Facts) -> list[Line]:
    return _counted("plan-shown", facts.plan_parts)


def _duties(facts: Facts) -> list[Line]:
    return _counted("duties", facts.duties)


def _notices(facts: Facts) -> list[Line]:
    return [_line(f"notice-{name}" if there else f"notice-{name}-missing", SHOWN if there else GAP)
            for name, there in (facts.notices or {}).items()]


def _languages(facts: Facts) -> list[Line]:
    is_whole = facts.languages_offered >= facts.languages_wanted
    return [_line("languages", SHOWN if is_whole else GAP, offered=facts.languages_offered,
                  wanted=facts.languages_wanted)]


def _formats(facts: Facts) -> list[Line]:
    """Formats are ready on the first day (government guidance on accessible formats)."""
    return [_format(one, facts) for one in facts.formats]


def _format(one: FormatFact, facts: Facts) -> Line:
    told: dict[str, object] = {"form": one.form, "language": one.language}
    if one.ready_on is None:
        code = "format-promised" if one.promised_on is not None else "format-missing"
        return _line(code, GAP, day=one.promised_on, **told)
    days = (one.ready_on - facts.opens_on).days
    if days <= 0:
        return _line("format-at-launch", SHOWN, **told)
    return _line("format-late", GAP, days=days, day=one.ready_on, **told)


def _late_formats(facts: Facts) -> list[Line]:
    """Who waited for a format must not have less time than the rest."""
    late = [one for one in facts.formats if one.ready_on is not None and one.ready_on > facts.opens_on]
    return [_line("late-format-more-time" if one.closes_later else "late-format-same-close",
                  SHOWN if one.closes_later else GAP, form=one.form, language=one.language) for one in late]


def _time(facts: Facts) -> list[Line]:
    """How long people have. No law gives a number, so the data only tell it."""
    days = (facts.closes_on - facts.opens_on).days + 1
    working = working_days.between(facts.opens_on - timedelta(days=1), facts.closes_on)
    found = [_line("days-open", NOTE, n=days, working=working)]
    holidays = [day for year in range(facts.opens_on.year, facts.closes_on.year + 1)
                for day in working_days.bank_holidays(year) if facts.opens_on <= day <= facts.closes_on]
    if holidays:
        found.append(_line("holidays", NOTE, n=len(holidays), days=tuple(holidays)))
    if facts.later_closes:
        found.append(_line("closed-later", NOTE, n=facts.later_closes))
    return found


def _late_events(facts: Facts) -> list[Line]:
    return [_line("events-after-close", GAP, n=facts.events_after_close)] if facts.events_after_close else []


def _all_read(facts: Facts) -> list[Line]:
    closed = _is_closed(facts)
    return [*_left("unread", facts.unread, is_judged=closed), *_left("at-desk", facts.at_desk, is_judged=closed)]


def _decided(facts: Facts) -> list[Line]:
    if not facts.findings:
        return [_line("findings-none", GAP if _is_closed(facts) else NOTE)]
    return [_line("findings", SHOWN, n=facts.findings), *_left("undecided", facts.undecided)]


def _signed_off(facts: Facts) -> list[Line]:
    """The report is signed off before the plan is issued."""
    if facts.signed_off_on is None:
        return [_line("not-signed-off", GAP if facts.issued_on is not None else NOTE)]
    if facts.issued_on is not None and facts.issued_on < facts.signed_off_on:
        return [_line("plan-before-report", GAP, day=facts.issued_on, signed=facts.signed_off_on)]
    return [_line("signed-off", SHOWN, day=facts.signed_off_on)]


def _short(facts: Facts) -> list[Line]:
    return [_line("questions", NOTE, n=facts.questions)]


def _easy_read(facts: Facts) -> list[Line]:
    return [_format(one, facts) for one in facts.formats if one.form == "easy-read"]


def _process(facts: Facts) -> list[Line]:
    """One step among others: people were also met."""
    return [_line("events", SHOWN if facts.events_held else NOTE, n=facts.events_held),
            _line("forums", SHOWN if facts.forums else NOTE, n=facts.forums)]


def _victims(facts: Facts) -> list[Line]:
    return [_line("victims-asked", SHOWN) if facts.asks_victims else _line("victims-not-asked", GAP)]


def _ways(facts: Facts) -> list[Line]:
    return [_line("ways-used", SHOWN if facts.ways_used > 1 else NOTE, n=facts.ways_used)]


def _scrutiny(facts: Facts) -> list[Line]:
    found = [_line("draft-sent", SHOWN, day=facts.sent_on) if facts.sent_on is not None
             else _line("draft-not-sent", GAP)]
    if facts.asks:
        whole = facts.asks_answered >= facts.asks
        found.append(_line("asks-answered", SHOWN if whole else GAP, n=facts.asks_answered, of=facts.asks))
    return found


def _published(facts: Facts) -> list[Line]:
    """The answer to a consultation is published within twelve weeks of its close."""
    due = facts.closes_on + timedelta(weeks=WEEKS_TO_ANSWER)
    if facts.published_on is not None and facts.published_on > facts.closes_on:
        days = (facts.published_on - facts.closes_on).days
        in_time = facts.published_on <= due
        return [_line("published-in-time" if in_time else "published-late", SHOWN if in_time else GAP,
                      day=facts.published_on, days=days, due=due)]
    return [_line("publish-late", GAP, due=due, days=(facts.today - due).days) if facts.today > due
            else _line("publish-by", NOTE, due=due)]


def _elections(facts: Facts) -> list[Line]:
    """It does not begin in the weeks before an election."""
    touched = elections.quiet_weeks(facts.opens_on, facts.closes_on)
    if elections.is_before_an_election(facts.opens_on):
        return [_line("began-before-election", GAP, day=touched[0][1])]
    if touched:
        return [_line("election-inside", NOTE, day=touched[0][1])]
    return [_line("no-election", SHOWN)]


_PARTS: Mapping[str, tuple[Callable[[Facts], list[Line]], ...]] = {
    "gunning-1": (_can_change, _open_mind),
    "gunning-2": (_plan_shown, _duties, _notices, _languages, _formats),
    "gunning-3": (_time, _late_formats, _late_events),
    "gunning-4": (_all_read, _decided, _signed_off),
    "principle-a": (_short, _easy_read),
    "principle-b": (_can_change,),
    "principle-c": (_plan_shown, _duties),
    "principle-d": (_process,),
    "principle-e": (_time,),
    "principle-f": (_victims,),
    "principle-g": (_languages, _formats, _ways),
    "principle-h": (),
    "principle-i": (_scrutiny,),
    "principle-j": (_published,),
    "principle-k": (_elections,),
}
