"""How a share, its interval and its word are said to staff; which share it is is not decided here."""

from flask_babel import gettext

from consult.domain.shares import Share, words
from consult.exports.report_words import scale_words


def base_words(found: Share) -> str:
    """Return the count, the base and who found it."""
    return gettext("%(count)s of %(base)s, human-coded", count=found.count, base=found.read)


def percent_words(found: Share) -> str:
    """Return the whole percentage; a dash under a base of 30."""
    return gettext("%(percent)s%%", percent=found.percent) if found.percent is not None else "–"


def interval_words(found: Share) -> str:
    """Return both ends of the interval, that there is none because everything was read, or that the base is small."""
    if found.percents is None:
        return gettext("fewer than 30 read")
    if found.is_exact:
        return gettext("exact: all were read")
    low, high = found.percents
    return gettext("%(low)s%% to %(high)s%%", low=low, high=high)


def word(found: Share) -> str:
    """Return the word of the scale, or both where the interval holds several; a dash where counts stand alone."""
    said = [scale_words(code, gettext) for code in words(found)]
    if len(said) == 2:
        return gettext("%(low)s to %(high)s", low=said[0], high=said[1])
    return said[0] or "–"


def whole(found: Share) -> str:
    """Return all of it in one line, for a chart."""
    if found.is_small:
        return base_words(found)
    if found.is_exact:
        return gettext("%(percent)s%%, %(word)s", percent=found.percent, word=word(found))
    return gettext("%(percent)s%% (%(interval)s), %(word)s", percent=found.percent, interval=interval_words(found),
                   word=word(found))
