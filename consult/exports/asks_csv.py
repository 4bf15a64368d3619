"""The asks of a report as CSV: one line for each reply, in the words of the group and of the body."""

import csv
import io

from consult.domain.forum_voices import VoicedAsk, VoicedReply
from consult.domain.reports import Report
from consult.exports.cells import formula_safe

HEADER = ("forum", "ask_id", "title", "ask", "addressee", "sent_on", "due_on", "timeliness", "working_days_late",
          "plan_part", "plan_before", "plan_after",
          "outcome", "reason", "later_on", "goes_to", "signed", "replied_on", "mark", "mark_words")


def write(report: Report) -> bytes:
    """Return UTF-8 CSV (RFC 4180): codes and ISO days as they are; an ask without a reply has one line."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(HEADER)
    for forum in report.forums:
        for ask in forum.asks:
            for reply in ask.replies or (None,):
                lines.writerow([forum.slug, *map(formula_safe, (*_asked(ask), *_replied(reply)))])
    return file.getvalue().encode()


def _asked(ask: VoicedAsk) -> tuple[str, ...]:
    late = str(ask.days_late) if ask.days_late else ""
    return (ask.ask_id, ask.title, ask.text, ask.addressee, ask.sent_on, ask.due_on, ask.timeliness, late,
            ask.node_key, ask.before.get("en", ""), ask.after.get("en", ""))


def _replied(reply: VoicedReply | None) -> tuple[str, ...]:
    if reply is None:
        return ("",) * 8
    return (reply.outcome, reply.reason, reply.later_on, reply.goes_to, reply.signed, reply.replied_on, reply.mark,
            reply.mark_words)
