"""The groups whose trust in the police is lowest, ready made from what people were asked; no figure of trust is here.

After the draft Police and Crime Plan 2025-29 (increasing trust and confidence) and the Police and Crime Committee's
response to it: a report shows by itself how many of each of these groups took part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.benchmarks import TOGETHER
from consult.domain.report_people import ReportedGroup, Text

# What stands in the way of a number: the question does not tell this group apart, or it takes three characteristics,
# which are never crossed in public.
NOT_ASKED, THREE_CROSSED = "not-asked", "three-crossed"


@dataclass(frozen=True)
class LowTrustGroup:
    """A group by the choices that name it; choices of two questions stand apart, for one person may be in both.

    `figure_groups` are the names that published figures of trust call it by, in small letters.
    """

    key: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    figure_groups: tuple[str, ...] = ()
    why_not: str = ""


GROUPS = (
    LowTrustGroup("lgbtq", (("sexual-orientation", ("gay-lesbian", "bisexual", "other")), ("gender-identity", ("no",))),
                  ("lgbtq+ londoners", "lgbt+ londoners")),
    LowTrustGroup("black", (("ethnic-group", ("black",)),), ("black londoners",)),
    LowTrustGroup("mixed", (("ethnic-group", ("mixed",)),), ("mixed ethnicity londoners", "mixed-ethnicity londoners")),
    LowTrustGroup("disabled", (("disability-impact", ("lot", "little")), ("disabled-self", ("disabled", "both"))),
                  ("disabled londoners",)),
    LowTrustGroup("victims", (("victim", ("reported", "not-reported")),), ("all victims", "victims")),
    LowTrustGroup("white-british", (), ("white british londoners",), NOT_ASKED),
    LowTrustGroup("online-reporters", (), ("online reporters",), NOT_ASKED),
    LowTrustGroup("young-black-women", (), (), THREE_CROSSED),
)


@dataclass(frozen=True)
class LowTrustPart:
    """People of a group by the answers to one question: `count` adds up what is shown, `hidden` choices are not in it.

    `count` is None where all of it is hidden; `base` is those who said what they are. Where one benchmark stands for
    the whole part, `verdict` says how it stands beside that.
    """

    question_key: str
    asked: Text
    count: int | None
    hidden: int
    base: int | None
    verdict: str = ""


@dataclass(frozen=True)
class LowTrust:
    """One of the groups with a part for each question that names it; `why_not` where there is no number."""

    key: str
    parts: tuple[LowTrustPart, ...] = ()
    why_not: str = ""


def found_in(groups: Iterable[ReportedGroup]) -> tuple[LowTrust, ...]:
    """Return every low-trust group out of the groups of one sample; sums of shown numbers only, so nothing new."""
    by_question: dict[str, list[ReportedGroup]] = {}
    for group in groups:
        by_question.setdefault(group.question_key, []).append(group)
    return tuple(_group(group, by_question) for group in GROUPS)


def _group(group: LowTrustGroup, asked: Mapping[str, Sequence[ReportedGroup]]) -> LowTrust:
    parts = [_part(asked[question], choices) for question, choices in group.parts if question in asked]
    told = tuple(part for part in parts if part is not None)
    return LowTrust(group.key, told, group.why_not or ("" if told else NOT_ASKED))


def _part(groups: Sequence[ReportedGroup], choices: tuple[str, ...]) -> LowTrustPart | None:
    """Return what is known by one question, None where it has none of the choices."""
    whole = next((one for one in groups if set(one.choice.split(TOGETHER)) == set(choices)), None)
    single = [one for one in groups if one.choice in choices]
    if not single:
        return None
    shown = [one.count for one in single if one.count is not None]
    first = groups[0]
    return LowTrustPart(first.question_key, first.asked, sum(shown) if shown else None, len(single) - len(shown),
                        first.base, whole.verdict if whole is not None else "")
