"""What the kinds, outcomes, thresholds and recipients of worries are called, and the hours that are left."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from consult.domain import worries as rules


def kind_words() -> Mapping[str, str]:
    """Return each kind of worry by its code."""
    return {
        rules.HARM: gettext("The writer may come to harm"), rules.CHILD: gettext("A child may be at risk"),
        rules.THREAT: gettext("A threat"), rules.ABUSE: gettext("Abuse at home"),
        rules.CRIME: gettext("A crime that was done"), rules.OFFICER: gettext("A complaint about an officer"),
    }


def outcome_words() -> Mapping[str, str]:
    """Return each outcome by its code."""
    return {
        rules.NOT_PASSED_ON: gettext("Looked at, not passed on"), rules.NO_WORRY: gettext("No worry after all"),
        rules.PASSED_ON: gettext("Passed on"),
    }


def threshold_words() -> Mapping[str, str]:
    """Return what must be true before anything is passed on, by its code."""
    return {
        "danger-to-life": gettext("Somebody's life is in danger now"),
        "child-at-serious-risk": gettext("A child is at risk of serious harm"),
        "adult-at-serious-risk": gettext("An adult who cannot protect themselves is at risk of serious harm"),
        "attack-planned": gettext("An attack on people is planned"),
        "writer-asked": gettext("The writer asked for it"),
        "law-requires": gettext("The law says that we must"),
    }


def recipient_words() -> Mapping[str, str]:
    """Return to whom something can be passed on, by code."""
    return {
        "emergency-services": gettext("Emergency services (999)"),
        "children-services": gettext("Children's services of the council"),
        "adult-services": gettext("Adult social care of the council"), "police": gettext("The police"),
        "police-complaints": gettext("Those who look into complaints about the police"),
        "support-service": gettext("A support service"), "other": gettext("Somebody else"),
    }


def action_words() -> Mapping[str, str]:
    """Return what a line of the log says was done."""
    return {"raised": gettext("Sent"), "taken": gettext("Taken on"), "noted": gettext("Note"), **outcome_words()}


def hours_words(hours: int) -> str:
    """Return how long there still is, or by how much it is late."""
    if hours >= 0:
        return ngettext("%(num)s hour left", "%(num)s hours left", hours)
    return ngettext("%(num)s hour late", "%(num)s hours late", -hours)
