"""The words beside who answered: how groups stand to London, why some do not, and the groups with the least trust."""

from collections.abc import Iterable, Sequence

from consult.domain import benchmarks, low_trust, representation
from consult.domain.report_people import ReportedGroup
from consult.domain.reports import pick
from consult.exports.cells import Translate

# Benchmarks are printed to a tenth, as their sources have them.
DECIMAL_PLACES = 1


def verdict_parts(groups: Sequence[ReportedGroup], language: str, translate: Translate
                  ) -> list[tuple[str, list[str]]]:
    """Return the plain verdict: sentences, each with the lines that stand under it, in the language (BCP 47)."""
    found = representation.verdict(groups)
    parts: list[tuple[str, list[str]]] = []
    if found.under:
        parts.append((translate("Under-represented: a smaller part of those who answered than of people in London."),
                      _by_question(found.under, language, translate)))
    if found.over:
        parts.append((translate("Over-represented: a larger part of those who answered than of people in London."),
                      _by_question(found.over, language, translate)))
    if found.unknown:
        asked = {group.question_key: pick(group.asked, language)[0] for group in groups}
        parts.append((translate("We cannot say for these questions. Too few people answered, or there is no number for "
                                "London that we can use."), [asked[key] for key in found.unknown]))
    return parts


def caution(translate: Translate) -> list[str]:
    """Return what must be said wherever groups stand beside London."""
    return [
        translate("People chose to take part. They were not picked by chance, so nobody knows how far they speak for "
                  "others of their group."),
        translate("Percentages are of the people who told us about themselves. They come from rounded numbers."),
        translate("The range shows how far a percentage could be off by chance alone."),
    ]


def standing_words(group: ReportedGroup, translate: Translate) -> str:
    """Return how a group stands to London, or why that is not said."""
    said = {
        representation.UNDER: translate("Under-represented"), representation.OVER: translate("Over-represented"),
        representation.ABOUT: translate("About the same"),
    }
    return said.get(group.verdict) or why_words(group.why, translate)


def why_words(code: str, translate: Translate) -> str:
    """Return why a group has no verdict."""
    return {
        representation.NO_BENCHMARK: translate("No number for London"),
        representation.UNCONFIRMED: translate("The number for London is not checked yet"),
        representation.TOO_FEW: translate("Too few people to say"),
        representation.HIDDEN: translate("Hidden to protect people"),
    }.get(code, "")


def gap_words(group: ReportedGroup, translate: Translate) -> str:
    """Return the gap in points with its sign, empty where there is none."""
    if group.gap is None:
        return ""
    sign = "+" if group.gap > 0 else "−" if group.gap < 0 else ""
    return translate("%(points)s points", points=f"{sign}{abs(group.gap)}")


def range_words(group: ReportedGroup, translate: Translate) -> str:
    """Return the interval of a percentage, empty where there is none."""
    if group.low is None or group.high is None:
        return ""
    return translate("%(low)s%% to %(high)s%%", low=group.low, high=group.high)


def benchmark_words(group: ReportedGroup, translate: Translate) -> str:
    """Return the share in London with the ages that it counts, empty where there is none."""
    if group.benchmark is None:
        return ""
    share = translate("%(percent)s%%", percent=f"{group.benchmark:.{DECIMAL_PLACES}f}")
    ages = ages_words(group.ages, translate)
    return f"{share} ({ages})" if ages else share


def ages_words(ages: str, translate: Translate) -> str:
    """Return whom a number for London counts, by age; empty where nobody said."""
    if ages == benchmarks.ALL_AGES:
        return translate("people of every age")
    if ages.endswith("+"):
        return translate("people of %(age)s and over", age=ages[:-1])
    first, dash, last = ages.partition("-")
    if not dash or int(last) > benchmarks.OLDEST:
        return translate("people of %(age)s and over", age=first) if first else ""
    return translate("people of %(first)s to %(last)s", first=first, last=last)


def note_words(code: str, translate: Translate) -> str:
    """Return the sentence of a note on a comparison."""
    return {
        representation.DIFFERENT_AGES: translate(
            "The number for London counts people of every age. Our questions were for people of 13 and over."),
        representation.NOT_SAID_INSIDE: translate(
            "Those who would not say are among the others here: their number is hidden to protect people."),
    }.get(code, code)


def low_trust_words(key: str, translate: Translate) -> str:
    """Return the name of a group whose trust in the police is low."""
    return {
        "lgbtq": translate("LGBTQ+ Londoners"), "black": translate("Black Londoners"),
        "mixed": translate("Londoners of mixed ethnicity"), "disabled": translate("Disabled Londoners"),
        "victims": translate("Victims of crime"), "white-british": translate("White British Londoners"),
        "online-reporters": translate("Victims who reported online"),
        "young-black-women": translate("Young Black women"),
    }[key]


def low_trust_lines(group: low_trust.LowTrust, language: str, translate: Translate) -> list[str]:
    """Return what is known of how many of a group took part, a line for each question, or why nothing is."""
    if group.why_not == low_trust.NOT_ASKED:
        return [translate("Our questions do not tell this group apart.")]
    if group.why_not == low_trust.THREE_CROSSED:
        return [translate("This takes three answers about one person. We never cross three in public.")]
    return [f"{pick(part.asked, language)[0]} {_people(part, translate)}" for part in group.parts]


def _people(part: low_trust.LowTrustPart, translate: Translate) -> str:
    if part.count is None:
        return translate("The number is hidden to protect people.")
    if part.hidden:
        return translate("%(count)s of %(base)s people, and some more who are hidden to protect them.",
                         count=part.count, base=part.base)
    return translate("%(count)s of %(base)s people.", count=part.count, base=part.base)


def _by_question(groups: Iterable[ReportedGroup], language: str, translate: Translate) -> list[str]:
    """Return a line for each question: its words, and its groups with their two percentages."""
    found: dict[str, list[str]] = {}
    for group in groups:
        asked = pick(group.asked, language)[0]
        found.setdefault(asked, []).append(_in_short(group, language, translate))
    return [f"{asked} {'; '.join(named)}." for asked, named in found.items()]


def _in_short(group: ReportedGroup, language: str, translate: Translate) -> str:
    label, theirs = pick(group.label, language)[0], f"{group.benchmark or 0:.{DECIMAL_PLACES}f}"
    if group.percent is None:
        return translate("%(group)s (few; %(theirs)s%% in London)", group=label, theirs=theirs)
    return translate("%(group)s (%(ours)s%%; %(theirs)s%% in London)", group=label, ours=group.percent, theirs=theirs)
