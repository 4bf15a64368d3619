"""The asks of scrutiny bodies as CSV: one line for each ask, with what the office says and every reply to it."""

import csv
import io
from collections.abc import Iterable

from consult.domain.report_scrutiny import ReportedAsk, ReportedCommittee, ReportedRecommendation, ReportedReply
from consult.exports.cells import formula_safe

HEADER = ("report", "body", "published", "recommendation", "recommendation_title", "ask", "ask_id", "ask_text",
          "status", "reason_code", "reason", "goes_to", "promised_on", "wanted_by", "wanted_every", "reply_state",
          "days_waiting", "plan_parts", "replies", "replied_on", "dissents")


def write(committees: Iterable[ReportedCommittee]) -> bytes:
    """Return UTF-8 CSV (RFC 4180): codes and ISO days as they are, words in English; several things in a cell are set
    apart by ` | `. `status` is empty where the office has said nothing yet.
    """
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(HEADER)
    for committee in committees:
        for one in committee.recommendations:
            for ask in one.asks:
                lines.writerow([formula_safe(words) for words in _line(committee, one, ask)])
    return file.getvalue().encode()


def _line(committee: ReportedCommittee, one: ReportedRecommendation, ask: ReportedAsk) -> tuple[str, ...]:
    replies = [reply for reply in committee.replies if ask.key in reply.ask_keys]
    return (committee.key, committee.body, committee.published, str(one.number), one.title, ask.number, ask.key,
            ask.text, ask.status, ask.reason_code, ask.reason.get("en", ""), ask.goes_to, ask.promised_on, ask.due_on,
            ask.due_every, ask.state, "" if ask.waiting is None else str(ask.waiting), " | ".join(one.node_keys),
            " | ".join(_said(reply) for reply in replies), " | ".join(reply.replied_on for reply in replies),
            " | ".join(one.dissents))


def _said(reply: ReportedReply) -> str:
    words = " ".join(reply.text.get("en", "").split())
    return f"{reply.signed}: {words}" if reply.signed else words
