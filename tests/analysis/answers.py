"""Made-up answers on four matters, the same on every machine, for the tests of the analysis."""

import random

from consult.analysis.proposals import Example, Passage, Theme

MATTERS = {
    "patrols": (
        "More patrols in our street", "Officers on foot patrol at night", "We never see patrols on the estate",
        "Bring back neighbourhood officers walking the beat", "Foot patrols near the station would help",
    ),
    "stop-search": (
        "Stop and search is unfair to young black men", "My son was searched without a reason",
        "Searches need body cameras", "Explain why somebody is searched", "Stop and search powers are misused",
    ),
    "phones": (
        "My phone was stolen outside the tube", "Phone snatching by thieves on mopeds",
        "Thieves grabbed my mobile phone", "Stolen phones are never found", "Do more against phone theft",
    ),
    "reporting": (
        "The 101 line never answers", "I waited an hour on the 101 call", "Reporting online is easy and quick",
        "Nobody calls back after a report", "The online report form lost my report",
    ),
}
TAILS = ("", " and it matters", " in Hackney", " every week", " I think", " since last year", " where we live")
THEMES = (
    Theme("patrols", "Visible patrols", "Officers seen on foot in the neighbourhood"),
    Theme("stop-search", "Stop and search", "How people are stopped and searched"),
    Theme("phones", "Phone theft", "Phones that are snatched or stolen"),
    Theme("reporting", "Reporting a crime", "Calling 101, reporting online, hearing back"),
)


def passages(each: int) -> list[Passage]:
    """Return `each` answers on every matter, mixed; an id tells its matter by its hundreds."""
    rng = random.Random(7)
    made = [
        Passage(100 * number + place, sayings[place % len(sayings)] + rng.choice(TAILS))
        for number, sayings in enumerate(MATTERS.values())
        for place in range(each)
    ]
    rng.shuffle(made)
    return made


def examples(count: int) -> list[Example]:
    """Return `count` coded answers."""
    keys = tuple(MATTERS)
    return [
        Example(passage.text, frozenset({keys[passage.id // 100]}), f"R{number // 2}")
        for number, passage in enumerate(passages(each=count // len(keys) + 1)[:count])
    ]
