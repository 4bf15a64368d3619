"""The fixed words of a group's record: the names of its parts, of the facts in them, and of the codes they hold."""

from datetime import date

from consult.domain.forum_records import Fact
from consult.exports import forum_words
from consult.exports.cells import Translate
from consult.exports.report_words import date_words

DAYS = frozenset({"made-on", "met-on", "adopted-on", "agreed-on", "released-on", "decided-on", "review-on", "sent-on",
                  "due-on", "replied-on", "later-on", "added-on"})


def section_words(key: str, translate: Translate) -> str:
    """Return the name of a part of the record; raises KeyError for one that is none."""
    return {
        "charter": translate("Charter"), "meetings": translate("Meetings"), "agendas": translate("Agendas"),
        "notes": translate("Notes"), "decisions": translate("Decisions"), "asks": translate("What we asked for"),
        "activities": translate("What we did together"), "reviews": translate("Our yearly reviews"),
        "talk": translate("What we talked about"),
    }[key]


def label_words(label: str, translate: Translate) -> str:
    """Return what a fact is; raises KeyError for a code that is none."""
    return {
        "made-on": translate("Copied on"), "copyright": translate("Whose it is"),
        "licence": translate("What others may do with it"), "version": translate("Version"),
        "state": translate("State"), "met-on": translate("Day"), "adopted-on": translate("Adopted on"),
        "agreed-on": translate("Agreed on"), "released-on": translate("Shared on"),
        "decided-on": translate("Decided on"), "review-on": translate("Look at it again on"),
        "sent-on": translate("Asked on"),
        "due-on": translate("Reply due by"), "replied-on": translate("Replied on"), "later-on": translate("By"),
        "added-on": translate("Added on"), "layer": translate("Who reads it"), "body": translate("Asked of"),
        "outcome": translate("What they replied"), "mark": translate("What the group says to that"),
        "rule": translate("How it was decided"), "result": translate("What came out"), "name": translate("Name"),
        "bodies": translate("Shared with"), "cannot-live": translate("How many could not live with it"),
        "rung": translate("Rung of the ladder"),
        "item": translate("Item"), "signed": translate("Signed"),
        "goes-to": translate("Whose job it is"), "plan-part": translate("Part of the plan"),
    }[label]


def value_words(fact: Fact, language: str, translate: Translate) -> str:
    """Return the value of a fact as people read it; a code that has no words here stands as it is."""
    if fact.label in DAYS:
        try:
            return date_words(date.fromisoformat(fact.value).isoformat(), language)
        except ValueError:
            return fact.value
    return _codes(fact.label, translate).get(fact.value, fact.value)


def layer_words(code: str, translate: Translate) -> str:
    """Return who reads a note of a layer; raises KeyError for a code that is none."""
    return _codes("layer", translate)[code]


def _codes(label: str, translate: Translate) -> dict[str, str]:
    if label == "outcome":
        return {code: forum_words.outcome_words(code, translate)
                for code in ("accept", "partly", "not", "later", "not-ours")}
    if label == "mark":
        return {code: forum_words.mark_words(code, translate) for code in ("answers-us", "partly", "does-not-answer")}
    return {
        "layer": {"working": translate("The group, to work on"), "agreed": translate("The group, agreed"),
                  "released": translate("Others too")},
        "rule": {"consent": translate("By consent"), "consensus": translate("By consensus"),
                 "gradients": translate("By how far each of us agrees"), "vote": translate("By a vote")},
        "result": {"made": translate("The group said yes"), "not-made": translate("The group did not say yes"),
                   "withdrawn": translate("Taken back")},
    }.get(label, {})
