"""What a finding is: a claim in plain words, what it rests on and how strong it is; only a person confirms one.

How many people stand behind a finding is never written by anybody: it is counted from what was coded.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from consult.domain.asks import sentences
from consult.domain.codebooks import AFFECTED
from consult.domain.easy_read import MOST_WORDS, word_count
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.texts import clean
from consult.domain.words_scale import PERCENT_BASE, SOURCE_LANGUAGE, Text, whole_percent

# Written by one person, said to be right by a person, or put away with a reason: it stays to be read.
DRAFT, CONFIRMED, SET_ASIDE = "draft", "confirmed", "set-aside"
STATES = (DRAFT, CONFIRMED, SET_ASIDE)
# How strong the argument is, which has nothing to do with how many made it.
ARGUMENTS = ("strong", "fair", "thin")
# What a finding can rest on; counts of different kinds are never added together (practice C1, C8).
THEME, CLOSED, EVENTS = "theme", "closed", "events"
FORUM_ASK, ORGANISATION, RECOMMENDATION_ASK = "forum-ask", "organisation", "recommendation-ask"
EVIDENCE_KINDS = (THEME, CLOSED, EVENTS, FORUM_ASK, ORGANISATION, RECOMMENDATION_ASK)
MOST_CLAIM, MOST_NOTE, MOST_REASON = 600, 2000, 1000
# Under this share a view is one of a few: the number alone could hide how hard it hits them.
FEW_PERCENT = 10


@dataclass(frozen=True)
class Claim:
    """A finding as a person writes it.

    `words` are {language: words}, English always. `argument_note` says what the strength of the argument rests on,
    `impact_note` how hard it hits the few who say it, where `is_few_but_grave`. `groups` are codes of
    codebooks.AFFECTED; `nodes` are keys of parts of the plan; with `is_missing` no part of the plan speaks of it.
    """

    words: Text
    argument: str = "fair"
    argument_note: str = ""
    is_few_but_grave: bool = False
    impact_note: str = ""
    groups: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True)
class Weight:
    """What stands behind a finding, counted: each number of another unit, and none added to another.

    `respondents` spoke of at least one of its themes, each counted once, of the `base` people who were read; `events`
    raised one of them, of `events_read`.
    """

    respondents: int = 0
    base: int = 0
    events: int = 0
    events_read: int = 0
    organisations: int = 0
    forum_asks: int = 0
    recommendation_asks: int = 0

    @property
    def is_few(self) -> bool:
        """Whether few of those who were read speak of it; never where too few were read to say so."""
        return self.base >= PERCENT_BASE and whole_percent(self.respondents, self.base) < FEW_PERCENT


def check(claim: Claim, nodes: Collection[str]) -> Claim:
    """Return a finding as it is kept; `nodes` are the keys of the plan that it may speak of.

    Raises Refused with `finding-claim-missing`, `finding-claim-long`, `finding-sentence-long`, `finding-argument`,
    `finding-note-long`, `finding-impact-note`, `finding-group`, `finding-node` or `finding-nowhere`.
    """
    words = _words(claim.words)
    if claim.argument not in ARGUMENTS:
        raise Refused("argument", "finding-argument")
    note, impact = _note("argument_note", claim.argument_note), _note("impact_note", claim.impact_note)
    if claim.is_few_but_grave and not impact:
        raise Refused("impact_note", "finding-impact-note")
    if set(claim.groups) - set(AFFECTED):
        raise Refused("groups", "finding-group")
    if any(node not in nodes for node in claim.nodes):
        raise Refused("nodes", "finding-node")
    if claim.nodes and claim.is_missing:
        raise Refused("nodes", "finding-nowhere")
    return Claim(words, claim.argument, note, claim.is_few_but_grave, impact if claim.is_few_but_grave else "",
                 tuple(group for group in AFFECTED if group in claim.groups), tuple(dict.fromkeys(claim.nodes)),
                 claim.is_missing)


def confirm(claim: Claim, *, state: str, person_id: int | None, evidence: int) -> None:
    """Raise unless a person may say that this finding is right; `evidence` is how many things it rests on.

    Raises NotAllowed where no person stands behind it, Conflict("finding-not-draft"), Refused with
    `finding-no-evidence`, `finding-argument-note` where nobody says what the argument's strength rests on, and
    `finding-no-place` where it neither names a part of the plan nor says that there is none.
    """
    if person_id is None:
        raise NotAllowed()
    if state != DRAFT:
        raise Conflict("finding-not-draft")
    if evidence < 1:
        raise Refused("evidence", "finding-no-evidence")
    if not claim.argument_note:
        raise Refused("argument_note", "finding-argument-note")
    if not claim.nodes and not claim.is_missing:
        raise Refused("nodes", "finding-no-place")


def set_aside(reason: str, *, state: str) -> str:
    """Return why a finding is put away, as it is kept.

    Raises Conflict("finding-set-aside") where it is already, Refused with `finding-reason-missing` or
    `finding-reason-long`.
    """
    if state == SET_ASIDE:
        raise Conflict("finding-set-aside")
    words = " ".join(clean(reason).split())
    if not words:
        raise Refused("reason", "finding-reason-missing")
    if len(words) > MOST_REASON:
        raise Refused("reason", "finding-reason-long", {"limit": MOST_REASON})
    return words


def check_evidence(kind: str, ref: tuple[str, ...], standing: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Raise Refused where evidence is of no known kind, points at nothing, or stands there already.

    `ref` is what names the thing: a public id or a key, and for `closed` the choice beside the question.
    """
    if kind not in EVIDENCE_KINDS or not ref or not ref[0] or (kind == CLOSED and not all(ref)):
        raise Refused("evidence", "evidence-unknown")
    if (kind, ref) in standing:
        raise Refused("evidence", "evidence-stands")


def label(number: int) -> str:
    """Return what a finding is called everywhere: F1, F2 and so on."""
    return f"F{number}"


def _words(written: Mapping[str, str]) -> dict[str, str]:
    kept = {language: said for language, words in written.items()
            if language in LANGUAGES and (said := " ".join(clean(words).split()))}
    if not kept.get(SOURCE_LANGUAGE):
        raise Refused("words", "finding-claim-missing")
    if any(len(said) > MOST_CLAIM for said in kept.values()):
        raise Refused("words", "finding-claim-long", {"limit": MOST_CLAIM})
    for sentence in sentences(kept[SOURCE_LANGUAGE]):
        if (count := word_count(sentence)) > MOST_WORDS:
            raise Refused("words", "finding-sentence-long", {"count": count, "limit": MOST_WORDS})
    return kept


def _note(place: str, words: str) -> str:
    kept = clean(words).strip()
    if len(kept) > MOST_NOTE:
        raise Refused(place, "finding-note-long", {"limit": MOST_NOTE})
    return kept
