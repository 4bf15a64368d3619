"""How long a committee's ask waits and how often it wants something: codes in, words out, everywhere the same."""

from consult.domain import recommendations as asks
from consult.exports.cells import Translate


def waiting_words(code: str, translate: Translate) -> str:
    """Return where an ask stands with the replies; raises KeyError for a code that is none."""
    return {
        asks.UNANSWERED: translate("No reply yet"), asks.REPLIED: translate("A reply came"),
        asks.ANSWERED: translate("Answered"),
    }[code]


def rhythm_words(code: str, translate: Translate) -> str:
    """Return how often something is asked for; "" for no rhythm. Raises KeyError for a code that is none."""
    return {"month": translate("Every month"), "quarter": translate("Every three months"),
            "year": translate("Every year"), "": ""}[code]
