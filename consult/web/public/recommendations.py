"""What the committee asked about the plan, ask by ask, beside what the office says: for everyone, and as a file."""

from dataclasses import dataclass
from datetime import date

from flask import Response, render_template
from flask_babel import gettext

from consult.domain.instants import utc_now
from consult.domain.recommendations import tally
from consult.domain.report_scrutiny import ReportedCommittee, ReportedRecommendation, ReportedReply
from consult.domain.working_days import london_day
from consult.exports import recommendations_csv
from consult.exports.ask_words import rhythm_words, waiting_words
from consult.exports.scrutiny_words import reason_words, status_words
from consult.extensions import db
from consult.queries import plans
from consult.services import report_scrutiny
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_recommendations", __name__)


@dataclass(frozen=True)
class Shown:
    """A recommendation on the page: the replies that begin with it, and those that stand with an earlier one.

    `elsewhere` names for each of the latter the key and the number of the recommendation where it stands.
    """

    recommendation: ReportedRecommendation
    replies: tuple[ReportedReply, ...]
    elsewhere: tuple[tuple[str, int], ...]


@blueprint.get("/<lang>/consultations/<slug>/recommendations")
@everyone()
def show(slug: str) -> str:
    """Show each ask with its status, reason, reply, day and days of waiting, and who did not agree."""
    consultation = visible(slug)
    committees = report_scrutiny.committees(db.session(), consultation, london_day(utc_now()))
    version = consultation.plan_version_id
    return render_template(
        "public/scrutiny/recommendations.html", consultation=consultation, as_day=_as_day,
        parts={node.key: node.label for node in plans.nodes(db.session(), version)} if version is not None else {},
        committees=[(one, tally(ask.status for part in one.recommendations for ask in part.asks), _shown(one))
                    for one in committees],
        status_words=lambda code: status_words(code, gettext), reason_words=lambda code: reason_words(code, gettext),
        waiting_words=lambda code: waiting_words(code, gettext), rhythm_words=lambda code: rhythm_words(code, gettext))


@blueprint.get("/<lang>/consultations/<slug>/recommendations.csv")
@everyone()
def as_csv(slug: str) -> Response:
    """Hand out the asks as CSV, one line each."""
    consultation = visible(slug)
    committees = report_scrutiny.committees(db.session(), consultation, london_day(utc_now()))
    answer = Response(recommendations_csv.write(committees), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={slug}-recommendations.csv"
    return answer


def _shown(committee: ReportedCommittee) -> list[Shown]:
    place = {ask.key: one for one in committee.recommendations for ask in one.asks}
    found = []
    for one in committee.recommendations:
        mine = {ask.key for ask in one.asks}
        replies = [reply for reply in committee.replies if mine & set(reply.ask_keys)]
        first = {id(reply): place[reply.ask_keys[0]] for reply in replies}
        found.append(Shown(
            one, tuple(reply for reply in replies if first[id(reply)] is one),
            tuple((first[id(reply)].key, first[id(reply)].number) for reply in replies
                  if first[id(reply)] is not one)))
    return found


def _as_day(words: str) -> date | None:
    """Return the day that is written in ISO form, None for other words."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
