"""The fixed words of scrutiny: what an office says to an ask, and why; codes in, words out."""

from consult.exports.cells import Translate


def status_words(code: str, translate: Translate) -> str:
    """Return what the office says to an ask; empty is none yet. Raises KeyError for a code that is none."""
    return {
        "accepted": translate("Accepted"), "partly": translate("Accepted in part"), "noted": translate("Noted"),
        "declined": translate("Not accepted"), "deferred": translate("To be decided later"),
        "referred": translate("Passed on to somebody else"), "": translate("The office has not said yet"),
    }[code]


def reason_words(code: str, translate: Translate) -> str:
    """Return why an ask was not simply accepted; empty for none and for a reason in the office's own words."""
    return {
        "too-detailed": translate("Too detailed for a plan of this kind"),
        "no-targets": translate("The plan sets no targets in numbers"),
        "other-body": translate("This is the job of somebody else"),
        "later-strategy": translate("It comes in a later plan"),
        "government-deciding": translate("The Government is still deciding"),
        "already-covered": translate("The plan says this already"),
        "own-words": "", "": "",
    }[code]
