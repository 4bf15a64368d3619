"""The fixed words of findings and decisions: codes in, words out, the same on every page and in every file."""

from consult.domain.decisions import ACCEPTED, LATER, NOT, NOT_OURS, PARTLY
from consult.domain.ledgers import Verdict
from consult.domain.report_findings import ReportedDecision
from consult.exports.cells import Translate
from consult.exports.report_words import date_words


def outcome_words(code: str, translate: Translate) -> str:
    """Return what was decided, of a finding or in reply to a forum; raises KeyError for a code that is none."""
    return {
        ACCEPTED: translate("Yes, this will be done"), "accept": translate("Yes, this will be done"),
        PARTLY: translate("Part of this will be done"), NOT: translate("No, this will not be done"),
        LATER: translate("Not now, but later"), NOT_OURS: translate("This is the job of somebody else"),
    }[code]


def argument_words(code: str, translate: Translate) -> str:
    """Return how strong the argument of a finding is; raises KeyError for a code that is none."""
    return {
        "strong": translate("A strong argument"), "fair": translate("A fair argument"),
        "thin": translate("A thin argument"),
    }[code]


def evidence_words(code: str, translate: Translate) -> str:
    """Return what kind of thing a finding rests on; raises KeyError for a code that is none."""
    return {
        "theme": translate("A theme in people's own words"), "closed": translate("An answer that people chose"),
        "events": translate("A theme raised at events"), "forum-ask": translate("What a forum asked"),
        "organisation": translate("What an organisation said"),
        "recommendation-ask": translate("What the committee asked"),
    }[code]


def decision_lines(decision: ReportedDecision | Verdict, language: str, translate: Translate) -> list[str]:
    """Return what was decided, where it goes and who decided it when, as lines; the reason stands apart from them."""
    lines = [outcome_words(decision.outcome, translate)]
    if decision.later_on:
        lines.append(translate("By: %(day)s", day=date_words(decision.later_on, language)))
    if decision.goes_to:
        lines.append(translate("It is the job of: %(body)s", body=decision.goes_to))
    who = ", ".join(filter(None, (decision.decided_by, decision.office)))
    if who:
        lines.append(translate("Decided by: %(who)s", who=who))
    return [*lines, translate("Decided on: %(day)s", day=date_words(decision.decided_on, language))]


def group_words(code: str, translate: Translate) -> str:
    """Return a group that a finding concerns, by a code of codebooks.AFFECTED; raises KeyError for one that is none."""
    return {
        "children": translate("Children"), "young-people": translate("Young people"),
        "older-people": translate("Older people"), "disabled-people": translate("Disabled people"),
        "deaf-people": translate("Deaf people"), "black-people": translate("Black people"),
        "asian-people": translate("Asian people"), "mixed-people": translate("People of more than one ethnic group"),
        "gypsy-roma-traveller": translate("Gypsy, Roma and Traveller people"),
        "other-ethnic-groups": translate("People of other ethnic groups"),
        "women-and-girls": translate("Women and girls"), "men-and-boys": translate("Men and boys"),
        "lgb-people": translate("Lesbian, gay and bisexual people"), "trans-people": translate("Trans people"),
        "religious-groups": translate("People of a religion"),
        "pregnant-people": translate("Pregnant people and new mothers"), "carers": translate("Carers"),
        "people-on-low-incomes": translate("People on low incomes"),
        "migrants": translate("People who came from other countries"), "victims": translate("Victims of crime"),
    }[code]
