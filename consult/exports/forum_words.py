"""The fixed words of asks, replies and marks: codes in, words out, the same on every page and in every file."""

from consult.domain.asks import CAME_LATE, IN_TIME, LATE, WAITING
from consult.domain.forum_voices import VoicedAsk, VoicedReply
from consult.exports.cells import Translate
from consult.exports.report_words import date_words


def outcome_words(code: str, translate: Translate) -> str:
    """Return what a body says to an ask; raises KeyError for a code that is none."""
    return {
        "accept": translate("Yes, they will do it"),
        "partly": translate("They will do part of it"),
        "not": translate("No, they will not do it"),
        "later": translate("Later"),
        "not-ours": translate("They say it is not their job"),
    }[code]


def mark_words(code: str, translate: Translate) -> str:
    """Return what the group thinks of a reply; raises KeyError for a code that is none."""
    return {
        "answers-us": translate("This answers us"),
        "partly": translate("This answers part of it"),
        "does-not-answer": translate("This does not answer us"),
        "": translate("The group has not said yet"),
    }[code]


def timeliness_words(code: str, days: int, translate: Translate) -> str:
    """Return where a reply stands; raises KeyError for a code that is none."""
    return {
        WAITING: translate("No reply yet"),
        LATE: translate("The reply is late. Working days: %(days)s.", days=days),
        IN_TIME: translate("The reply came in time"),
        CAME_LATE: translate("The reply came late. Working days: %(days)s.", days=days),
    }[code]


def asked_lines(ask: VoicedAsk, language: str, translate: Translate) -> list[str]:
    """Return whom an ask is for and its days, as lines."""
    return [
        translate("Asked of: %(body)s", body=ask.addressee),
        translate("Asked on: %(day)s", day=date_words(ask.sent_on, language)),
        translate("Reply due by: %(day)s", day=date_words(ask.due_on, language)),
        timeliness_words(ask.timeliness, ask.days_late, translate),
    ]


def replied_lines(reply: VoicedReply, language: str, translate: Translate) -> list[str]:
    """Return what was replied and when, as lines; the reason in the words of the body stands apart from them."""
    lines = [outcome_words(reply.outcome, translate)]
    if reply.later_on:
        lines.append(translate("By: %(day)s", day=date_words(reply.later_on, language)))
    if reply.goes_to:
        lines.append(translate("It is the job of: %(body)s", body=reply.goes_to))
    if reply.signed:
        lines.append(translate("Signed: %(who)s", who=reply.signed))
    return [*lines, translate("Replied on: %(day)s", day=date_words(reply.replied_on, language))]
