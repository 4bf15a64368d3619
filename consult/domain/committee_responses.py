"""What a scrutiny body wrote about a draft plan and was told, as a file holds it; not what an office decided since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# How the makers of a file read a reply. It is their reading: never the word of the office that replied.
READINGS = ("accepted", "partly", "noted", "declined", "deferred", "referred")


@dataclass(frozen=True)
class Source:
    """Where something stands: a document, and a heading or the number of a recommendation in it."""

    document: str = ""
    heading: str = ""
    recommendation: int | None = None


@dataclass(frozen=True)
class SingleAsk:
    """One thing that a recommendation asks for."""

    key: str
    text: str
    source: Source = Source()


@dataclass(frozen=True)
class Statement:
    """What somebody told the scrutiny body, which it set beside a recommendation."""

    key: str
    who: str
    text: str
    source: Source = Source()


@dataclass(frozen=True)
class Dissent:
    """A view of members who did not agree with a recommendation, or with a part of it."""

    who: str
    text: str
    source: Source = Source()


@dataclass(frozen=True)
class ReplyPart:
    """What a reply says to one recommendation; `answered_with` are the numbers of others that share the answer."""

    key: str
    reading: str
    summary: str
    commitments: tuple[str, ...] = ()
    answered_with: tuple[int, ...] = ()
    source: Source = Source()


@dataclass(frozen=True)
class NumberedRecommendation:
    """A recommendation with its single asks; `deadlines` are (what, when) as written, `plan_links` keys of nodes."""

    key: str
    number: int
    title: str
    asks: tuple[SingleAsk, ...]
    addressed_to: tuple[str, ...] = ()
    chapter: str = ""
    topics: tuple[str, ...] = ()
    plan_links: tuple[str, ...] = ()
    deadlines: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Statement, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    reply: ReplyPart | None = None


@dataclass(frozen=True)
class Letter:
    """The letter in which the reply came: who signed it, its reference, its day."""

    key: str = ""
    signed: str = ""
    reference: str = ""
    replied_on: date | None = None
    source: Source = Source()


@dataclass(frozen=True)
class CommitteeReport:
    """One report of a scrutiny body on one plan. `published_on` is None where its file names no day.

    `facts` holds what the file says besides (evidence sessions, findings, figures), as plain values.
    """

    key: str
    title: str
    body: str
    plan_key: str
    published_on: date | None
    published_words: str
    source: Source
    letter: Letter | None
    recommendations: tuple[NumberedRecommendation, ...]
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def asks(self) -> tuple[SingleAsk, ...]:
        """Every single ask, in the order of the report."""
        return tuple(ask for one in self.recommendations for ask in one.asks)


@dataclass(frozen=True)
class SharedReply:
    """One answer to one recommendation or to several: their numbers in order, its words, what it promises."""

    key: str
    numbers: tuple[int, ...]
    summary: str
    commitments: tuple[str, ...]


def shared_replies(report: CommitteeReport) -> tuple[SharedReply, ...]:
    """Return the answers of a report in the order of the first recommendation each speaks to.

    Recommendations that were answered together share one answer: the words said to each stand below one another, what
    was said twice stands once.
    """
    parts = {one.number: one.reply for one in report.recommendations if one.reply is not None}
    groups = _together({number: part.answered_with for number, part in parts.items()})
    return tuple(SharedReply(parts[group[0]].key, group, _joined([parts[number].summary for number in group]),
                             _once([words for number in group for words in parts[number].commitments]))
                 for group in groups)


def _together(links: Mapping[int, Sequence[int]]) -> list[tuple[int, ...]]:
    """Return the groups of numbers that hang together by these links, each in order; links to none are left out."""
    group_of = {number: {number} for number in links}
    for number, others in links.items():
        for other in others:
            if other in links and group_of[other] is not group_of[number]:
                whole = group_of[number] | group_of[other]
                group_of.update(dict.fromkeys(whole, whole))
    return sorted({tuple(sorted(group)) for group in group_of.values()})


def _joined(summaries: Sequence[str]) -> str:
    return "\n\n".join(_once(summaries))


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
