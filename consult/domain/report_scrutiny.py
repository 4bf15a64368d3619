"""What the committee asked, the steps of the law and the checklists, as one edition prints them: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]


@dataclass(frozen=True)
class ReportedAsk:
    """One ask: `status` is the office's own (empty while it has set none); days are ISO; `waiting` counts days since
    the report came, to the reply or to the day of the edition.

    `number` is how it is called (3.2), `state` where it stands with the replies (domain/recommendations), `due_every`
    the rhythm that is asked for, `past_due` the days since `due_on` while nothing answers it. `due_on` is the day by
    which it is wanted, `promised_on` the day that the office promises.
    """

    key: str
    text: str
    status: str = ""
    reason_code: str = ""
    reason: Text = field(default_factory=dict)
    goes_to: str = ""
    due_on: str = ""
    waiting: int | None = None
    is_overdue: bool = False
    number: str = ""
    due_every: str = ""
    state: str = "unanswered"
    past_due: int = 0
    promised_on: str = ""


@dataclass(frozen=True)
class ReportedRecommendation:
    """A recommendation with its asks; `dissents` are the views of members who did not agree.

    `status` is what all asks share, "mixed" where they differ, empty for none; `node_labels` go with `node_keys`.
    """

    key: str
    number: int
    title: str
    asks: tuple[ReportedAsk, ...] = ()
    node_keys: tuple[str, ...] = ()
    dissents: tuple[str, ...] = ()
    status: str = ""
    node_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportedReply:
    """A reply and the keys of the asks that it speaks to; of these it answers those of `answered_keys`.

    `text` are short words of what was replied; `source` names the letter where these words are ours and not its own.
    """

    text: Text
    signed: str
    reference: str
    replied_on: str
    ask_keys: tuple[str, ...]
    answered_keys: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class ReportedCommittee:
    """One report of a scrutiny body, what it recommends, and the replies; `published` is an ISO day, or words."""

    key: str
    title: str
    body: str
    published: str
    recommendations: tuple[ReportedRecommendation, ...] = ()
    replies: tuple[ReportedReply, ...] = ()


@dataclass(frozen=True)
class ReportedStep:
    """A step of the timeline: `key` is of domain/timelines, `law` the source, days ISO or empty; papers as (title,
    address). `state` is a code of domain/timelines; `days_after` counts from the last dated step before it."""

    key: str
    title: Text
    law: str
    due_on: str = ""
    done_on: str = ""
    note: Text = field(default_factory=dict)
    papers: tuple[tuple[str, ...], ...] = ()
    state: str = ""
    days_after: int | None = None


@dataclass(frozen=True)
class ReportedCheck:
    """A line of a checklist (`gunning` or `principles`) with the facts in words, a line of text each.

    `state` is what a person said (`met`, `partly`, `not-met`, then `person` is the same, with a note), else what the
    data say (`shown`, `gap`, `note`).
    """

    checklist: str
    key: str
    title: Text
    state: str
    facts: Text = field(default_factory=dict)
    note: str = ""
    person: str = ""
