"""The fixed words of the ledger that only staff read: where a line stands."""

from consult.domain.ledgers import DECIDED, DRAFT, NO_FINDING, NO_REPLY, SET_ASIDE, UNDECIDED
from consult.exports.cells import Translate


def standing_words(code: str, translate: Translate) -> str:
    """Return where a line of the ledger stands; raises KeyError for a code that is none."""
    return {
        DECIDED: translate("Decided"), UNDECIDED: translate("Nobody has decided on this yet"),
        DRAFT: translate("The finding is still being written"), SET_ASIDE: translate("Set aside"),
        NO_FINDING: translate("No finding speaks of this yet"), NO_REPLY: translate("No reply yet"),
    }[code]
