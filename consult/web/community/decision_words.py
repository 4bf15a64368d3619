"""What rules, stances, ballots and outcomes of decisions are called."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from consult.domain import group_decisions as rules


def rule_words() -> Mapping[str, str]:
    """Return the ways to decide."""
    return {
        rules.CONSENT: gettext("By consent"), rules.CONSENSUS: gettext("By consensus"),
        rules.GRADIENTS: gettext("By eight steps"), rules.VOTE: gettext("By vote"),
    }


def rule_meanings() -> Mapping[str, str]:
    """Return how each way to decide works."""
    return {
        rules.CONSENT: gettext("It goes ahead when everybody can live with it."),
        rules.CONSENSUS: gettext("It goes ahead when most agree and everybody can live with it."),
        rules.GRADIENTS: gettext("Each says how far they are for it. Two of three must be for it, and everybody can "
                                 "live with it."),
        rules.VOTE: gettext("It goes ahead when more than half are for it. Nobody sees how you vote."),
    }


def stance_words() -> Mapping[str, str]:
    """Return the stances of every rule but the vote."""
    return {
        rules.AGREE: gettext("I agree"), rules.CONCERN: gettext("I agree, and I have a concern"),
        rules.OBJECT: gettext("I cannot live with it"), rules.ASIDE: gettext("I stand aside: others decide"),
        "1": gettext("1: I am fully for it"), "2": gettext("2: I am for it, with a small point"),
        "3": gettext("3: I can support it"), "4": gettext("4: I have no view"),
        "5": gettext("5: I want to talk more first"),
        "6": gettext("6: I do not like it, and I will not stand in the way"),
        "7": gettext("7: I am strongly against it"), "8": gettext("8: I cannot live with it"),
    }


def ballot_words(choices: Sequence[str] = ()) -> Mapping[str, str]:
    """Return the ballots of a vote by their number; choices of the group's own first, where there are any."""
    if choices:
        return {**{str(number): words for number, words in enumerate(choices)},
                str(rules.NO_CHOICE): gettext("None of these")}
    return {str(rules.YES): gettext("Yes"), str(rules.NO): gettext("No"),
            str(rules.CANNOT): gettext("No, and I cannot live with it"), str(rules.ABSTAIN): gettext("I do not choose")}


def outcome_words(outcome: str) -> str:
    """Return what came of a decision; the words of a choice stay what they are."""
    return {
        rules.AGREED: gettext("Agreed"), rules.CANNOT_LIVE_WITH_IT: gettext("Not agreed: somebody cannot live with it"),
        rules.FEW_TOOK_PART: gettext("Not agreed: too few people took part"),
        rules.FEW_AGREED: gettext("Not agreed: too few people were for it"),
    }.get(outcome, outcome)


def asked_words() -> Mapping[str, tuple[str, str]]:
    """Return for what members ask the group about on these pages: the heading, and the question to begin with."""
    return {
        "charter": (gettext("Ask the group to adopt this charter"), gettext("Do we adopt this charter?")),
        "review": (gettext("Ask the group to publish this review"), gettext("Do we publish this review?")),
        "rung": (gettext("Ask the group to take this one rung down"), gettext("Does this claim more than it is?")),
        "pause": (gettext("Ask the group to pause"), gettext("Do we pause this group? The reason is: ")),
        "close": (gettext("Ask the group to close for good"), gettext("Do we close this group? The reason is: ")),
        "reopen": (gettext("Ask the group to go on"), gettext("Does this group go on?")),
    }


def setting_words() -> Mapping[str, str]:
    """Return what the settings of a group are called."""
    return {
        "about": gettext("The group in one sentence"), "decides_by": gettext("How we decide"),
        "joins_by": gettext("How people come in"), "how_to_join": gettext("What people who want to join should know"),
        "papers_days": gettext("Papers are ready so many working days before a meeting"),
        "record_days": gettext("Working days to add to the notes after a meeting"),
        "advocate_contact": gettext("Help from outside the group"),
        "licence": gettext("Who may use our words, and how"),
    }


def joining_words() -> Mapping[str, str]:
    """Return the ways to come in."""
    return {"invitation": gettext("By invitation"), "asking": gettext("People can ask us")}


def setting_value(name: str, value: object) -> str:
    """Return a setting as a reader sees it."""
    if name == "decides_by":
        return rule_words().get(str(value), str(value))
    return joining_words().get(str(value), str(value)) if name == "joins_by" else str(value)
