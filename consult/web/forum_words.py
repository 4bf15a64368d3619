"""What the parts of a charter, the rungs of the ladder and the principles of a review are called, for every reader."""

from collections.abc import Mapping

from flask_babel import gettext


def part_words() -> Mapping[str, str]:
    """Return the heading of each part of a charter."""
    return {
        "purpose": gettext("What we are for"), "decides": gettext("What we decide"),
        "advises": gettext("What we give advice on"), "chairs": gettext("Who chairs"),
        "joining": gettext("How people join"), "leaving": gettext("How people leave"), "notes": gettext("Our notes"),
        "pay": gettext("Pay and costs"), "safety": gettext("Staying safe"), "ending": gettext("How we end"),
    }


def rung_words() -> Mapping[str, str]:
    """Return the name of each rung of the ladder."""
    return {
        "informing": gettext("Informing"), "consultation": gettext("Consultation"), "engagement": gettext("Engagement"),
        "co-design": gettext("Co-design"), "co-production": gettext("Co-production"),
    }


def rung_meanings() -> Mapping[str, str]:
    """Return what each rung means for the people who take part."""
    return {
        "informing": gettext("We are told what happens."),
        "consultation": gettext("We are asked what we think. Others decide."),
        "engagement": gettext("We are heard more than once. Others decide."),
        "co-design": gettext("We shape it. Others carry it out."),
        "co-production": gettext("We decide together, from the first idea until it is done."),
    }


def condition_words() -> Mapping[str, str]:
    """Return the conditions of co-production."""
    return {
        "agenda-adopted": gettext("Members adopted the agenda of its meeting"),
        "pay-policy-set": gettext("The charter says how people are paid"),
        "responder-named": gettext("There is a name for who answers us"),
        "decision-record-on": gettext("The group keeps a record of its decisions"),
        "feedback-date-set": gettext("There is a day by which we hear what came of it"),
    }


def principle_words() -> Mapping[str, str]:
    """Return the four principles of the yearly review."""
    return {"equality": gettext("Equality"), "diversity": gettext("Diversity"),
            "accessibility": gettext("Accessibility"), "reciprocity": gettext("Giving and getting")}


def principle_questions() -> Mapping[str, str]:
    """Return what is asked of each principle."""
    return {
        "equality": gettext("Does everybody here have the same say?"),
        "diversity": gettext("Who is here, and who is missing?"),
        "accessibility": gettext("Can everybody take part in full?"),
        "reciprocity": gettext("What do people get back for what they give?"),
    }
