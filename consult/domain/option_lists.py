"""The words of the option lists that questions bring with them: codes and labels only, no rule and no question."""

from collections.abc import Mapping
from types import MappingProxyType

# code, English, Urdu
_AGREE_SCALE = (
    ("strongly-agree", "Strongly agree", "پوری طرح متفق"),
    ("agree", "Agree", "متفق"),
    ("neither", "Neither agree nor disagree", "نہ متفق، نہ غیر متفق"),
    ("disagree", "Disagree", "غیر متفق"),
    ("strongly-disagree", "Strongly disagree", "پوری طرح غیر متفق"),
    ("not-sure", "Not sure", "یقین نہیں"),
)

_YES_NO_UNSURE = (
    ("yes", "Yes", "ہاں"),
    ("no", "No", "نہیں"),
    ("not-sure", "Not sure", "یقین نہیں"),
)

_CONSENT = (("yes", "Yes, I agree", "ہاں، میں متفق ہوں"),)

# The 32 boroughs and the City of London, in the order of the English alphabet.
BOROUGHS = (
    ("barking-and-dagenham", "Barking and Dagenham", "بارکنگ اینڈ ڈیگنہم"),
    ("barnet", "Barnet", "بارنیٹ"),
    ("bexley", "Bexley", "بیکسلی"),
    ("brent", "Brent", "برینٹ"),
    ("bromley", "Bromley", "بروملی"),
    ("camden", "Camden", "کیمڈن"),
    ("city-of-london", "City of London", "سٹی آف لندن"),
    ("croydon", "Croydon", "کروئیڈن"),
    ("ealing", "Ealing", "ایلنگ"),
    ("enfield", "Enfield", "اینفیلڈ"),
    ("greenwich", "Greenwich", "گرینچ"),
    ("hackney", "Hackney", "ہیکنی"),
    ("hammersmith-and-fulham", "Hammersmith and Fulham", "ہیمرسمتھ اینڈ فلہم"),
    ("haringey", "Haringey", "ہیرنگے"),
    ("harrow", "Harrow", "ہیرو"),
    ("havering", "Havering", "ہیورنگ"),
    ("hillingdon", "Hillingdon", "ہلنگڈن"),
    ("hounslow", "Hounslow", "ہاؤنسلو"),
    ("islington", "Islington", "ازلنگٹن"),
    ("kensington-and-chelsea", "Kensington and Chelsea", "کینزنگٹن اینڈ چیلسی"),
    ("kingston-upon-thames", "Kingston upon Thames", "کنگسٹن اپون ٹیمز"),
    ("lambeth", "Lambeth", "لیمبتھ"),
    ("lewisham", "Lewisham", "لیوشم"),
    ("merton", "Merton", "مرٹن"),
    ("newham", "Newham", "نیوہم"),
    ("redbridge", "Redbridge", "ریڈبرج"),
    ("richmond-upon-thames", "Richmond upon Thames", "رچمنڈ اپون ٹیمز"),
    ("southwark", "Southwark", "ساؤتھ وارک"),
    ("sutton", "Sutton", "سٹن"),
    ("tower-hamlets", "Tower Hamlets", "ٹاور ہیملٹس"),
    ("waltham-forest", "Waltham Forest", "والتھم فاریسٹ"),
    ("wandsworth", "Wandsworth", "وانڈزورتھ"),
    ("westminster", "Westminster", "ویسٹ منسٹر"),
)

_BESIDE_BOROUGHS = (
    ("outside", "I live outside London", "میری رہائش لندن سے باہر ہے"),
    ("unsure", "Not sure", "یقین نہیں"),
    ("pnts", "Prefer not to say", "بتانا نہیں چاہتے"),
)

# The list that a kind of question brings: rows of code, English label, Urdu label, in the order shown.
LISTS: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "agree-scale": _AGREE_SCALE,
        "yes-no-unsure": _YES_NO_UNSURE,
        "consent": _CONSENT,
        "borough": BOROUGHS + _BESIDE_BOROUGHS,
    }
)
