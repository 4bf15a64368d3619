"""The words of the option lists that questions bring with them: codes and labels only, no rule and no question."""

from collections.abc import Mapping
from types import MappingProxyType

# code, English; other languages have theirs in translations/<tag>/options.json
_AGREE_SCALE = (
    ("strongly-agree", "Strongly agree"),
    ("agree", "Agree"),
    ("neither", "Neither agree nor disagree"),
    ("disagree", "Disagree"),
    ("strongly-disagree", "Strongly disagree"),
    ("not-sure", "Not sure"),
)

_YES_NO_UNSURE = (
    ("yes", "Yes"),
    ("no", "No"),
    ("not-sure", "Not sure"),
)

_CONSENT = (("yes", "Yes, I agree"),)

# The 32 boroughs and the City of London, in the order of the English alphabet.
BOROUGHS = (
    ("barking-and-dagenham", "Barking and Dagenham"),
    ("barnet", "Barnet"),
    ("bexley", "Bexley"),
    ("brent", "Brent"),
    ("bromley", "Bromley"),
    ("camden", "Camden"),
    ("city-of-london", "City of London"),
    ("croydon", "Croydon"),
    ("ealing", "Ealing"),
    ("enfield", "Enfield"),
    ("greenwich", "Greenwich"),
    ("hackney", "Hackney"),
    ("hammersmith-and-fulham", "Hammersmith and Fulham"),
    ("haringey", "Haringey"),
    ("harrow", "Harrow"),
    ("havering", "Havering"),
    ("hillingdon", "Hillingdon"),
    ("hounslow", "Hounslow"),
    ("islington", "Islington"),
    ("kensington-and-chelsea", "Kensington and Chelsea"),
    ("kingston-upon-thames", "Kingston upon Thames"),
    ("lambeth", "Lambeth"),
    ("lewisham", "Lewisham"),
    ("merton", "Merton"),
    ("newham", "Newham"),
    ("redbridge", "Redbridge"),
    ("richmond-upon-thames", "Richmond upon Thames"),
    ("southwark", "Southwark"),
    ("sutton", "Sutton"),
    ("tower-hamlets", "Tower Hamlets"),
    ("waltham-forest", "Waltham Forest"),
    ("wandsworth", "Wandsworth"),
    ("westminster", "Westminster"),
)

_BESIDE_BOROUGHS = (
    ("outside", "I live outside London"),
    ("unsure", "Not sure"),
    ("pnts", "Prefer not to say"),
)

# The list that a kind of question brings: rows of code and English label, in the order shown.
LISTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "agree-scale": _AGREE_SCALE,
        "yes-no-unsure": _YES_NO_UNSURE,
        "consent": _CONSENT,
        "borough": BOROUGHS + _BESIDE_BOROUGHS,
    }
)
