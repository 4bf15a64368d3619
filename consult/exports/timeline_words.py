"""The fixed words of the steps that the law sets for a plan: codes in, words out, everywhere the same."""

from consult.domain import timelines as steps
from consult.exports.cells import Translate


def step_words(key: str, translate: Translate) -> str:
    """Return what is done in a step of the timeline; raises KeyError for a key that is none."""
    return {
        steps.ELECTION: translate("Londoners choose the Mayor"),
        steps.COMMISSIONER: translate("We ask the head of the Met about the draft"),
        steps.SENT: translate("We send the draft to the London Assembly"),
        steps.OPENED: translate("We begin to ask people in London"),
        steps.VICTIMS: translate("We begin to ask victims of crime"),
        steps.CLOSED: translate("The last day to answer"),
        steps.ASSEMBLY: translate("The London Assembly reports on the draft"),
        steps.REGARD: translate("The Mayor thinks about that report, and about what people said"),
        steps.REPLIED: translate("The Mayor replies to the London Assembly"),
        steps.REPLY_PUBLISHED: translate("We publish the reply"),
        steps.COMMISSIONER_AGAIN: translate("We ask the head of the Met again if the plan has changed since the draft"),
        steps.ISSUED: translate("The Mayor makes the plan final"),
        steps.PUBLISHED: translate("We publish the plan"),
    }[key]


def state_words(code: str, translate: Translate) -> str:
    """Return how a step stands; raises KeyError for a code that is none."""
    return {
        steps.DONE: translate("Done"), steps.LATE: translate("Late"), steps.TO_COME: translate("To come"),
        steps.NO_DATE: translate("No day yet"), steps.NOT_NEEDED: translate("Not needed"),
    }[code]
